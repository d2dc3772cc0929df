package dev.iris.messaging.redis;

import dev.iris.messaging.redis.client.StreamCommands;
import dev.iris.messaging.redis.client.StreamConnection;
import dev.iris.messaging.redis.stream.ChannelHealth;
import dev.iris.messaging.redis.stream.Delivery;
import dev.iris.messaging.redis.stream.DependencyPause;
import dev.iris.messaging.redis.stream.Drain;
import dev.iris.messaging.redis.stream.EntryPublisher;
import dev.iris.messaging.redis.stream.EventLoop;
import dev.iris.messaging.redis.stream.GroupBootstrap;
import dev.iris.messaging.redis.stream.InFlight;
import dev.iris.messaging.redis.stream.Intake;
import dev.iris.messaging.redis.stream.ReaderSettings;
import dev.iris.messaging.redis.stream.StreamMeters;
import dev.iris.messaging.redis.stream.StreamReader;
import dev.iris.messaging.redis.stream.Upkeep;
import dev.iris.messaging.redis.stream.Workplace;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * One incoming channel: reads as a member of the group, hands entries to the application on demand,
 * settles them.
 */
final class IncomingRedisStreamsChannel implements Settlement {

  private static final Logger LOG = Logger.getLogger(IncomingRedisStreamsChannel.class);

  private final IncomingSettings settings;
  private final ReaderSettings reading;
  private final EventLoop loop;
  private final StreamConnection reads;
  private final @Nullable StreamTracing tracing;
  private final ChannelHealth health;
  private final StreamMeters meters;
  private final Workplace work;
  private final EntryPublisher publisher;
  private final Persistence persistence;
  private final Acknowledger acknowledger;
  private final FailureHandler failures;
  private final StreamReader reader;
  private final Upkeep upkeep;
  private final Drain drain;
  private final List<Delivery> notBegun = new ArrayList<>();
  private final Uni<Void> close;
  private boolean closing;

  /**
   * @param reads used for blocking reads, by this channel only
   * @param writes used for everything else, shared
   * @param sink makes the dead-letter sink from the channel's commands
   * @param tracing null to leave traces alone
   */
  IncomingRedisStreamsChannel(
      IncomingSettings settings,
      EventLoop loop,
      StreamConnection reads,
      StreamConnection writes,
      Function<StreamCommands, DeadLetterSink> sink,
      @Nullable StreamTracing tracing) {
    this.settings = settings;
    this.reading = settings.reader();
    this.loop = loop;
    this.reads = reads;
    this.tracing = tracing;
    this.health = new ChannelHealth(reading);
    var commands = new StreamCommands(writes, reading.stream(), reading.group());
    this.meters = StreamMeters.register(settings.channel(), reading.stream(), reading.group());
    var inFlight = new InFlight(reading.maxInFlight(), meters);
    var pause = new DependencyPause(loop, settings.retry(), this::changed);
    var work = new Workplace(loop, commands, reading, inFlight, pause, meters);
    this.work = work;
    this.publisher = new EntryPublisher(loop, pause, this::wake, this::ended);
    this.persistence = new Persistence(settings.retry());
    this.acknowledger = new Acknowledger(work, persistence, this::wake);
    this.failures =
        new FailureHandler(
            work, settings, publisher, persistence, sink.apply(commands), this::wake);
    var group = new GroupBootstrap(commands, reading);
    var intake = new Intake(work, this::takeIn);
    var readCommands = new StreamCommands(reads, reading.stream(), reading.group());
    this.reader = new StreamReader(work, readCommands, group, publisher, intake, health);
    this.upkeep = new Upkeep(work, group, intake);
    this.drain = new Drain(work);
    this.close = Uni.createFrom().deferred(this::closeOnce).memoize().indefinitely();
  }

  /** The messages; takes one subscriber, and starts to read when it comes. */
  Multi<? extends Message<?>> messages() {
    return Multi.createFrom()
        .publisher(publisher)
        .onSubscription()
        .invoke(() -> loop.execute(this::start))
        .map(this::message);
  }

