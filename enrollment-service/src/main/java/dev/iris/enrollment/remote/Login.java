package dev.iris.enrollment.remote;

import dev.iris.vault.Secret;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * As whom to log in, and with what. Closing it wipes its secrets; it is then of no use.
 *
 * @param user an account name
 * @param privateKey an OpenSSH or PEM private key
 * @param passphrase of the key
 * @param password of the account; sent at most once per login, and only to a host whose key was found right
 * @param sudoPassword asked for by the host when a command is to be run with all rights; without it that must be possible
 *     without one
 */
public record Login(
    String user,
    @Nullable Secret privateKey,
    @Nullable Secret passphrase,
    @Nullable Secret password,
    @Nullable Secret sudoPassword)
    implements AutoCloseable {

  private static final Pattern USER =
      Pattern.compile("[^\\p{Cntrl}\\s'\"`$-][^\\p{Cntrl}'\"`$]{0,103}");

  public Login {
    if (!isUser(user)) {
      throw new IllegalArgumentException("the user name is not one that a host can have");
    }
    if (privateKey == null && password == null) {
      throw new IllegalArgumentException("a login needs a private key or a password");
    }
  }

  /** Whether a text can name an account: of Linux or of Windows, and nothing that a shell could take for more. */
  public static boolean isUser(String text) {
    return USER.matcher(text).matches();
  }

  /** A login by key. */
  public static Login withKey(String user, Secret privateKey, @Nullable Secret passphrase) {
    return new Login(user, privateKey, passphrase, null, null);
  }

  /** A login by password. */
  public static Login withPassword(String user, Secret password) {
    return new Login(user, null, null, password, null);
  }

  /** The same login, with a password for commands that need all rights. */
  public Login andSudo(Secret sudoPassword) {
    return new Login(user, privateKey, passphrase, password, sudoPassword);
  }

  @Override
  public void close() {
    Stream.of(privateKey, passphrase, password, sudoPassword)
        .flatMap(secret -> Optional.ofNullable(secret).stream())
        .forEach(Secret::close);
  }

  /** Tells of nothing but the user. */
  @Override
  public String toString() {
    return "Login[" + user + "]";
  }
}
