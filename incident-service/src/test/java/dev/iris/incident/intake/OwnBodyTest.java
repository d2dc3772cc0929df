package dev.iris.incident.intake;

import static org.assertj.core.api.Assertions.assertThat;

import dev.iris.incident.intake.OwnGroup.OwnAlert;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What Iris writes must be what Iris reads. */
class OwnBodyTest {

  private static final Instant START = Instant.parse("2026-01-31T08:00:00.123456Z");
  private static final Map<String, String> LABELS =
      Map.of("alertname", "Odd \"name\"", "path", "C:\\tmp\n\u0001", "instance", "web01");
  private static final OwnGroup GROUP =
      new OwnGroup(
          "dc1",
          Origin.RECONCILIATION,
          Map.of("instance", "web01", "alertname", "Odd \"name\""),
          List.of(
              new OwnAlert(
                  Alert.Status.FIRING,
                  null,
                  LABELS,
                  Map.of("summary", "s"),
                  START,
                  null,
                  "http://p"),
              new OwnAlert(
                  Alert.Status.RESOLVED,
                  "00000000000000aa",
                  LABELS,
                  Map.of(),
                  START,
                  START.plusSeconds(60),
                  null)));

  @Test
  void shouldBeAdmittedAsAWebhookOfTheGroupAlertmanagerWouldName() {
    assertThat(Door.inspect(OwnBody.of(GROUP)))
        .isEqualTo(
            new Door.Verdict.Admitted(
                2, "{}:{alertname=\"Odd \\\"name\\\"\", instance=\"web01\"}"));
  }

  @Test
  void shouldBeReadAsItWasMeant() {
    AlertGroup read = AlertGroupReader.read(OwnBody.of(GROUP), 2);

    assertThat(read.groupLabels()).isEqualTo(GROUP.groupLabels());
    assertThat(read.alerts())
        .containsExactly(
            new Alert.Usable(
                0,
                Alert.Status.FIRING,
                Fingerprint.of(LABELS),
                LABELS,
                Map.of("summary", "s"),
                START,
                null),
            new Alert.Usable(
                1,
                Alert.Status.RESOLVED,
                "00000000000000aa",
                LABELS,
                Map.of(),
                START,
                START.plusSeconds(60)));
  }
}