  String name() {
    return settings.channel();
  }

  ChannelHealth health() {
    return health;
  }

  IncomingSettings settings() {
    return settings;
  }

  @Override
  public Uni<Void> acknowledge(Delivery delivery) {
    return acknowledger.acknowledge(delivery);
  }

  @Override
  public Uni<Void> fail(Delivery delivery, Throwable reason) {
    return failures.fail(delivery, reason);
  }

  /**
   * Stops reading, gives back what was not begun, waits for what was (up to {@code
   * shutdown-timeout}), and leaves the rest pending.
   */
  Uni<Void> close() {
    return close;
  }

  private Uni<Void> closeOnce() {
    return Uni.createFrom()
        .<Void>emitter(emitter -> loop.execute(() -> stop(() -> emitter.complete(null))))
        .chain(() -> drain.giveBack(notBegun))
        .chain(() -> drain.awaitSettled(settings.shutdownTimeout()))
        .invoke(persistence::close)
        .invoke(upkeep::stop)
        .chain(reads::close);
  }

  private void ended(Throwable failure) {
    if (!closing) {
      LOG.errorf(failure, "channel=%s: ended, only a restart brings it back", settings.channel());
      health.broken(failure);
      close().subscribe().with(closed -> {}, e -> LOG.warnf("closing failed: %s", e));
    }
  }

  private void start() {
    upkeep.start();
    reader.wake();
  }

  private void wake() {
    reader.wake();
  }

  private void changed() {
    publisher.drain();
    reader.wake();
  }

  private void takeIn(Delivery delivery) {
    work.inFlight().add(delivery);
    if (closing) {
      notBegun.add(delivery);
    } else if (!delivery.entry().fields().containsKey(settings.payloadField())) {
      giveUp(
          delivery,
          new NotRetryableException("the entry has no field `" + settings.payloadField() + "`"));
    } else if (delivery.deliveries() > settings.maxDeliveries()) {
      giveUp(
          delivery,
          new NotRetryableException(
              "handed out %d times, and no consumer lived to settle it"
                  .formatted(delivery.deliveries() - 1)));
    } else {
      publisher.offer(delivery);
    }
  }

  private void giveUp(Delivery delivery, Throwable reason) {
    failures
        .giveUp(delivery, reason)
        .subscribe()
        .with(
            done -> {},
            failure -> LOG.debugf("entryId=%s stays pending: %s", delivery.id(), failure));
  }

  private Message<?> message(Delivery delivery) {
    meters.delivered();
    count(delivery);
    var entry = delivery.entry();
    var origin =
        new IncomingRedisStreamsMetadata(
            reading.stream(),
            entry.id(),
            reading.group(),
            reading.consumer(),
            delivery.deliveries(),
            entry.fields());
    String payload = entry.fields().getOrDefault(settings.payloadField(), "");
    var message = new IncomingRedisStreamsMessage(delivery, payload, origin, this);
    return tracing == null
        ? message
        : tracing.received(
            message,
            new StreamTrace(
                reading.stream(), reading.group(), reading.consumer(), entry.id(), entry.fields()));
  }

  /**
   * Redis counts the first delivery by itself. Nobody waits for the others: a count that gets lost
   * costs one more try after a crash.
   */
  private void count(Delivery delivery) {
    if (delivery.deliveries() > 1) {
      work.commands()
          .renewAs(reading.consumer(), delivery.deliveries(), List.of(delivery.id()))
          .subscribe()
          .with(
              held -> {},
              failure ->
                  LOG.debugf("entryId=%s: delivery not counted: %s", delivery.id(), failure));
    }
  }

  private void stop(Runnable then) {
    closing = true;
    upkeep.stopAllButLeases();
    notBegun.addAll(publisher.complete());
    notBegun.addAll(failures.close());
    reader.stop(then);
  }
}
