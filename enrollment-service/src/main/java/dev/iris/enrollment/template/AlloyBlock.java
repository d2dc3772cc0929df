package dev.iris.enrollment.template;

import org.jspecify.annotations.Nullable;

/**
 * A block at the top of a config.
 *
 * @param name with its dots: {@code prometheus.exporter.unix}
 * @param label null without one
 * @param start the offset of its name
 */
record AlloyBlock(String name, @Nullable String label, int start) {

  /** What Alloy calls it: no two may have the same. */
  String id() {
    return label == null ? name : name + "." + label;
  }
}
