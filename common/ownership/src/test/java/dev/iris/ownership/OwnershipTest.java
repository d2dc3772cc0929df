package dev.iris.ownership;

import static org.assertj.core.api.Assertions.assertThat;

import dev.iris.events.NotificationEvent.Audience;
import java.util.Map;
import org.junit.jupiter.api.Test;

class OwnershipTest {

  @Test
  void shouldTellTheDefaultAudienceWhenNobodyIsRegistered() {
    var owned =
        new Ownership()
            .of(
                new Subject(
                    "web-01:12345", "shop", "critical", Map.of("maintainers", "ada@example.org")));

    assertThat(owned)
        .singleElement()
        .satisfies(
            only -> {
              assertThat(only.audience().id()).isEqualTo(Audience.DEFAULT);
              assertThat(only.reason()).contains("nobody is registered");
            });
  }
}
