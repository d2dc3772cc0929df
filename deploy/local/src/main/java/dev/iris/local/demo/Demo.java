package dev.iris.local.demo;

import dev.iris.local.Arguments;
import dev.iris.local.Foreground;
import dev.iris.local.Refusal;
import dev.iris.local.Terminal;
import dev.iris.local.keys.ApiKey;
import dev.iris.local.keys.KeyFile;
import dev.iris.local.launcher.DataFolder;
import dev.iris.local.launcher.Running;
import dev.iris.local.launcher.UpOptions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;

/** What {@code ./iris demo} does. */
public final class Demo {

  private static final int BASE = 36;
  private static final Duration KEYS_ARE_READ_AGAIN = Duration.ofSeconds(30);

  private Demo() {}

  /**
   * Starts an Iris unless one runs, and tells the story. If it started one, it stays until it is asked to end, or ends it when
   * {@code --once} is given.
   */
  public static void run(List<String> args, Terminal terminal) throws InterruptedException {
    Arguments arguments = Arguments.parse(args, UpOptions.VALUED, Set.of("once"));
    UpOptions options = UpOptions.of(arguments).withPrometheus();
    boolean running = Running.on(options.data()).pid().isPresent();
    if (!running) {
      Foreground.start(options, terminal);
      terminal.say("Iris is ready on " + options.url());
    }
    tell(options, terminal);
    terminal.say("");
    if (running || arguments.has("once")) {
      Foreground.exit(0);
    }
    terminal.say(
        "Iris stays up until you press Ctrl-C; ./iris up starts it again, with all its data.");
    new CountDownLatch(1).await();
  }

  private static void tell(UpOptions options, Terminal terminal) throws InterruptedException {
    KeyFile keys = new KeyFile(new DataFolder(options.data()).keys());
    Optional<String> key =
        keys.inForce() ? Optional.of(keys.create(ApiKey.Role.ADMIN, "demo")) : Optional.empty();
    try (IrisApi iris = new IrisApi(options.url(), key)) {
      if (!iris.isReady()) {
        throw new Refusal(
            "An Iris runs on %s, but is not ready on %s; is it another --port?"
                .formatted(options.data(), options.url()));
      }
      awaitKey(iris);
      new Story(iris, terminal, Long.toString(Instant.now().getEpochSecond(), BASE)).tell();
    } finally {
      key.flatMap(keys::find).ifPresent(made -> keys.revoke(made.id()));
    }
  }

  /** Services look at the file of keys from time to time only. */
  private static void awaitKey(IrisApi iris) throws InterruptedException {
    Instant deadline = Instant.now().plus(KEYS_ARE_READ_AGAIN);
    while (true) {
      try {
        iris.ledger();
        iris.deliveries();
        return;
      } catch (Refusal e) {
        if (Instant.now().isAfter(deadline)) {
          throw e;
        }
        Thread.sleep(Duration.ofMillis(200));
      }
    }
  }
}
