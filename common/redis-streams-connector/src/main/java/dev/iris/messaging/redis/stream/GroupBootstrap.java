package dev.iris.messaging.redis.stream;

import dev.iris.messaging.redis.client.StreamCommands;
import io.smallrye.mutiny.Uni;
import org.jboss.logging.Logger;

/** Makes sure that stream and group exist, at the start and whenever Redis has forgotten them. */
public final class GroupBootstrap {

  private static final Logger LOG = Logger.getLogger(GroupBootstrap.class);
  private static final String EVERYTHING = "0";

  private final StreamCommands commands;
  private final ReaderSettings settings;
  private String start;
  private boolean ready;

  public GroupBootstrap(StreamCommands commands, ReaderSettings settings) {
    this.commands = commands;
    this.settings = settings;
    this.start = settings.groupStart();
  }

  boolean isReady() {
    return ready;
  }

  /** Redis knows no such group: deleted, flushed, or an empty Redis took over. */
  void forgotten() {
    if (ready) {
      LOG.warnf(
          "stream=%s group=%s: the group is gone, it will be created again",
          settings.stream(), settings.group());
    }
    ready = false;
    // whatever the stream holds by then came after the loss: nobody has seen it
    start = EVERYTHING;
  }

  /** Creates what is missing; call on the loop. */
  Uni<Void> ensure(EventLoop loop) {
    Uni<Void> ensured = settings.createGroup() ? commands.createGroup(start) : requireGroup();
    return ensured.emitOn(loop).invoke(() -> ready = true);
  }

  private Uni<Void> requireGroup() {
    return commands
        .backlog()
        .chain(
            found ->
                found.isPresent()
                    ? Uni.createFrom().voidItem()
                    : Uni.createFrom().failure(new GroupMissingException(settings)));
  }

  /** The group does not exist, and the channel may not create it. */
  static final class GroupMissingException extends IllegalStateException {

    private static final long serialVersionUID = 1L;

    GroupMissingException(ReaderSettings settings) {
      super(
          "stream `%s` has no group `%s`, and create-group is false"
              .formatted(settings.stream(), settings.group()));
    }
  }
}
