package dev.iris.enrollment.template;

/**
 * One thing wrong with a template, or with what came out of it.
 *
 * @param part which of the two texts the position is in
 * @param message for the template's author; never the text of an exception
 */
record TemplateFault(Part part, Position at, String message) {

  /** The two texts there are. */
  enum Part {
    /** As its author wrote it. */
    TEMPLATE,
    /** What rendering made of it. */
    RENDERED
  }

  /** In one sentence. */
  String text() {
    return (part == Part.RENDERED ? "rendered text, " : "") + at + ": " + message;
  }
}
