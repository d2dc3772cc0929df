package dev.iris.enrollment.registry;

import java.net.IDN;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What people call a host: a name as RFC 1123 has it, or an IP address. It becomes a label and a part of file names, so nothing
 * else may be in it.
 */
public final class Hostname {

  private static final int LONGEST = 253;
  private static final Pattern NAME =
      Pattern.compile("(?!-)[a-z0-9-]{1,63}(?<!-)(\\.(?!-)[a-z0-9-]{1,63}(?<!-))*");
  private static final Pattern V6 = Pattern.compile("[0-9a-f:]*:[0-9a-f:.]*");

  private Hostname() {}

  /** The name in ASCII and lower case; empty if a host cannot have it. */
  public static Optional<String> readable(String text) {
    String lower = text.strip().toLowerCase(Locale.ROOT);
    if (lower.length() <= LONGEST && V6.matcher(lower).matches()) {
      return Optional.of(lower);
    }
    try {
      return Optional.of(IDN.toASCII(lower).toLowerCase(Locale.ROOT))
          .filter(name -> name.length() <= LONGEST && NAME.matcher(name).matches());
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}
