package dev.iris.messaging.redis;

import dev.iris.messaging.redis.client.StreamCommands;
import dev.iris.messaging.redis.client.StreamConnection;
import dev.iris.messaging.redis.stream.ChannelHealth;
import dev.iris.messaging.redis.stream.Delivery;
import dev.iris.messaging.redis.stream.DependencyPause;
import dev.iris.messaging.redis.stream.EntryPublisher;
import dev.iris.messaging.redis.stream.EventLoop;
import dev.iris.messaging.redis.stream.GroupBootstrap;
import dev.iris.messaging.redis.stream.InFlight;
import dev.iris.messaging.redis.stream.LeaseKeeper;
import dev.iris.messaging.redis.stream.PendingReclaimer;
import dev.iris.messaging.redis.stream.ReaderSettings;
import dev.iris.messaging.redis.stream.RecoveredEntries;
import dev.iris.messaging.redis.stream.StreamMeters;
import dev.iris.messaging.redis.stream.StreamReader;
import dev.iris.messaging.redis.stream.Ticker;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** One incoming channel: reads as a member of the group, hands entries to the application on demand, settles them. */
final class IncomingRedisStreamsChannel implements Settlement {

  private static final Logger LOG = Logger.getLogger(IncomingRedisStreamsChannel.class);
  private static final Duration BACKLOG_INTERVAL = Duration.ofSeconds(5);
  private static final Duration DRAIN_CHECK = Duration.ofMillis(20);

