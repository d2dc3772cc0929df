package dev.iris.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ArgumentsTest {

  private static final Path CHECKOUT = Path.of("/checkout");

  @Test
  void shouldMakeDebianHostsInTheCheckoutUnlessToldOtherwise() {
    Arguments wanted = read("up 3", null);

    assertThat(wanted.settings().hosts()).isEqualTo(3);
    assertThat(wanted.settings().bases()).containsExactly(Base.DEBIAN_12);
    assertThat(wanted.folder()).isEqualTo(Path.of("/checkout/.iris/lab"));
    assertThat(wanted.settings().network().address(1)).isEqualTo("10.77.0.11");
    assertThat(wanted.settings().alloy()).isNull();
  }

  @Test
  void shouldTakeOptionsBeforeAndAfterTheNumber() {
    Arguments wanted =
        read(
            "up --base debian-13,debian-12 2 --dir /lab --network 10.9.8 --with nginx",
            "/opt/alloy");

    assertThat(wanted.settings().bases()).containsExactly(Base.DEBIAN_13, Base.DEBIAN_12);
    assertThat(wanted.folder()).isEqualTo(Path.of("/lab"));
    assertThat(wanted.settings().network().gateway()).isEqualTo("10.9.8.1");
    assertThat(wanted.settings().with()).containsExactly("nginx");
    assertThat(wanted.settings().alloy()).isEqualTo(Path.of("/opt/alloy"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "sideways",
        "up",
        "up many",
        "up 1 2",
        "up 1 --base beos",
        "status 3",
        "up 1 --dir"
      })
  void shouldAskAgainWhenItIsNotClear(String words) {
    assertThatThrownBy(() -> read(words, null)).isInstanceOf(Arguments.Unclear.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"up 0", "up 201", "up 1 --network 192.168.1", "up 1 --with nginx;reboot"})
  void shouldRefuseWhatNoLabCanBe(String words) {
    assertThatThrownBy(() -> read(words, null)).isInstanceOf(LabException.class);
  }

  private static Arguments read(String words, @org.jspecify.annotations.Nullable String alloy) {
    return Arguments.of(
        CHECKOUT, words.isEmpty() ? List.of() : List.of(words.split(" ", -1)), alloy);
  }
}
