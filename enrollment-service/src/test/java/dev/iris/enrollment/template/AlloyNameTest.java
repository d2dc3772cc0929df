package dev.iris.enrollment.template;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class AlloyNameTest {

  @Property(tries = 1_000)
  void shouldMakeALabelOfWhateverAThingIsCalled(@ForAll String name) {
    assertThat(AlloyName.of(name)).matches("[a-z_][a-z0-9_]{0,59}");
    assertThat(AlloyParser.parse("x \"" + AlloyName.of(name) + "\" { }\n")).hasSize(1);
  }

  @Test
  void shouldKeepWhatFitsAndTellTheOthersApart() {
    assertThat(AlloyName.of("pg_main")).isEqualTo("pg_main");
    assertThat(
            Stream.of("pg main", "pg-main", "Pg_main", "pg.main", "", "true", "1", "é", "../../etc")
                .map(AlloyName::of))
        .doesNotHaveDuplicates()
        .noneMatch("pg_main"::equals);
  }

  @Test
  void shouldNotLetANameBeAnothersLabel() {
    String label = AlloyName.of("pg-main");

    assertThat(AlloyName.of(label)).isNotEqualTo(label);
  }
}
