package dev.iris.notifier;

import dev.iris.testing.HttpSink;
import dev.iris.testing.KeyFile;
import dev.iris.testing.SmtpSink;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.util.Map;

/** What the notifier needs beside its databases: a key file, leave to send to loopback, and little patience. */
public final class NotifierResource implements QuarkusTestResourceLifecycleManager {

  private static final HttpSink HTTP = HttpSink.start();
  private static final SmtpSink SMTP = SmtpSink.start();

  /** Takes what goes out by HTTP; one for the JVM, tests tell their requests apart by path. */
  public static HttpSink http() {
    return HTTP;
  }

  /** Takes what goes out by SMTP. */
  public static SmtpSink smtp() {
    return SMTP;
  }

  @Override
  public Map<String, String> start() {
    return Map.of(
        "iris.notifier.kek-file", KeyFile.fresh().toString(),
        "iris.notifier.allow-networks", "127.0.0.0/8",
        "iris.notifier.allow-plain-http", "true",
        "iris.notifier.http.connect-timeout", "1s",
        "iris.notifier.http.total-timeout", "2s",
        "iris.notifier.mail.total-timeout", "5s",
        "iris.notifier.audit.tick", "1h",
        "iris.notifier.dispatch.sweep", "200ms");
  }

  @Override
  public void stop() {}
}
