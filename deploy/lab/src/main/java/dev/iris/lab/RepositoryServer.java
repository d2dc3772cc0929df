package dev.iris.lab;

import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.SimpleFileServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.concurrent.Executors;

/** Serves a lab's packages on its network, in a process of its own that needs nothing but the JDK. */
public final class RepositoryServer {

  private RepositoryServer() {}

  /**
   * Serves until it is killed.
   *
   * @param args address, port, folder
   */
  public static void main(String[] args) throws IOException {
    HttpServer server =
        HttpServer.create(
            new InetSocketAddress(args[0], Integer.parseInt(args[1])),
            0,
            "/",
            SimpleFileServer.createFileHandler(Path.of(args[2])));
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.start();
  }
}
