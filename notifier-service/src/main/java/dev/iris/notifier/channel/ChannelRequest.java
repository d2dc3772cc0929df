package dev.iris.notifier.channel;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A channel as a caller wants it; it replaces what is there, but for secrets.
 *
 * @param enabled true if left out
 * @param rateLimit the usual one of its type if left out; a limit that is null in it is none
 * @param secrets to set; null as a value clears one, and what is left out stays as it is
 */
record ChannelRequest(
    @Nullable String type,
    @Nullable String name,
    @Nullable Boolean enabled,
    @Nullable Boolean defaultAudience,
    @Nullable JsonNode settings,
    @Nullable Rate rateLimit,
    @Nullable Map<String, @Nullable String> secrets) {

  /** Limits; null is none. */
  record Rate(@Nullable Double perSecond, @Nullable Integer perHour) {}

  /** Without the secrets, so that no log line can hold them. */
  @Override
  public String toString() {
    return "ChannelRequest[type=" + type + ", name=" + name + "]";
  }
}
