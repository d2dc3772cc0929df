package dev.iris.enrollment.remote.ssh;

import dev.iris.enrollment.remote.RemoteFault.Plain;
import java.util.regex.Pattern;

/**
 * How commands get all rights. Always with {@code -k}: a ticket of an earlier login must not make a wrong password look right.
 * With a password, it is tried on {@code true} first: sudo reads the next line of the input as its second try, which must not
 * be a script. sudo and sudo-rs behave alike here, but for their messages.
 */
final class Sudo {

  private static final Pattern NO_TERMINAL = Pattern.compile("must have a tty");
  private static final Pattern MISSING =
      Pattern.compile("sudo['’]?: (command )?not found|sudo.*: No such file");
  private static final Pattern NOT_ALLOWED =
      Pattern.compile("not in the sudoers|not allowed to|may not run|afraid I can't|not permitted");
  private static final Pattern ASKED =
      Pattern.compile("password is required|authentication is required");

  /** For a password; to be tried on {@code true} first. */
  static final String WITH_PASSWORD = "env LC_ALL=C sudo -k -S -p '' -- ";

  /** For accounts that need none. */
  static final String WITHOUT_PASSWORD = "env LC_ALL=C sudo -k -n -- ";

  private static final int NOT_FOUND = 127;

  private Sudo() {}

  /**
   * Why sudo did not do it.
   *
   * @param said what was printed before the script could begin
   */
  static Plain refusal(int exitCode, String said, boolean passwordGiven) {
    if (NO_TERMINAL.matcher(said).find()) {
      return Plain.SUDO_NEEDS_TERMINAL;
    }
    if (exitCode == NOT_FOUND || MISSING.matcher(said).find()) {
      return Plain.SUDO_MISSING;
    }
    if (NOT_ALLOWED.matcher(said).find()) {
      return Plain.SUDO_NOT_ALLOWED;
    }
    if (!passwordGiven) {
      return ASKED.matcher(said).find() ? Plain.SUDO_PASSWORD_NEEDED : Plain.SUDO_NOT_ALLOWED;
    }
    return Plain.SUDO_PASSWORD_WRONG;
  }
}
