package dev.iris.notifier.channel.mail;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.iris.notifier.channel.ChannelDraft;
import dev.iris.notifier.channel.FieldFaults;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/**
 * How a mail channel reaches its server.
 *
 * @param recipients who is told when the channel belongs to the default audience
 */
record MailSettings(
    String host,
    int port,
    Security security,
    @Nullable String user,
    String from,
    @Nullable String fromName,
    List<String> recipients) {

  static final String PASSWORD = "password";

  private static final Set<String> KNOWN =
      Set.of("host", "port", "security", "user", "from", "fromName", "recipients");
  private static final Pattern HOST =
      Pattern.compile("[A-Za-z0-9]([A-Za-z0-9.-]{0,251}[A-Za-z0-9])?|[0-9a-fA-F:]{2,39}");
  private static final int MAX_RECIPIENTS = 100;

  /** How the connection is protected. */
  enum Security {
    /** Not at all: only for a server nearby that wants no password. */
    NONE,
    /** The usual way, on port 587 or 25; mandatory, so that nobody can talk the server out of it. */
    STARTTLS,
    /** From the first byte, on port 465. */
    TLS;

    String text() {
      return name().toLowerCase(Locale.ROOT);
    }

    static @Nullable Security of(String text) {
      for (Security security : values()) {
        if (security.text().equals(text)) {
          return security;
        }
      }
      return null;
    }
  }

  /** The settings of a channel that was checked when it was stored. */
  static MailSettings of(ObjectNode json) {
    Security security = Security.of(json.path("security").asText());
    return new MailSettings(
        json.path("host").asText(),
        json.path("port").asInt(),
        security == null ? Security.STARTTLS : security,
        json.hasNonNull("user") ? json.path("user").asText() : null,
        json.path("from").asText(),
        json.hasNonNull("fromName") ? json.path("fromName").asText() : null,
        texts(json.path("recipients")));
  }

  /** Adds a fault for each thing wrong with them. */
  static void check(ChannelDraft draft, FieldFaults faults) {
    ObjectNode json = draft.settings();
    faults.onlyKnown(json, KNOWN);
    String host = faults.text(json, "host", true, 253);
    faults.require(
        host == null || HOST.matcher(host).matches(),
        "settings.host",
        "must be a host name or an IP address");
    JsonNode port = json.path("port");
    boolean portFits = port.isInt() && port.intValue() >= 1 && port.intValue() <= 65535;
    faults.require(portFits, "settings.port", "must be a number from 1 to 65535");
    String from = faults.text(json, "from", true, 254);
    faults.require(
        from == null || MailAddress.isValid(from), "settings.from", "must be a mail address");
    faults.text(json, "fromName", false, 100);
    checkAccess(draft, faults);
    checkRecipients(json.path("recipients"), faults);
  }

  private static void checkAccess(ChannelDraft draft, FieldFaults faults) {
    String user = faults.text(draft.settings(), "user", false, 254);
    String text = faults.text(draft.settings(), "security", true, 10);
    Security security = text == null ? null : Security.of(text);
    faults.require(
        text == null || security != null, "settings.security", "must be none, starttls or tls");
    boolean password = draft.willHave(PASSWORD);
    faults.require(user == null || password, "secrets.password", "is missing: there is a user");
    faults.require(user != null || !password, "settings.user", "is missing: there is a password");
    faults.require(
        security != Security.NONE || !password,
        "settings.security",
        "must be starttls or tls: the password would travel in clear");
  }

  private static void checkRecipients(JsonNode recipients, FieldFaults faults) {
    if (recipients.isMissingNode() || recipients.isNull()) {
      return;
    }
    if (!recipients.isArray() || recipients.size() > MAX_RECIPIENTS) {
      faults.add(
          "settings.recipients", "must be a list of at most " + MAX_RECIPIENTS + " mail addresses");
      return;
    }
    for (int i = 0; i < recipients.size(); i++) {
      boolean valid =
          recipients.get(i).isTextual() && MailAddress.isValid(recipients.get(i).textValue());
      faults.require(valid, "settings.recipients[" + i + "]", "must be a mail address");
    }
  }

  private static List<String> texts(JsonNode array) {
    return StreamSupport.stream(array.spliterator(), false)
        .map(JsonNode::asText)
        .distinct()
        .toList();
  }
}
