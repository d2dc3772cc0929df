package dev.iris.enrollment.registry;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

class HostTest {

  private static final Instant NOW = Instant.parse("2026-03-01T09:15:30Z");
  private static final Map<String, String> LABELS = Map.of("environment", "production");
  private static final Breakage BROKEN = new Breakage("port", "port-refused", "Mend it.", NOW);

  private final Host fresh =
      new Host(
          HostId.next(),
          "10.77.0.11",
          22,
          "web-01",
          "ssh",
          HostStatus.NEW,
          LABELS,
          "ana",
          null,
          1,
          NOW,
          NOW);

  @Test
  void shouldStayTheSameWhereNothingChanges() {
    Host enrolled = fresh.registered("web-01", LABELS, "ana", NOW).proven(NOW);

    assertThat(enrolled.sequence()).isEqualTo(3);
    assertThat(enrolled.registered("web-01", LABELS, "bob", NOW)).isSameAs(enrolled);
    assertThat(enrolled.proven(NOW)).isSameAs(enrolled);
    assertThat(enrolled.relabelled(LABELS, NOW)).isSameAs(enrolled);
  }

  @Test
  void shouldBelongToTheKeyThatEnrolledItFirstUntilItIsGivenUp() {
    Host enrolled = fresh.registered("web-01", LABELS, "bob", NOW);
    Host again = enrolled.decommissioned(NOW).registered("web-01", LABELS, "bob", NOW);

    assertThat(enrolled.enrolledBy()).isEqualTo("ana");
    assertThat(again.enrolledBy()).isEqualTo("bob");
    assertThat(again.status()).isEqualTo(HostStatus.UNPROVEN);
  }

  @Test
  void shouldBeBrokenOnceAndWellAfterASample() {
    Host broken = fresh.registered("web-01", LABELS, "ana", NOW).proven(NOW).broken(BROKEN, NOW);

    assertThat(broken.changed().host().failedSegment()).isEqualTo("port");
    assertThat(broken.broken(new Breakage("port", "port-refused", "Other.", NOW), NOW))
        .isSameAs(broken);
    assertThat(broken.proven(NOW).broken()).isNull();
    assertThat(broken.status()).isEqualTo(HostStatus.ENROLLED);
  }

  @Test
  void shouldSayNothingOfTheHealthOfWhatIsNotMonitored() {
    Host gone = fresh.decommissioned(NOW);

    assertThat(fresh.proven(NOW)).isSameAs(fresh);
    assertThat(fresh.broken(BROKEN, NOW)).isSameAs(fresh);
    assertThat(gone.proven(NOW)).isSameAs(gone);
  }
}
