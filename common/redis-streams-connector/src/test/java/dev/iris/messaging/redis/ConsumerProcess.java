package dev.iris.messaging.redis;

import io.smallrye.mutiny.Uni;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.reactive.messaging.Message;

/**
 * A consumer in a process of its own. Its handler counts each run under {@code <stream>:runs}, and
 * has its effect, under {@code <stream>:effects}, once for each payload: the deduplication that
 * at-least-once delivery asks of every handler.
 */
public final class ConsumerProcess implements AutoCloseable {

  private static final String EFFECT_ONCE =
      """
      redis.call('INCR', KEYS[1] .. ':runs')
      if redis.call('SADD', KEYS[1] .. ':seen', ARGV[1]) == 1 then redis.call('INCR', KEYS[1] .. ':effects') end
      return 1
      """;

  private final Process process;

  private ConsumerProcess(Process process) {
    this.process = process;
  }

  /** Starts one; its output goes to the test's. */
  static ConsumerProcess start(String url, String stream, String consumer, Duration work) {
    List<String> line =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Xshare:auto",
                "-Xmx128m",
                "-cp",
                System.getProperty("java.class.path")));
    line.addAll(
        List.of(
            ConsumerProcess.class.getName(),
            url,
            stream,
            consumer,
            Long.toString(work.toMillis())));
    try {
      return new ConsumerProcess(
          new ProcessBuilder(line)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.INHERIT)
              .start());
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  /** SIGKILL. */
  void kill() {
    process.destroyForcibly();
    process.onExit().join();
  }

  /** SIGTERM; answers with the exit code. */
  int terminate() {
    process.destroy();
    return process.onExit().join().exitValue();
  }

  @Override
  public void close() {
    kill();
  }

  /** Arguments: the URL of Redis, stream, consumer, milliseconds of work for each entry. */
  public static void main(String[] args) {
    String stream = args[1];
    Duration work = Duration.ofMillis(Long.parseLong(args[3]));
    var channels = new TestChannels(args[0]);
    Runtime.getRuntime().addShutdownHook(new Thread(channels::close));
    var channel =
        channels.incoming(
            stream,
            args[2],
            Map.of("claim.min-idle", "2s", "claim.interval", "500ms", "count", "32"));
    TestChannels.handle(channel, message -> handle(channels.streams(), stream, work, message));
  }

  private static Uni<Void> handle(
      Streams streams, String stream, Duration work, Message<?> message) {
    return Uni.createFrom()
        .voidItem()
        .onItem()
        .delayIt()
        .by(work)
        .chain(() -> streams.eval(EFFECT_ONCE, stream, String.valueOf(message.getPayload())))
        .chain(() -> Uni.createFrom().completionStage(message::ack));
  }
}
