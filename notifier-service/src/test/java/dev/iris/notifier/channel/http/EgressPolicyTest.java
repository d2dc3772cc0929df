package dev.iris.notifier.channel.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.iris.web.IpRange;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EgressPolicyTest {

  private static final EgressPolicy STRICT = new EgressPolicy(List.of(), false, Optional.empty());

  @ParameterizedTest
  @ValueSource(
      strings = {
        "127.0.0.1",
        "127.9.9.9",
        "0.0.0.0",
        "10.1.2.3",
        "172.16.0.1",
        "172.31.255.255",
        "192.168.1.1",
        "169.254.169.254",
        "100.64.0.1",
        "224.0.0.1",
        "255.255.255.255",
        "198.18.0.1",
        "::1",
        "::",
        "fe80::1",
        "fd00::1",
        "fc00::1",
        "ff02::1",
        "::ffff:10.0.0.1",
        "::10.0.0.1",
        "64:ff9b::a00:1",
        "2002:a00:1::",
        "2001:0:1::1",
        "2001:db8::1",
        "fec0::1"
      })
  void shouldNotKnockAtDoorsOfTheDataCentre(String address) {
    assertThat(STRICT.allows(InetAddress.ofLiteral(address), 443, true)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"1.1.1.1", "172.32.0.1", "100.128.0.1", "2606:4700::1111", "193.0.0.1"})
  void shouldReachPublicAddressesByTlsOnly(String address) {
    assertThat(STRICT.allows(InetAddress.ofLiteral(address), 443, true)).isTrue();
    assertThat(STRICT.allows(InetAddress.ofLiteral(address), 80, false)).isFalse();
  }

  @Test
  void shouldReachWhatTheAdministratorAllows() {
    EgressPolicy allowing =
        new EgressPolicy(
            List.of(IpRange.parse("10.1.0.0/20"), IpRange.parse("fd00::/8")),
            false,
            Optional.empty());

    assertThat(allowing.allows(InetAddress.ofLiteral("10.1.15.255"), 443, true)).isTrue();
    assertThat(allowing.allows(InetAddress.ofLiteral("10.1.16.0"), 443, true)).isFalse();
    assertThat(allowing.allows(InetAddress.ofLiteral("fd12::1"), 443, true)).isTrue();
    assertThat(allowing.allows(InetAddress.ofLiteral("10.1.0.1"), 80, false))
        .as("without TLS")
        .isFalse();
  }

  @Test
  void shouldReachTheLocalInboxAndNothingBesideIt() {
    EgressPolicy local =
        new EgressPolicy(List.of(), false, Optional.of(new EgressPolicy.Door("127.0.0.1", 8080)));

    assertThat(local.allows(InetAddress.ofLiteral("127.0.0.1"), 8080, false)).isTrue();
    assertThat(local.allows(InetAddress.ofLiteral("127.0.0.1"), 8081, false)).isFalse();
    assertThat(local.allows(InetAddress.ofLiteral("127.0.0.2"), 8080, false)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://example.org/",
        "ftp://example.org/",
        "https://user@example.org/",
        "https://example.org/#x",
        "https:///x",
        "//x",
        "https://example.org:0/",
        "https://example.org:70000/",
        "https://exa mple.org/",
        "https://example.org/\r\nX: y",
        "javascript:1"
      })
  void shouldRefuseAddressesThatAreNoPlainHttps(String url) {
    assertThat(STRICT.fault(url)).isNotNull();
  }

  @Test
  void shouldReadNetworksAndNoNames() {
    assertThatIllegalArgumentException().isThrownBy(() -> IpRange.parse("localhost/8"));
    assertThatIllegalArgumentException().isThrownBy(() -> IpRange.parse("10.0.0.0/33"));
    assertThatIllegalArgumentException().isThrownBy(() -> IpRange.parse("10.0.0.0/x"));
    assertThatIllegalArgumentException().isThrownBy(() -> IpRange.parse("10.0.0/8"));
  }
}
