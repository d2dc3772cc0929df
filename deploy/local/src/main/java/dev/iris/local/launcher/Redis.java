package dev.iris.local.launcher;

import dev.iris.local.Refusal;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import redis.embedded.core.ExecutableProvider;

/** Redis, with its append-only file on: the machine's own from version 7 on, else the one that comes with Iris. */
final class Redis {

  static final String NAME = "redis";
  private static final int WANTED = 7;
  private static final Pattern VERSION = Pattern.compile("v=((\\d+)[.\\d]*)");

  private final DataFolder data;
  private final int port;
  private final Server server;

  /** A program and what a person may know of it. */
  private record Server(Path program, String description) {}

  Redis(DataFolder data, int port) {
    this.data = data;
    this.port = port;
    this.server = ofThisMachine().orElseGet(() -> embedded(data.root().resolve("programs")));
  }

  String description() {
    return server.description();
  }

  String url() {
    return "redis://127.0.0.1:" + port;
  }

  Part part() {
    List<String> command =
        List.of(
            server.program().toString(),
            "--bind",
            "127.0.0.1",
            "--port",
            Integer.toString(port),
            "--dir",
            data.mark() + NAME,
            "--appendonly",
            "yes",
            "--appendfsync",
            "everysec",
            "--save",
            "",
            "--daemonize",
            "no",
            // else it would overwrite the command line by which leftovers are recognised
            "--set-proc-title",
            "no");
    return new Part(
        NAME,
        Programs.detached(command),
        Map.of(),
        data.logOf(NAME),
        Signal.TERM,
        new RedisFiles(data)::putAsideIfUnreadable);
  }

  private static Optional<Server> ofThisMachine() {
    return Programs.onPath("redis-server")
        .flatMap(
            program -> {
              Matcher version = VERSION.matcher(versionOf(program));
              boolean fits = version.find() && Integer.parseInt(version.group(2)) >= WANTED;
              return fits
                  ? Optional.of(new Server(program, version.group(1) + " of this machine"))
                  : Optional.empty();
            });
  }

  private static Server embedded(Path folder) {
    try {
      Files.createDirectories(folder);
      File program = ExecutableProvider.newJarResourceProvider(folder.toFile()).get();
      Matcher version = VERSION.matcher(versionOf(program.toPath()));
      return new Server(program.toPath(), (version.find() ? version.group(1) : "") + " embedded");
    } catch (IOException | NullPointerException e) {
      throw new Refusal(
          "There is no embedded Redis for this system: install redis-server 7 or newer.");
    }
  }

  private static String versionOf(Path program) {
    try {
      return Programs.run(List.of(program.toString(), "--version")).output();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
