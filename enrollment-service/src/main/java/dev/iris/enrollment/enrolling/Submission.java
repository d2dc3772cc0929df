package dev.iris.enrollment.enrolling;

import dev.iris.enrollment.credential.CredentialId;
import dev.iris.enrollment.credential.GivenLogin;
import dev.iris.vault.Secret;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Map;
import java.util.TreeSet;

/**
 * A request for a job, found to be without faults.
 *
 * @param secrets of services, by the places that {@link ServiceWish} knows them by
 */
public record Submission(Wanted wanted, LoginWith login, Map<String, Secret> secrets) {

  public Submission {
    secrets = Map.copyOf(secrets);
  }

  /** What to log in with. */
  public sealed interface LoginWith {

    /** By which two of them are compared; it tells nothing of secrets. */
    String identity();
  }

  /** A stored credential. */
  public record Stored(CredentialId id) implements LoginWith {

    @Override
    public String identity() {
      return id.toString();
    }
  }

  /** What came with the request. */
  public record Given(GivenLogin login) implements LoginWith {

    @Override
    public String identity() {
      return login.user() + new TreeSet<>(login.secrets().keySet());
    }
  }

  /** Of all but the secrets: a digest of a password would let it be guessed. */
  byte[] digest() {
    return sha256(wanted.json() + login.identity());
  }

  /** By which requests are compared. */
  public static byte[] sha256(String text) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
