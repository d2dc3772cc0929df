package dev.iris.enrollment.credential;

/** The secrets that a login may have. */
public enum SecretField {
  PRIVATE_KEY("privateKey", 32_768),
  PASSPHRASE("passphrase", 1024),
  PASSWORD("password", 1024),
  SUDO_PASSWORD("sudoPassword", 1024);

  private final String text;
  private final int longest;

  SecretField(String text, int longest) {
    this.text = text;
    this.longest = longest;
  }

  /** As the API and the database write it. */
  public String text() {
    return text;
  }

  int longest() {
    return longest;
  }
}
