package dev.iris.enrollment.enrolling;

import java.util.Set;

/**
 * What requests for jobs are held against, beside their shape.
 *
 * @param acceptFirstWithPassword whether a password may be sent to whoever answers first
 * @param instances the Prometheus servers that are configured
 */
record RequestRules(boolean acceptFirstWithPassword, Set<String> instances) {

  RequestRules {
    instances = Set.copyOf(instances);
  }
}
