package dev.iris.enrollment.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EndpointTest {

  @ParameterizedTest
  @CsvSource({
    "10.77.0.11, 10.77.0.11:22",
    "Web-01.Example.org, web-01.example.org:22",
    "bücher.example, xn--bcher-kva.example:22",
    "'::1', '[0:0:0:0:0:0:0:1]:22'",
    "2001:DB8::a, '[2001:db8:0:0:0:0:0:a]:22'",
    "' web-01 ', web-01:22"
  })
  void shouldReadAddressesAndNames(String address, String expected) {
    assertThat(new Endpoint(address, 22)).hasToString(expected);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "-oProxyCommand=x",
        "a b",
        "../../etc/x",
        "host;id",
        "10.1",
        "0x7f000001",
        "2130706433",
        "1.2.3.256",
        "web_01",
        "fe80::1%eth0",
        "[::1]",
        "a..b",
        "x\ny",
        "user@host"
      })
  void shouldRefuseWhatIsNeither(String address) {
    assertThatIllegalArgumentException().isThrownBy(() -> new Endpoint(address, 22));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, -1, 65536})
  void shouldRefuseAPortThatThereIsNot(int port) {
    assertThatIllegalArgumentException().isThrownBy(() -> new Endpoint("web-01", port));
  }
}
