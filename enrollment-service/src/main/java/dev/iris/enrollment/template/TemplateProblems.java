package dev.iris.enrollment.template;

import dev.iris.web.FieldFault;
import dev.iris.web.IrisProblem;
import java.util.List;

/** What this feature answers besides what every one does. */
final class TemplateProblems {

  private TemplateProblems() {}

  /** A template that cannot be used; each fault with its place in the template, or in what came out of it. */
  static IrisProblem invalid(List<TemplateFault> faults) {
    return new IrisProblem(
        400,
        "template-invalid",
        "The template cannot be used",
        "See errors for each place at fault.",
        faults.stream().map(fault -> new FieldFault("text", fault.text())).toList());
  }

  static IrisProblem typeUnknown() {
    return IrisProblem.notFound(
        "template-not-found",
        "There is no template of this type; there are " + ServiceTypes.names() + ".");
  }

  static IrisProblem versionUnknown() {
    return IrisProblem.notFound(
        "template-version-not-found", "The template has no version of this number.");
  }

  static IrisProblem changed() {
    return IrisProblem.conflict(
        "template-changed",
        "The template has another version now. Get it, and send yours with basedOn its number.");
  }
}
