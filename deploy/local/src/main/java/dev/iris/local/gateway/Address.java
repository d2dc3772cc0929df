package dev.iris.local.gateway;

/** Where a process listens: {@code 127.0.0.1:5432}. */
public record Address(String host, int port) {

  /**
   * Reads one.
   *
   * @throws IllegalArgumentException if it is none
   */
  public static Address of(String text) {
    int colon = text.lastIndexOf(':');
    if (colon < 1) {
      throw new IllegalArgumentException("an address is host:port, not " + text);
    }
    return new Address(text.substring(0, colon), Integer.parseInt(text.substring(colon + 1)));
  }

  @Override
  public String toString() {
    return host + ":" + port;
  }
}
