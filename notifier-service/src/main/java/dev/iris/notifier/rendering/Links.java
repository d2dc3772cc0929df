package dev.iris.notifier.rendering;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Addresses that may become something to click on. */
public final class Links {

  private static final int MAX_LENGTH = 600;

  private Links() {}

  /** The address, if it is an absolute http or https one of sane length without credentials in it; in ASCII. */
  public static Optional<URI> web(@Nullable String text) {
    // A URI with half a surrogate pair cannot be written in ASCII, and fails badly.
    if (text == null
        || text.length() > MAX_LENGTH
        || !StandardCharsets.UTF_8.newEncoder().canEncode(text)) {
      return Optional.empty();
    }
    try {
      URI uri = new URI(new URI(text.strip()).toASCIIString());
      boolean web =
          "http".equalsIgnoreCase(uri.getScheme()) || "https".equalsIgnoreCase(uri.getScheme());
      boolean sane =
          uri.getHost() != null
              && uri.getRawUserInfo() == null
              && uri.toString().length() <= MAX_LENGTH;
      return web && sane ? Optional.of(uri) : Optional.empty();
    } catch (URISyntaxException e) {
      return Optional.empty();
    }
  }
}
