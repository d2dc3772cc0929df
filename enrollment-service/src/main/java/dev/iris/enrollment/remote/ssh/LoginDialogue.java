package dev.iris.enrollment.remote.ssh;

import dev.iris.vault.Secret;
import java.util.regex.Pattern;
import org.apache.sshd.client.auth.keyboard.UserInteraction;
import org.apache.sshd.client.session.ClientSession;
import org.jspecify.annotations.Nullable;

/**
 * Answers a host that asks for the password, by whichever method, exactly once: a host that asks again has refused it, and a
 * second try may lock the account.
 */
final class LoginDialogue implements UserInteraction {

  /** Prompts that want something else than the password, which must not be given to them. */
  private static final Pattern ONE_TIME =
      Pattern.compile("(?i)code|otp|token|verif|challenge|factor|one.?time|duo|yubi|new |change");

  private final @Nullable Secret password;
  private boolean spent;
  private boolean needsPerson;

  LoginDialogue(@Nullable Secret password) {
    this.password = password;
  }

  /** Whether the host asked for what only a person can know. */
  synchronized boolean needsPerson() {
    return needsPerson;
  }

  @Override
  public synchronized @Nullable String resolveAuthPasswordAttempt(ClientSession session) {
    return once();
  }

  @Override
  public synchronized String @Nullable [] interactive(
      ClientSession session,
      String name,
      String instruction,
      String language,
      String[] prompts,
      boolean[] echo) {
    if (prompts.length != 1 || echo[0] || ONE_TIME.matcher(prompts[0]).find()) {
      needsPerson = true;
      return null;
    }
    String answer = once();
    return answer == null ? null : new String[] {answer};
  }

  /** The password ran out, and is to be changed. */
  @Override
  public synchronized @Nullable String getUpdatedPassword(
      ClientSession session, String prompt, String language) {
    needsPerson = true;
    return null;
  }

  private @Nullable String once() {
    if (spent || password == null) {
      return null;
    }
    spent = true;
    return password.reveal();
  }
}
