package dev.iris.enrollment.template;

/**
 * A template of a type.
 *
 * @param version 0 is the built-in one
 */
record TemplateText(int version, String text) {}
