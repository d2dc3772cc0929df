package dev.iris.enrollment.template;

import com.fasterxml.jackson.databind.JsonNode;
import org.jspecify.annotations.Nullable;

/**
 * A service that is to be monitored on a host, as somebody asks for it.
 *
 * @param name tells services of one type on one host apart; the type's usual one without it
 * @param settings an object as the type's schema has it, secrets included; the defaults without it
 */
public record WantedService(
    @Nullable String type, @Nullable String name, @Nullable JsonNode settings) {

  /** Without the settings, as secrets are among them. */
  @Override
  public String toString() {
    return "WantedService[type=" + type + ", name=" + name + "]";
  }
}
