package dev.iris.enrollment.template;

import java.util.List;
import java.util.stream.Collectors;

/** A template cannot be used, for these reasons. Faults quote the template or what came out of it, and no secret is in either. */
final class UnusableTemplateException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final transient List<TemplateFault> faults;

  UnusableTemplateException(List<TemplateFault> faults) {
    super(
        faults.stream().map(TemplateFault::text).collect(Collectors.joining("; ")),
        null,
        false,
        false);
    this.faults = List.copyOf(faults);
  }

  UnusableTemplateException(TemplateFault.Part part, Position at, String message) {
    this(List.of(new TemplateFault(part, at, message)));
  }

  List<TemplateFault> faults() {
    return faults;
  }
}
