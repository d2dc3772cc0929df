package dev.iris.web.testing;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchRule;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Each rule sees the violation planted for it, and only that. */
class ArchitectureRulesTest {

  private static final String ROOT = "dev.iris.digest.planted";
  private static final JavaClasses PLANTED = new ClassFileImporter().importPackages(ROOT);

  @Test
  void shouldSeeACycleOfFeatures() {
    assertThat(violations(ArchitectureRules.featuresWithoutCycles(ROOT)))
        .singleElement()
        .asString()
        .contains("Slice one", "Slice two");
  }

  @Test
  void shouldSeeAnotherService() {
    assertThat(violations(ArchitectureRules.noOtherService("dev.iris.digest")))
        .singleElement()
        .asString()
        .contains("Letter");
  }

  @Test
  void shouldSeeSomebodyReachBehindAChannel() {
    assertThat(violations(ArchitectureRules.channelsBehindTheirPort()))
        .singleElement()
        .asString()
        .contains("Letter");
  }

  @Test
  void shouldSeeAChangeThatStopsWhenItsCallerLeaves() {
    assertThat(violations(ArchitectureRules.changesThatFinish()))
        .singleElement()
        .asString()
        .contains("EdgeResource.stops()");
  }

  @Test
  void shouldSeeAnEdgeUsedByAnotherFeature() {
    assertThat(violations(ArchitectureRules.edgesInsideTheirFeature()))
        .isNotEmpty()
        .allSatisfy(violation -> assertThat(violation).contains("User.edge()"));
  }

  private static List<String> violations(ArchRule rule) {
    return rule.evaluate(PLANTED).getFailureReport().getDetails();
  }
}
