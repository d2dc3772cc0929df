package dev.iris.web.testing;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import org.junit.jupiter.api.Test;

/**
 * The shape of a service, checked in its classes. A service extends this with an empty class in its root package. Who may
 * import which library is a matter of .ci/gates/import-control.xml, which fails earlier.
 */
public abstract class ArchitectureContract {

  private final String root = getClass().getPackageName();
  private final JavaClasses service =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages(root);

  @Test
  void shouldHaveFeaturesWithoutCycles() {
    check(ArchitectureRules.featuresWithoutCycles(root));
  }

  @Test
  void shouldKnowNoOtherService() {
    check(ArchitectureRules.noOtherService(root));
  }

  @Test
  void shouldKeepChannelsBehindTheirPort() {
    check(ArchitectureRules.channelsBehindTheirPort());
  }

  @Test
  void shouldFinishWhatACallerBegan() {
    check(ArchitectureRules.changesThatFinish());
  }

  @Test
  void shouldKeepEdgesInsideTheirFeature() {
    check(ArchitectureRules.edgesInsideTheirFeature());
  }

  private void check(ArchRule rule) {
    rule.allowEmptyShould(true).check(service);
  }
}
