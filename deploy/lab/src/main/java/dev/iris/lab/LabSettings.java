package dev.iris.lab;

import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What lab is wanted.
 *
 * @param folder where its hosts, keys and packages are, until it is taken down
 * @param cache where what takes long to make is kept for the next lab
 * @param network of which the lab takes the /24: its first three bytes, as {@code 10.77.0}
 * @param bases what the hosts are made from, in turn
 * @param hosts how many
 * @param with Debian packages that every host has besides, such as nginx
 * @param alloy a real Grafana Alloy to be packaged instead of the stand-in
 */
public record LabSettings(
    Path folder,
    Path cache,
    Network network,
    List<Base> bases,
    int hosts,
    List<String> with,
    @Nullable Path alloy) {

  /** As many as the network has addresses for. */
  public static final int MOST_HOSTS = 200;

  public LabSettings {
    folder = folder.toAbsolutePath().normalize();
    cache = cache.toAbsolutePath().normalize();
    bases = List.copyOf(bases);
    with = with.stream().sorted().distinct().toList();
    if (bases.isEmpty() || hosts < 1 || hosts > MOST_HOSTS) {
      throw new LabException("A lab has 1 to " + MOST_HOSTS + " hosts, made from something.");
    }
    for (String name : with) {
      if (!name.matches("[a-z0-9][a-z0-9+.-]+")) {
        throw new LabException("\"" + name + "\" is no name of a Debian package.");
      }
    }
  }

  /** A lab of Debian 12 hosts with the stand-in, at its usual address. */
  public static LabSettings of(Path folder, int hosts) {
    return new LabSettings(
        folder, userCache(), Network.USUAL, List.of(Base.DEBIAN_12), hosts, List.of(), null);
  }

  /** Where this user's caches are. */
  public static Path userCache() {
    String caches = System.getenv("XDG_CACHE_HOME");
    Path folder =
        caches == null || caches.isBlank()
            ? Path.of(System.getProperty("user.home"), ".cache")
            : Path.of(caches);
    return folder.resolve("iris/lab");
  }
}
