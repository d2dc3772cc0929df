package dev.iris.web.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.quarkus.runtime.configuration.ConfigurationException;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LoopbackTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "localhost",
        "LocalHost:8080",
        "127.0.0.1",
        "127.0.0.1:80",
        "127.8.8.8",
        "[::1]",
        "[::1]:8082"
      })
  void shouldKnowThisMachine(String host) {
    assertThat(Loopback.isHostHeader(host)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "evil.example",
        "localhost.evil.example",
        "127.0.0.1.evil.example",
        "127.0.0.1@evil.example",
        "evil.example#localhost",
        "0.0.0.0",
        "192.168.0.7:8080",
        "[2001:db8::1]",
        "localhost:8080:1",
        "a b"
      })
  void shouldKnowAStranger(String host) {
    assertThat(Loopback.isHostHeader(host)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"0.0.0.0", "::", "192.0.2.7"})
  void shouldRefuseToListenWhereOthersReachWithoutKeys(String host) {
    assertThatExceptionOfType(ConfigurationException.class)
        .isThrownBy(() -> new AccessFilter(Optional::empty, host))
        .withMessageContaining(host)
        .withMessageContaining("iris.keys.file");
  }

  @ParameterizedTest
  @ValueSource(strings = {"127.0.0.1", "localhost", "::1"})
  void shouldListenOnThisMachineWithoutKeys(String host) {
    assertThatCode(() -> new AccessFilter(Optional::empty, host)).doesNotThrowAnyException();
  }

  @Test
  void shouldNotFallBackToKeylessWhenTheKeyFileIsMissing() {
    assertThatExceptionOfType(ConfigurationException.class)
        .isThrownBy(
            () -> new AccessFilter(() -> Optional.of(Path.of("/nowhere/keys")), "127.0.0.1"))
        .withMessageContaining("/nowhere/keys");
  }
}
