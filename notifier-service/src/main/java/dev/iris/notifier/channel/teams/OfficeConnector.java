package dev.iris.notifier.channel.teams;

import dev.iris.notifier.channel.SendResult;
import dev.iris.notifier.channel.http.HttpOutcome;
import dev.iris.notifier.channel.http.HttpOutcome.Reply;
import java.net.URI;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The webhooks that Workflows replace: they answer 200 to everything, and only the body {@code 1} means that it went well. */
final class OfficeConnector {

  private static final Pattern ERROR = Pattern.compile("HTTP error (\\d{3})");

  private OfficeConnector() {}

  /** What an outcome means, for old addresses and for all others. */
  static SendResult judge(String url, HttpOutcome outcome) {
    if (outcome instanceof Reply reply
        && reply.status() == 200
        && isConnector(url)
        && !reply.body().strip().equals("1")) {
      Matcher error = ERROR.matcher(reply.body());
      return error.find()
          ? new Reply(Integer.parseInt(error.group(1)), reply.retryAfter(), "").toResult()
          : new SendResult.Postponed("connector-refused", 200, "the connector's answer was not 1");
    }
    return outcome.toResult();
  }

  private static boolean isConnector(String url) {
    String host = URI.create(url).getHost().toLowerCase(Locale.ROOT);
    return host.endsWith(".webhook.office.com")
        || host.equals("outlook.office.com")
        || host.equals("outlook.office365.com");
  }
}
