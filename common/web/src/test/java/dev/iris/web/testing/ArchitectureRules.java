package dev.iris.web.testing;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import org.jboss.resteasy.reactive.server.Cancellable;

/** The shape of a service, as rules about its classes; {@link ArchitectureContract} applies them. */
final class ArchitectureRules {

  private ArchitectureRules() {}

  static ArchRule featuresWithoutCycles(String root) {
    return slices().matching(root + ".(*)..").should().beFreeOfCycles();
  }

  static ArchRule noOtherService(String root) {
    return noClasses()
        .should()
        .dependOnClassesThat(
            DescribedPredicate.describe(
                "belong to another service",
                type ->
                    type.getPackageName()
                            .matches("dev\\.iris\\.(enrollment|incident|digest|notifier)(\\..*)?")
                        && !(type.getPackageName() + ".").startsWith(root + ".")));
  }

  /** What sets one channel apart (Teams' envelope, SMTP) stays in its package; the others see the port. */
  static ArchRule channelsBehindTheirPort() {
    return noClasses()
        .that()
        .resideOutsideOfPackage("dev.iris.notifier.channel..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("dev.iris.notifier.channel.*..");
  }

  /** A caller that hangs up must not stop a change half-way: Alertmanager does so whenever it times out. */
  static ArchRule changesThatFinish() {
    return methods()
        .that()
        .areAnnotatedWith(POST.class)
        .or()
        .areAnnotatedWith(PUT.class)
        .or()
        .areAnnotatedWith(PATCH.class)
        .or()
        .areAnnotatedWith(DELETE.class)
        .should(bePinned());
  }

  /** Resources and entities are the outer edges of a feature: what others need of it has a type of its own. */
  static ArchRule edgesInsideTheirFeature() {
    return classes()
        .that()
        .areAnnotatedWith(Path.class)
        .or()
        .areAnnotatedWith("jakarta.persistence.Entity")
        .should(beUsedInTheirFeatureOnly());
  }

  private static ArchCondition<JavaMethod> bePinned() {
    return new ArchCondition<>("be @Cancellable(false)") {
      @Override
      public void check(JavaMethod method, ConditionEvents events) {
        boolean pinned =
            method
                .tryGetAnnotationOfType(Cancellable.class)
                .or(() -> method.getOwner().tryGetAnnotationOfType(Cancellable.class))
                .map(cancellable -> !cancellable.value())
                .orElse(false);
        events.add(
            new SimpleConditionEvent(
                method, pinned, method.getFullName() + " is not @Cancellable(false)"));
      }
    };
  }

  private static ArchCondition<JavaClass> beUsedInTheirFeatureOnly() {
    return new ArchCondition<>("be used in their own feature only") {
      @Override
      public void check(JavaClass edge, ConditionEvents events) {
        for (var use : edge.getDirectDependenciesToSelf()) {
          String user = use.getOriginClass().getPackageName() + ".";
          boolean inside = user.startsWith(edge.getPackageName() + ".");
          events.add(new SimpleConditionEvent(edge, inside, use.getDescription()));
        }
      }
    };
  }
}
