package dev.iris.bench;

import dev.iris.lab.Lab;
import dev.iris.lab.LabHost;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** A script that somebody pipes to each host, all at once. Nothing is looked at before, nothing is undone. */
record ByHand(Lab lab) implements Contender {

  @Override
  public String name() {
    return "parallel ssh by hand";
  }

  @Override
  public Duration enrol(List<LabHost> hosts) throws Exception {
    String command =
        "sh -c '" + script().replace("'", "'\\''") + "' by-hand " + lab.packages().resolve("/apt");
    long start = System.nanoTime();
    try (ExecutorService each = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Boolean>> running = new ArrayList<>();
      for (LabHost host : hosts) {
        running.add(each.submit(() -> on(host, command)));
      }
      for (Future<Boolean> one : running) {
        if (!one.get()) {
          throw new IllegalStateException("not every host was set up by hand");
        }
      }
    }
    return Duration.ofNanos(System.nanoTime() - start);
  }

  private boolean on(LabHost host, String command) throws IOException, InterruptedException {
    Process ssh =
        new ProcessBuilder(
                "ssh",
                "-q",
                "-i",
                lab.key().toString(),
                "-o",
                "StrictHostKeyChecking=no",
                "-o",
                "UserKnownHostsFile=/dev/null",
                "root@" + host.address(),
                command)
            .redirectInput(lab.signingKey().toFile())
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    return ssh.waitFor() == 0;
  }

  private static String script() throws IOException {
    try (InputStream script = ByHand.class.getResourceAsStream("by-hand.sh")) {
      if (script == null) {
        throw new IllegalStateException("by-hand.sh is not in the jar");
      }
      return new String(script.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
