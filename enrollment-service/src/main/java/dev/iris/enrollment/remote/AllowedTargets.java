package dev.iris.enrollment.remote;

import dev.iris.enrollment.remote.RemoteFault.Plain;
import dev.iris.web.IpRange;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Which hosts Iris may log in to. Who may enrol a host must not be able to make Iris knock at any door of the data centre. A
 * name is resolved once, and what was checked is what is connected to.
 */
@ApplicationScoped
public class AllowedTargets {

  private static final List<IpRange> NEVER_BY_DEFAULT =
      Stream.of(
              "0.0.0.0/8",
              "127.0.0.0/8",
              "169.254.0.0/16",
              "224.0.0.0/4",
              "240.0.0.0/4",
              "::/127",
              "fe80::/10",
              "ff00::/8")
          .map(IpRange::parse)
          .toList();

  private final @Nullable List<IpRange> allowed;
  private final Set<Integer> ports;
  private final NameService names;

  @Inject
  AllowedTargets(RemoteConfig config) {
    this(config, name -> List.of(InetAddress.getAllByName(name)));
  }

  AllowedTargets(RemoteConfig config, NameService names) {
    this.allowed =
        config
            .allowNetworks()
            .map(networks -> networks.stream().map(IpRange::parse).toList())
            .orElse(null);
    this.ports = Set.copyOf(config.ports());
    this.names = names;
  }

  /**
   * The addresses of an endpoint that may be connected to.
   *
   * @throws RemoteException if there is none
   */
  public List<InetAddress> resolve(Endpoint endpoint) throws RemoteException {
    check(endpoint);
    List<InetAddress> found;
    try {
      found = names.lookup(endpoint.address());
    } catch (UnknownHostException e) {
      throw new RemoteException(Plain.HOST_UNKNOWN, endpoint);
    }
    List<InetAddress> usable = found.stream().filter(this::allows).toList();
    if (usable.isEmpty()) {
      throw new RemoteException(Plain.TARGET_NOT_ALLOWED, endpoint);
    }
    return usable;
  }

  /**
   * Checks what can be known without asking a name server, as for a host behind a jump host: the port, and a literal address.
   *
   * @throws RemoteException if the endpoint may not be connected to
   */
  public void check(Endpoint endpoint) throws RemoteException {
    boolean address = literal(endpoint.address()).map(this::allows).orElse(true);
    if (!address || !ports.contains(endpoint.port())) {
      throw new RemoteException(Plain.TARGET_NOT_ALLOWED, endpoint);
    }
  }

  private boolean allows(InetAddress address) {
    return allowed == null
        ? NEVER_BY_DEFAULT.stream().noneMatch(range -> range.contains(address))
        : allowed.stream().anyMatch(range -> range.contains(address));
  }

  private static Optional<InetAddress> literal(String address) {
    try {
      return Optional.of(InetAddress.ofLiteral(address));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}
