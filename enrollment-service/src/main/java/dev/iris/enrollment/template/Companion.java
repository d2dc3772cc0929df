package dev.iris.enrollment.template;

import java.util.List;

/**
 * A program that must run beside Alloy, for what Alloy has no component for.
 *
 * @param packageName of the distribution
 * @param arguments each without blanks, quotes or anything a shell would read: they may stand in a file that one sources
 * @param port where it answers
 */
public record Companion(String packageName, List<String> arguments, int port) {

  public Companion {
    arguments = List.copyOf(arguments);
  }
}
