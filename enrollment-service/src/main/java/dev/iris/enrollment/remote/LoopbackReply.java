package dev.iris.enrollment.remote;

/**
 * What a service on a host's own loopback answered. Its text was written by the host: it is material to judge.
 *
 * @param status of HTTP; 0 if nobody listens, or what came is no HTTP
 * @param body its beginning
 */
public record LoopbackReply(int status, String body) {

  /** Nobody answered. */
  public static final LoopbackReply NONE = new LoopbackReply(0, "");

  /** Whether there was an answer, whatever it says. */
  public boolean answered() {
    return status != 0;
  }

  /** Whether it is the answer that was hoped for. */
  public boolean ok() {
    return status >= 200 && status < 300;
  }

  /** Without what the host said. */
  @Override
  public String toString() {
    return "LoopbackReply[status=" + status + ", " + body.length() + " characters]";
  }
}
