package dev.iris.enrollment.template;

/**
 * What templates may know of a host, as {@code host}. Whatever is in it; what is not known is empty.
 *
 * @param os as os-release has it: {@code debian}
 * @param architecture as {@code uname -m} has it
 */
public record TemplateHost(
    String hostname, String address, String os, String osVersion, String architecture) {

  /** For trying a template out. */
  static final TemplateHost SAMPLE =
      new TemplateHost("web-01", "192.0.2.11", "debian", "12", "x86_64");
}
