package dev.iris.local.inbox;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * All messages, oldest first, in one file: one line of JSON each, exactly as the API shows it. A message is in the file before
 * {@link #append} returns, so it outlives any kill of this process (a loss of power may cost the last seconds: the file is not
 * forced to disk). A line that a kill cut short was never acknowledged; it is dropped when the file is opened.
 */
final class MessageLog implements AutoCloseable {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final byte NEWLINE = '\n';

  private final FileChannel file;
  private final List<Entry> entries = new ArrayList<>();
  private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
  private long end;
  private long lastId;
  private int generation;

  /** Where a message is. */
  record Entry(String id, Channel channel, long offset, int length, int generation) {}

  private MessageLog(FileChannel file) {
    this.file = file;
  }

  /** The log in that folder, with what it holds already. */
  static MessageLog open(Path folder) {
    try {
      Files.createDirectories(folder);
      FileChannel file =
          FileChannel.open(
              folder.resolve("messages.jsonl"),
              StandardOpenOption.CREATE,
              StandardOpenOption.READ,
              StandardOpenOption.WRITE);
      MessageLog log = new MessageLog(file);
      log.load();
      return log;
    } catch (IOException e) {
      throw new UncheckedIOException("cannot open the inbox in " + folder, e);
    }
  }

  /** Calls this after each change, on the thread that made it. */
  void onChange(Runnable listener) {
    listeners.add(listener);
  }

  /** Writes a message and returns its id; ids grow. */
  String append(Arrival arrival) {
    String id;
    synchronized (this) {
      id = nextId();
      byte[] line = line(id, arrival);
      try {
        write(line);
      } catch (IOException e) {
        throw new UncheckedIOException("cannot write to the inbox", e);
      }
      entries.add(new Entry(id, arrival.channel(), end, line.length - 1, generation));
      end += line.length;
    }
    listeners.forEach(Runnable::run);
    return id;
  }

  /** Forgets all messages. */
  void clear() {
    synchronized (this) {
      try {
        file.truncate(0);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      entries.clear();
      end = 0;
      generation++;
    }
    listeners.forEach(Runnable::run);
  }

  /** Those there are now, oldest first. */
  synchronized List<Entry> entries() {
    return List.copyOf(entries);
  }

  /** The JSON of a message; empty if it was forgotten in the meantime. */
  synchronized Optional<byte[]> read(Entry entry) {
    if (entry.generation() != generation) {
      return Optional.empty();
    }
    ByteBuffer buffer = ByteBuffer.allocate(entry.length());
    try {
      while (buffer.hasRemaining() && file.read(buffer, entry.offset() + buffer.position()) >= 0) {
        // until the line is complete
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return buffer.hasRemaining() ? Optional.empty() : Optional.of(buffer.array());
  }

  /** The message of that id. */
  Optional<JsonNode> find(String id) {
    return entries().stream()
        .filter(entry -> entry.id().equals(id))
        .findFirst()
        .flatMap(this::read)
        .map(MessageLog::parse);
  }

  /** Whether the file can be used. */
  boolean isOpen() {
    return file.isOpen();
  }

  @Override
  public synchronized void close() {
    try {
      file.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static byte[] line(String id, Arrival arrival) {
    ObjectNode json = JSON.createObjectNode();
    json.put("id", id)
        .put("channel", arrival.channel().text())
        .put("at", Instant.now().truncatedTo(ChronoUnit.MILLIS).toString());
    json.put("recipient", arrival.recipient())
        .put("subject", arrival.subject())
        .put("payload", arrival.payload());
    ObjectNode headers = json.putObject("headers");
    arrival.headers().entrySet().stream()
        .sorted(java.util.Map.Entry.comparingByKey())
        .forEach(header -> headers.put(header.getKey(), header.getValue()));
    try {
      return (JSON.writeValueAsString(json) + "\n").getBytes(StandardCharsets.UTF_8);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a tree of strings must be writable", e);
    }
  }

  private void write(byte[] line) throws IOException {
    ByteBuffer buffer = ByteBuffer.wrap(line);
    while (buffer.hasRemaining()) {
      file.write(buffer, end + buffer.position());
    }
  }

  private String nextId() {
    long now = ChronoUnit.MICROS.between(Instant.EPOCH, Instant.now());
    lastId = Math.max(now, lastId + 1);
    return Long.toString(lastId);
  }

  private void load() throws IOException {
    long offset = 0;
    try (var lines = new LineReader(file)) {
      for (byte[] line = lines.next(); line != null; line = lines.next()) {
        JsonNode json = parse(line);
        String id = json.path("id").asText();
        Channel channel = Channel.of(json.path("channel").asText()).orElseThrow();
        entries.add(new Entry(id, channel, offset, line.length, generation));
        lastId = Long.parseLong(id);
        offset += line.length + 1L;
      }
    }
    end = offset;
    file.truncate(end);
  }

  private static JsonNode parse(byte[] json) {
    try {
      return JSON.readTree(json);
    } catch (IOException e) {
      throw new UncheckedIOException("the inbox holds a line that is no JSON", e);
    }
  }

  /** Whole lines of a file; what comes after the last newline is not one. */
  private static final class LineReader implements AutoCloseable {

    private static final int CHUNK = 1 << 16;

    private final FileChannel file;
    private final ByteBuffer chunk = ByteBuffer.allocate(CHUNK).limit(0);
    private long position;

    LineReader(FileChannel file) {
      this.file = file;
    }

    byte @org.jspecify.annotations.Nullable [] next() throws IOException {
      var line = new java.io.ByteArrayOutputStream();
      while (true) {
        if (!chunk.hasRemaining() && !fill()) {
          return null;
        }
        byte b = chunk.get();
        if (b == NEWLINE) {
          return line.toByteArray();
        }
        line.write(b);
      }
    }

    private boolean fill() throws IOException {
      chunk.clear();
      int read = file.read(chunk, position);
      chunk.flip();
      position += Math.max(0, read);
      return read > 0;
    }

    @Override
    public void close() {}
  }
}
