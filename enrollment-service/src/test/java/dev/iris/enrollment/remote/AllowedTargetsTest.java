package dev.iris.enrollment.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.iris.testing.ConfigOf;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AllowedTargetsTest {

  private static final String NETWORKS = "iris.enrollment.remote.allow-networks";
  private static final String PORTS = "iris.enrollment.remote.ports";

  @ParameterizedTest
  @CsvSource({"10.77.0.11, 22", "2001:db8::1, 22", "192.168.1.1, 5986", "8.8.8.8, 5985"})
  void shouldReachHostsByDefault(String address, int port) throws Exception {
    assertThat(targets(Map.of()).resolve(new Endpoint(address, port)))
        .containsExactly(InetAddress.ofLiteral(address));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "127.0.0.1",
        "::1",
        "0.0.0.0",
        "::",
        "169.254.169.254",
        "fe80::1",
        "224.0.0.1",
        "::ffff:127.0.0.1"
      })
  void shouldNotReachThisMachineOrItsLinkByDefault(String address) {
    assertThat(failure(targets(Map.of()), address, 22)).isEqualTo("target-not-allowed");
  }

  @Test
  void shouldReachOnlyTheAllowedNetworks() throws Exception {
    AllowedTargets targets = targets(Map.of(NETWORKS, "10.77.0.0/16,127.0.0.1/32"));

    assertThat(targets.resolve(new Endpoint("127.0.0.1", 22))).hasSize(1);
    assertThat(failure(targets, "10.78.0.1", 22)).isEqualTo("target-not-allowed");
  }

  @Test
  void shouldReachOnlyTheAllowedPorts() {
    assertThat(failure(targets(Map.of()), "10.77.0.11", 6379)).isEqualTo("target-not-allowed");
    assertThat(failure(targets(Map.of(PORTS, "2222")), "10.77.0.11", 22))
        .isEqualTo("target-not-allowed");
  }

  @Test
  void shouldDropTheAddressesOfANameThatAreNotAllowed() throws Exception {
    AllowedTargets targets = targets(Map.of());

    assertThat(targets.resolve(new Endpoint("both", 22)))
        .containsExactly(InetAddress.ofLiteral("10.77.0.11"));
    assertThat(failure(targets, "localhost", 22)).isEqualTo("target-not-allowed");
    assertThat(failure(targets, "nobody", 22)).isEqualTo("host-unknown");
  }

  @Test
  void shouldNotStartWithANetworkThatIsNone() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> targets(Map.of(NETWORKS, "10.77.0.0/33")));
  }

  private static String failure(AllowedTargets targets, String address, int port) {
    return catchThrowableOfType(
            RemoteException.class, () -> targets.resolve(new Endpoint(address, port)))
        .code();
  }

  private static AllowedTargets targets(Map<String, String> settings) {
    return new AllowedTargets(
        ConfigOf.mapping(RemoteConfig.class, settings), AllowedTargetsTest::lookup);
  }

  private static List<InetAddress> lookup(String name) throws UnknownHostException {
    return switch (name) {
      case "both" ->
          List.of(InetAddress.ofLiteral("127.0.0.1"), InetAddress.ofLiteral("10.77.0.11"));
      case "localhost" -> List.of(InetAddress.ofLiteral("::1"));
      case "nobody" -> throw new UnknownHostException(name);
      default -> List.of(InetAddress.ofLiteral(name));
    };
  }
}
