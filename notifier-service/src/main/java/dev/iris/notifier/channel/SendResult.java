package dev.iris.notifier.channel;

import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What came of one attempt to send. A kind of channel returns it for everything that the other side may do; it does not fail. */
public sealed interface SendResult {

  /** The status or reply code of the other side, if it came to one. */
  @Nullable Integer status();

  /** For the receipt: bounded, and free of secrets. */
  @Nullable String detail();

  /** The other side took it. */
  record Accepted(@Nullable Integer status, @Nullable String detail) implements SendResult {}

  /**
   * It may work later.
   *
   * @param code stable, such as {@code timeout} or {@code http-503}
   * @param notBefore the other side asked for a pause of the whole channel until then
   */
  record Postponed(
      String code, @Nullable Integer status, @Nullable String detail, Optional<Instant> notBefore)
      implements SendResult {

    /** Without a wish of the other side. */
    public Postponed(String code, @Nullable Integer status, @Nullable String detail) {
      this(code, status, detail, Optional.empty());
    }
  }

  /** It will not work, however often it is tried. */
  record Refused(String code, @Nullable Integer status, @Nullable String detail)
      implements SendResult {}
}
