package dev.iris.enrollment.remote;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;

/** Finds the addresses of a name. */
interface NameService {

  List<InetAddress> lookup(String name) throws UnknownHostException;
}
