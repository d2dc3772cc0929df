package dev.iris.notifier.channel.http;

import io.smallrye.mutiny.Uni;
import java.net.InetAddress;
import java.util.List;

/** Finds the addresses of a host. A port of its own so that tests can let a name change its mind. */
interface NameService {

  /** All addresses; fails with {@link java.net.UnknownHostException}. */
  Uni<List<InetAddress>> resolve(String host);
}
