package dev.iris.notifier.channel.mail;

import java.util.regex.Pattern;

/** Which texts are taken as mail addresses: a plain {@code local@domain} without quoting, comments or anything to inject. */
final class MailAddress {

  private static final Pattern PLAIN =
      Pattern.compile(
          "[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[A-Za-z0-9](?:[A-Za-z0-9-]{0,62})(?:\\.[A-Za-z0-9][A-Za-z0-9-]{0,62})*");
  private static final int MAX_LENGTH = 254;

  private MailAddress() {}

  static boolean isValid(String text) {
    return text.length() <= MAX_LENGTH && PLAIN.matcher(text).matches();
  }

  static String domain(String address) {
    return address.substring(address.indexOf('@') + 1);
  }
}
