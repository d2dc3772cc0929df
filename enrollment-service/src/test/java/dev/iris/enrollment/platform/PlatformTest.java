package dev.iris.enrollment.platform;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PlatformTest {

  @ParameterizedTest
  @CsvSource({
    "ID=debian, Debian",
    "'ID=linuxmint|ID_LIKE=\"ubuntu debian\"', Debian",
    "'ID=\"rocky\"|ID_LIKE=\"rhel centos fedora\"', Rhel",
    "'ID=\"amzn\"|ID_LIKE=\"fedora\"', Rhel",
    "'ID=\"opensuse-leap\"|ID_LIKE=\"suse opensuse\"', Suse",
    "'ID=sles', Suse",
    "'ID=acme|ID_LIKE=''suse''', Suse"
  })
  void shouldKnowTheFamily(String lines, String family) {
    OsRelease os = OsRelease.parse(lines.replace('|', '\n'));

    assertThat(Platform.of(os).orElseThrow().getClass().getSimpleName()).isEqualTo(family);
  }

  @ParameterizedTest
  @CsvSource({"ID=alpine", "''", "ID=$(debian)", "'NAME=\"debian\"'"})
  void shouldNotGuess(String lines) {
    assertThat(Platform.of(OsRelease.parse(lines))).isEmpty();
  }
}
