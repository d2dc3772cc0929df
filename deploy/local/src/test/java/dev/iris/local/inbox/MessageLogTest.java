package dev.iris.local.inbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MessageLogTest {

  private final Path folder;

  MessageLogTest(@TempDir Path folder) {
    this.folder = folder;
  }

  @Test
  void shouldKeepMessagesInOrderOverARestart() {
    try (MessageLog log = MessageLog.open(folder)) {
      log.append(arrival("first\nwith \"quotes\" and \0"));
      log.append(arrival("ümlaut 😀"));
    }

    try (MessageLog log = MessageLog.open(folder)) {
      log.append(arrival("third"));
      assertThat(payloads(log))
          .containsExactly("first\nwith \"quotes\" and \0", "ümlaut 😀", "third");
      assertThat(log.entries()).extracting(MessageLog.Entry::id).isSorted().doesNotHaveDuplicates();
    }
  }

  @Test
  void shouldDropALineThatAKillCutShort() throws IOException {
    try (MessageLog log = MessageLog.open(folder)) {
      log.append(arrival("whole"));
    }
    Files.writeString(folder.resolve("messages.jsonl"), "{\"id\":\"99", StandardOpenOption.APPEND);

    try (MessageLog log = MessageLog.open(folder)) {
      log.append(arrival("after"));
    }

    try (MessageLog log = MessageLog.open(folder)) {
      assertThat(payloads(log)).containsExactly("whole", "after");
    }
  }

  @Test
  void shouldNotMistakeNewMessagesForForgottenOnes() {
    try (MessageLog log = MessageLog.open(folder)) {
      log.append(arrival("forgotten"));
      List<MessageLog.Entry> before = log.entries();
      log.clear();
      log.append(arrival("brandnew!"));

      assertThat(before).allSatisfy(entry -> assertThat(log.read(entry)).isEmpty());
      assertThat(payloads(log)).containsExactly("brandnew!");
    }
  }

  @Test
  void shouldKeepBytesThatAreNotUtf8() {
    byte[] latin1 = {'a', (byte) 0xe4, '\r', '\n'};

    assertThat(Arrival.text(latin1).getBytes(StandardCharsets.ISO_8859_1)).isEqualTo(latin1);
  }

  private static Arrival arrival(String payload) {
    return new Arrival(Channel.WEBHOOK, "default", "", Map.of(), payload);
  }

  private static List<String> payloads(MessageLog log) {
    return log.entries().stream()
        .map(entry -> log.find(entry.id()).orElseThrow().path("payload").asText())
        .toList();
  }
}
