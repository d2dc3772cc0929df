package dev.iris.local;

import dev.iris.local.demo.Demo;
import dev.iris.local.gateway.GatewayProcess;
import dev.iris.local.keys.ApiKey;
import dev.iris.local.keys.KeyFile;
import dev.iris.local.launcher.DataFolder;
import dev.iris.local.launcher.Running;
import dev.iris.local.launcher.UpOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.logging.Level;
import java.util.logging.Logger;

/** The commands of {@code ./iris} that are not the build's. */
public final class Main {

  private static final int REFUSED = 1;

  /** Libraries that tell of every step. Kept in a field, as loggers that nobody holds lose their level. */
  private static final List<Logger> QUIET =
      List.of(Logger.getLogger("io.zonky"), Logger.getLogger("org.subethamail"));

  private Main() {}

  /**
   * Runs one command.
   *
   * @param args the command and its arguments; the system property {@code iris.home} names the checkout
   */
  public static void main(String[] args) {
    Terminal terminal = Terminal.standard();
    QUIET.forEach(logger -> logger.setLevel(Level.WARNING));
    try {
      List<String> rest = List.of(args).subList(Math.min(1, args.length), args.length);
      switch (args.length == 0 ? "" : args[0]) {
        case "up" -> up(rest, terminal);
        case "demo" -> Demo.run(rest, terminal);
        case "down" -> down(rest, terminal);
        case "keys" -> keys(rest, terminal);
        case "gateway" -> GatewayProcess.run(rest);
        default -> throw new Refusal("That is no command of Iris; ./iris help lists them.");
      }
    } catch (Refusal e) {
      terminal.complain("iris: " + e.getMessage());
      Foreground.exit(REFUSED);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void up(List<String> args, Terminal terminal) throws InterruptedException {
    UpOptions options = UpOptions.of(Arguments.parse(args, UpOptions.VALUED, UpOptions.FLAGS));
    Foreground.start(options, terminal);
    terminal.say("Iris is ready on " + options.url());
    new CountDownLatch(1).await();
  }

  private static void down(List<String> args, Terminal terminal) throws InterruptedException {
    Arguments arguments = Arguments.parse(args, Set.of("data"), Set.of());
    boolean ended = Running.on(UpOptions.data(arguments)).end();
    terminal.say(ended ? "Iris is stopped." : "No Iris runs on " + UpOptions.data(arguments) + ".");
  }

  private static void keys(List<String> args, Terminal terminal) {
    Arguments arguments = Arguments.parse(args, Set.of("data", "role", "name"), Set.of());
    List<String> words = new ArrayList<>(arguments.words());
    KeyFile keys = new KeyFile(new DataFolder(UpOptions.data(arguments)).keys());
    switch (words.isEmpty() ? "list" : words.getFirst()) {
      case "list" -> keys.list().forEach(key -> terminal.say(describe(key)));
      case "create" -> create(keys, arguments, terminal);
      case "revoke" -> {
        if (words.size() != 2) {
          throw new Refusal("Say which key: ./iris keys revoke <id>.");
        }
        keys.revoke(words.get(1));
        terminal.say("Key " + words.get(1) + " is revoked.");
      }
      default -> throw new Refusal("./iris keys takes create, list or revoke.");
    }
  }

  private static void create(KeyFile keys, Arguments arguments, Terminal terminal) {
    ApiKey.Role role =
        arguments
            .option("role")
            .flatMap(ApiKey.Role::of)
            .orElseThrow(
                () -> new Refusal("Say what the key may do: --role " + ApiKey.Role.all() + "."));
    boolean first = !keys.inForce();
    terminal.say(keys.create(role, arguments.option("name").orElse("")));
    terminal.complain("This is the only time the key is shown; Iris keeps its hash only.");
    if (first) {
      terminal.complain(
          "It is the first one: a running Iris asks for keys from its next start on.");
    }
  }

  private static String describe(ApiKey key) {
    return "%s  %-12s  %s  %s"
        .formatted(key.id(), key.role().text(), key.created(), key.name())
        .stripTrailing();
  }
}
