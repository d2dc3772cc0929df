package dev.iris.messaging.redis.stream;

/** The order of entry ids, {@code milliseconds-sequence}. */
final class StreamIds {

  private StreamIds() {}

  static int compare(String left, String right) {
    int byTime = Long.compareUnsigned(part(left, 0), part(right, 0));
    return byTime != 0 ? byTime : Long.compareUnsigned(part(left, 1), part(right, 1));
  }

  private static long part(String id, int index) {
    int dash = id.indexOf('-');
    return Long.parseUnsignedLong(index == 0 ? id.substring(0, dash) : id.substring(dash + 1));
  }
}
