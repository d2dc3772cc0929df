package dev.iris.notifier.rendering;

import static org.assertj.core.api.Assertions.assertThat;

import dev.iris.events.NotificationEvent.Audience;
import dev.iris.events.NotificationEvent.Transition;
import dev.iris.notifier.News;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;

class BriefingTest {

  private static final TimeStyle UTC = new TimeStyle(ZoneOffset.UTC);

  @Test
  void shouldSayWhatAndWhereOfASingleAlert() {
    Briefing briefing = Briefing.of(News.of(News.firing("critical", "DiskFull", "db01")));

    assertThat(briefing.headline()).isEqualTo("DiskFull on db01");
    assertThat(briefing.status()).isEqualTo("CRITICAL");
    assertThat(briefing.timing(UTC)).isEqualTo("since 2026-11-22 18:02 UTC");
    assertThat(briefing.reference()).isEqualTo("DiskFull on db01");
  }

  @Test
  void shouldLeadWithTheGravestOfWhatFires() {
    Briefing briefing =
        Briefing.of(
            News.of(
                News.resolved("critical", "Down", "web09"),
                News.firing("info", "Backup", "db01"),
                News.firing("critical", "DiskFull", "db02"),
                News.firing("warning", "Load", "db03")));

    assertThat(briefing.lines())
        .extracting(AlertLine::name)
        .containsExactly("DiskFull", "Load", "Backup", "Down");
    assertThat(briefing.headline()).isEqualTo("DiskFull on db02 and 3 more");
    assertThat(briefing.status()).isEqualTo("1 CRITICAL · 1 WARNING · 1 INFO · 1 RESOLVED");
    assertThat(briefing.allResolved()).isFalse();
    assertThat(briefing.reference()).isEqualTo("DiskFull on db02 (+3 more)");
  }

  @Test
  void shouldNameWhatAGroupHasInCommon() {
    assertThat(
            Briefing.of(
                    News.of(
                        News.firing("critical", "Down", "a"), News.firing("critical", "Down", "b")))
                .headline())
        .isEqualTo("Down on 2 instances");
    assertThat(
            Briefing.of(
                    News.of(
                        News.firing("critical", "Down", "a"), News.firing("warning", "Load", "a")))
                .headline())
        .isEqualTo("Down and 1 more on a");
  }

  @Test
  void shouldCountWhatItDoesNotList() {
    Briefing briefing =
        Briefing.of(
            News.of(
                new Audience(Audience.DEFAULT, "Default audience", List.of()),
                List.of(
                    News.firing("critical", "Down", "a"), News.resolved("critical", "Down", "b")),
                10_000));

    assertThat(briefing.all()).isEqualTo(10_000);
    assertThat(briefing.beyond(2)).isEqualTo(9_998);
    assertThat(briefing.headline()).isEqualTo("Down: 10000 alerts");
    assertThat(briefing.status()).isEqualTo("CRITICAL · 9999 firing, 1 resolved");
  }

  @Test
  void shouldSayThatAllIsOver() {
    Briefing briefing =
        Briefing.of(
            News.of(News.resolved("critical", "Down", "a"), News.resolved("warning", "Load", "a")));

    assertThat(briefing.allResolved()).isTrue();
    assertThat(briefing.status()).isEqualTo("2 RESOLVED");
    assertThat(briefing.timing(UTC)).isEqualTo("last one resolved 2026-11-22 18:49 UTC");
    assertThat(briefing.lines().getFirst().timing(UTC))
        .isEqualTo("resolved 2026-11-22 18:49 UTC, after 47 min");
  }

  @Test
  void shouldSayThatItFiresAgain() {
    var again = News.alert(Transition.REOPENED, "warning", "Flap", "sw1", "", null, null);

    assertThat(Briefing.of(News.of(again)).timing(UTC))
        .isEqualTo("firing again, since 2026-11-22 18:02 UTC");
  }

  @Test
  void shouldSayThatItFiresStill() {
    Briefing one = Briefing.of(News.of(News.stillFiring("critical", "DiskFull", "db01")));
    Briefing two =
        Briefing.of(
            News.of(
                News.stillFiring("critical", "DiskFull", "db01"),
                News.stillFiring("critical", "HostDown", "web01")));

    assertThat(one.subject()).isEqualTo("[CRITICAL] Still firing for 2 h 5 min: DiskFull on db01");
    assertThat(one.status()).isEqualTo("STILL FIRING · CRITICAL");
    assertThat(one.timing(UTC)).isEqualTo("still firing for 2 h 5 min, since 2026-11-22 18:02 UTC");
    assertThat(two.subject())
        .isEqualTo("[CRITICAL] Still firing for 2 h 5 min: DiskFull on db01 and 1 more");
    assertThat(two.status()).isEqualTo("STILL FIRING · 2 CRITICAL");
    assertThat(two.timing(UTC))
        .isEqualTo("oldest still firing for 2 h 5 min, since 2026-11-22 18:02 UTC");
  }

  @Test
  void shouldTellAReminderAmongNewsByItsLineOnly() {
    Briefing mixed =
        Briefing.of(
            News.of(
                News.stillFiring("warning", "DiskFull", "db01"),
                News.firing("critical", "HostDown", "web01")));

    assertThat(mixed.subject()).isEqualTo("[CRITICAL] HostDown on web01 and 1 more");
    assertThat(mixed.status()).isEqualTo("1 CRITICAL · 1 WARNING");
    assertThat(mixed.lines().getLast().timing(UTC)).startsWith("still firing for 2 h 5 min");
  }

  @Test
  void shouldOfferTheRunbookThatAllShareOnly() {
    var one = News.firing("critical", "Down", "a");
    var same = News.firing("critical", "Down", "b");
    var other = News.firing("critical", "Load", "b");

    assertThat(Briefing.of(News.of(one, same)).commonRunbook())
        .contains(java.net.URI.create("https://wiki.example.org/Down"));
    assertThat(Briefing.of(News.of(one, other)).commonRunbook()).isEmpty();
    var without = News.alert(Transition.OPENED, "critical", "Down", "c", "", null, null);
    assertThat(Briefing.of(News.of(one, without)).commonRunbook())
        .as("it is not for both")
        .isEmpty();
  }
}
