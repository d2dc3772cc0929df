package dev.iris.enrollment.enrolling;

import dev.iris.enrollment.remote.Endpoint;
import dev.iris.enrollment.remote.HostKey;
import dev.iris.web.JsonFields;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Reads the host that a job is to go through. */
final class JumpReader {

  private static final int DEFAULT_PORT = 22;
  private static final int LONGEST_ADDRESS = 253;

  private JumpReader() {}

  /** Reads {@code jump} of a host; null without one. What is wrong is noted in the fields. */
  static @Nullable JumpWish read(JsonFields host) {
    if (!host.has("jump")) {
      return null;
    }
    JsonFields jump = host.object("jump");
    String text = jump.requiredText("address", LONGEST_ADDRESS);
    String address = text == null ? null : Endpoint.readable(text).orElse(null);
    jump.require(
        text == null || address != null, "address", "must be an IP address or a host name");
    Integer port = jump.number("port", 1, 65535);
    return new JumpWish(
        address == null ? "" : address,
        port == null ? DEFAULT_PORT : port,
        credential(jump.object("login")),
        fingerprint(jump.object("hostKey")));
  }

  private static @Nullable UUID credential(JsonFields login) {
    String text = login.text("credentialId", 36);
    try {
      return text == null ? null : UUID.fromString(text);
    } catch (IllegalArgumentException e) {
      login.require(false, "credentialId", "must be the id of a credential");
      return null;
    }
  }

  private static @Nullable String fingerprint(JsonFields hostKey) {
    String policy = hostKey.text("policy", 20);
    String fingerprint = hostKey.text("fingerprint", 60);
    hostKey.require(
        policy == null || policy.equals(HostKeyWish.STRICT),
        "policy",
        "must be strict: a jump host is one that Iris knows, or its fingerprint is given");
    hostKey.require(
        fingerprint == null || HostKey.isFingerprint(fingerprint),
        "fingerprint",
        "must read as ssh-keygen -l shows it: SHA256: and 43 characters");
    return fingerprint;
  }
}
