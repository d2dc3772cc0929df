package dev.iris.messaging.redis;

import io.smallrye.mutiny.Uni;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import org.eclipse.microprofile.reactive.messaging.Message;

/** A handler that remembers what it was given, and does to each payload what it is told. */
final class Recorder implements TestChannels.Handler {

  private final List<String> payloads = new CopyOnWriteArrayList<>();
  private final List<Long> deliveries = new CopyOnWriteArrayList<>();
  private final Map<String, Integer> runs = new ConcurrentHashMap<>();
  private final Function<String, Uni<Void>> work;

  Recorder(Function<String, Uni<Void>> work) {
    this.work = work;
  }

  static Recorder ofSuccess() {
    return new Recorder(payload -> Uni.createFrom().voidItem());
  }

  static Recorder failing(RuntimeException failure) {
    return new Recorder(payload -> Uni.createFrom().failure(failure));
  }

  @Override
  public Uni<Void> run(Message<?> message) {
    String payload = String.valueOf(message.getPayload());
    payloads.add(payload);
    deliveries.add(
        message.getMetadata(IncomingRedisStreamsMetadata.class).orElseThrow().deliveries());
    runs.merge(payload, 1, Integer::sum);
    return work.apply(payload)
        .onItemOrFailure()
        .transformToUni(
            (done, failure) ->
                Uni.createFrom()
                    .completionStage(
                        () -> failure == null ? message.ack() : message.nack(failure)));
  }

  /** Every run, in order. */
  List<String> payloads() {
    return payloads;
  }

  /** The delivery number of every run, in order. */
  List<Long> deliveries() {
    return deliveries;
  }

  /** Runs by payload. */
  Map<String, Integer> runs() {
    return runs;
  }
}
