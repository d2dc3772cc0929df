package dev.iris.messaging.redis;

import dev.iris.messaging.redis.client.StreamCommands;
import io.smallrye.mutiny.Uni;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Keeps dead letters in a stream: the entry's own fields, then what happened to it. Acknowledges
 * and adds in one step, so that two consumers that give up the same entry leave one letter.
 */
final class StreamDeadLetterSink implements DeadLetterSink {

  private static final String PREFIX = "dead-letter-";

  private final StreamCommands commands;
  private final String target;
  private final long maxLength;

  /**
   * @param maxLength trim the target to about this many letters; 0 to keep them all
   */
  StreamDeadLetterSink(StreamCommands commands, String target, long maxLength) {
    this.commands = commands;
    this.target = target;
    this.maxLength = maxLength;
  }

  @Override
  public Uni<Void> deadLetter(DeadLetter letter) {
    Map<String, String> fields = new LinkedHashMap<>(letter.fields());
    fields.put(PREFIX + "reason", letter.reason());
    fields.put(PREFIX + "exception", letter.exceptionClass());
    fields.put(PREFIX + "stream", letter.stream());
    fields.put(PREFIX + "entry-id", letter.entryId());
    fields.put(PREFIX + "group", letter.group());
    fields.put(PREFIX + "consumer", letter.consumer());
    fields.put(PREFIX + "deliveries", Long.toString(letter.deliveries()));
    fields.put(PREFIX + "time", Instant.now().toString());
    return commands.deadLetter(letter.entryId(), target, maxLength, fields).replaceWithVoid();
  }
}
