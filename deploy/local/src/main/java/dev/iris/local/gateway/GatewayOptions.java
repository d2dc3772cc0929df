package dev.iris.local.gateway;

import java.net.InetAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * What a gateway works with.
 *
 * @param port 0 lets the system choose
 * @param listen where it listens; on loopback in any case
 * @param upstreams the addresses of the replicas of each service
 * @param keys the file of API keys; while there is none, nobody is asked for one
 * @param inbox where the inbox keeps its messages
 * @param smtpPort where the inbox takes mail; 0 lets the system choose
 */
public record GatewayOptions(
    int port,
    InetAddress listen,
    Routes routes,
    Map<String, List<Address>> upstreams,
    Address postgresql,
    Address redis,
    Path keys,
    Path inbox,
    int smtpPort) {
  public GatewayOptions {
    upstreams = Map.copyOf(upstreams);
  }
}