  private final IncomingSettings settings;
  private final ReaderSettings reading;
  private final EventLoop loop;
  private final StreamConnection reads;
  private final StreamCommands commands;
  private final @Nullable StreamTracing tracing;
  private final StreamMeters meters;
  private final InFlight inFlight;
  private final EntryPublisher publisher;
  private final ChannelHealth health;
  private final StreamReader reader;
  private final Persistence persistence;
  private final Acknowledger acknowledger;
  private final FailureHandler failures;
  private final List<Ticker> tickers;
  private final Ticker leaseTicker;
  private final List<Delivery> toRelease = new ArrayList<>();
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
    this.commands = new StreamCommands(writes, reading.stream(), reading.group());
    this.meters = Meters.of(settings.channel(), reading.stream(), reading.group());
    this.inFlight = new InFlight(reading.maxInFlight(), meters);
    this.health = new ChannelHealth(reading);
    this.persistence = new Persistence(settings.retry());
    var pause = new DependencyPause(loop, settings.retry(), this::changed);
    this.publisher = new EntryPublisher(loop, pause, this::wake);
    var recovered = new RecoveredEntries(loop, commands, reading, inFlight, meters, this::takeIn);
    var readCommands = new StreamCommands(reads, reading.stream(), reading.group());
    var parts =
        new StreamReader.Parts(
            loop, readCommands, reading, new GroupBootstrap(commands, reading), inFlight, pause, publisher, recovered, health, this::takeIn);
    this.reader = new StreamReader(parts);
    this.acknowledger = new Acknowledger(loop, commands, persistence, inFlight, pause, meters, this::wake);
    this.failures =
        new FailureHandler(
            new FailureHandler.Parts(
                settings, loop, commands, inFlight, pause, publisher, meters, persistence, sink.apply(commands), this::wake));
    var leases = new LeaseKeeper(loop, commands, reading, inFlight, meters);
    this.leaseTicker = new Ticker(loop, "renewing leases", leases.interval(), leases::renew);
    var reclaimer = new PendingReclaimer(parts, commands, meters);
    this.tickers =
        List.of(
            new Ticker(loop, "reclaiming", reading.claimInterval(), reclaimer::reclaim),
            new Ticker(loop, "asking for the backlog", BACKLOG_INTERVAL, this::measure),
            new Ticker(loop, "removing idle consumers", reading.idleConsumerTtl().dividedBy(2), this::removeIdleConsumers));
  }

  /** The messages; takes one subscriber, and starts to read when it comes. */
  Multi<? extends Message<?>> messages() {
    return Multi.createFrom().publisher(publisher).onSubscription().invoke(() -> loop.execute(this::start)).map(this::message);
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

  /** Stops reading, gives back what was not begun, waits for what was (up to {@code shutdown-timeout}), and leaves the rest pending. */
  Uni<Void> close() {
    return Uni.createFrom()
        .<Void>emitter(emitter -> loop.execute(() -> stop(() -> emitter.complete(null))))
        .chain(this::release)
        .chain(this::drained)
        .invoke(persistence::close)
        .invoke(leaseTicker::stop)
        .chain(reads::close);
  }

  private void start() {
    if (reading.leaseRenew()) {
      leaseTicker.start();
    }
    tickers.forEach(Ticker::start);
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
    inFlight.add(delivery);
    if (closing) {
      toRelease.add(delivery);
    } else if (!delivery.entry().fields().containsKey(settings.payloadField())) {
      giveUp(delivery, new NotRetryableException("the entry has no field `" + settings.payloadField() + "`"));
    } else if (delivery.deliveries() > settings.maxDeliveries()) {
      giveUp(delivery, new NotRetryableException("handed out %d times, and no consumer lived to settle it".formatted(delivery.deliveries() - 1)));
    } else {
      publisher.offer(delivery);
    }
  }

  private void giveUp(Delivery delivery, Throwable reason) {
    failures
        .giveUp(delivery, reason)
        .subscribe()
        .with(done -> {}, failure -> LOG.debugf("entryId=%s stays pending: %s", delivery.id(), failure));
  }

  private Message<?> message(Delivery delivery) {
    meters.delivered();
    count(delivery);
    var entry = delivery.entry();
    var origin =
        new IncomingRedisStreamsMetadata(
            reading.stream(), entry.id(), reading.group(), reading.consumer(), delivery.deliveries(), entry.fields());
    String payload = entry.fields().getOrDefault(settings.payloadField(), "");
    var message = new IncomingRedisStreamsMessage(delivery, payload, origin, this);
    return tracing == null
        ? message
        : tracing.received(message, new StreamTrace(reading.stream(), reading.group(), entry.id(), entry.fields()));
  }

  /** Redis counts the first delivery by itself. Nobody waits for the others: a count that gets lost costs one more try after a crash. */
  private void count(Delivery delivery) {
    if (delivery.deliveries() > 1) {
      commands
          .renewAs(reading.consumer(), delivery.deliveries(), List.of(delivery.id()))
          .subscribe()
          .with(held -> {}, failure -> LOG.debugf("entryId=%s: delivery not counted: %s", delivery.id(), failure));
    }
  }

  private Uni<Void> measure() {
    return commands.backlog().invoke(found -> found.ifPresent(meters::backlog)).replaceWithVoid();
  }

  private Uni<Void> removeIdleConsumers() {
    return commands
        .removeIdleConsumers(reading.consumer(), reading.idleConsumerTtl())
        .invoke(
            removed -> {
              if (!removed.isEmpty()) {
                LOG.infof("stream=%s group=%s: removed idle consumers %s", reading.stream(), reading.group(), removed);
              }
            })
        .replaceWithVoid();
  }

  private void stop(Runnable then) {
    closing = true;
    tickers.forEach(Ticker::stop);
    toRelease.addAll(publisher.complete());
    toRelease.addAll(failures.close());
    reader.stop(then);
  }

  /** Others may take these at once, and the delivery that was none does not count. */
  private Uni<Void> release() {
    return Multi.createFrom()
        .iterable(List.copyOf(toRelease))
        .onItem()
        .transformToUniAndMerge(
            delivery ->
                commands
                    .release(reading.consumer(), reading.claimMinIdle(), Math.max(0, delivery.deliveries() - 1), List.of(delivery.id()))
                    .onFailure()
                    .recoverWithNull())
        .collect()
        .last()
        .emitOn(loop)
        .invoke(() -> toRelease.forEach(delivery -> inFlight.remove(delivery.id())))
        .replaceWithVoid();
  }

  private Uni<Void> drained() {
    long deadline = System.nanoTime() + settings.shutdownTimeout().toNanos();
    return Uni.createFrom().emitter(emitter -> loop.execute(() -> awaitDrained(deadline, () -> emitter.complete(null))));
  }

  private void awaitDrained(long deadline, Runnable then) {
    if (inFlight.isEmpty() || System.nanoTime() - deadline > 0) {
      then.run();
    } else {
      loop.after(DRAIN_CHECK, () -> awaitDrained(deadline, then));
    }
  }
}
