package dev.iris.enrollment.template;

import com.fasterxml.jackson.databind.JsonNode;
import dev.iris.web.IrisProblem;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What callers send. */
final class TemplateRequests {

  private static final int LONGEST_FACT = 1000;

  private TemplateRequests() {}

  /**
   * A new version.
   *
   * @param basedOn the version that its author had before them
   */
  record NewVersion(@Nullable String text, @Nullable Integer basedOn, @Nullable String note) {}

  /**
   * One service to try.
   *
   * @param text a template that is not stored; the one in force without it
   */
  record TryOne(
      @Nullable Facts host,
      @Nullable String name,
      @Nullable JsonNode settings,
      @Nullable String text) {

    /** Without the settings, as secrets are among them. */
    @Override
    public String toString() {
      return "TryOne[name=" + name + "]";
    }
  }

  /** A whole host to try. */
  record TryAll(@Nullable Facts host, @Nullable List<@Nullable WantedService> services) {}

  /** Facts of a host; those of an example where they are left out. */
  record Facts(
      @Nullable String hostname,
      @Nullable String address,
      @Nullable String os,
      @Nullable String osVersion,
      @Nullable String architecture) {}

  /** The facts, checked. */
  static TemplateHost facts(@Nullable Facts given) {
    if (given == null) {
      return TemplateHost.SAMPLE;
    }
    return new TemplateHost(
        fact("hostname", given.hostname(), TemplateHost.SAMPLE.hostname()),
        fact("address", given.address(), TemplateHost.SAMPLE.address()),
        fact("os", given.os(), TemplateHost.SAMPLE.os()),
        fact("osVersion", given.osVersion(), TemplateHost.SAMPLE.osVersion()),
        fact("architecture", given.architecture(), TemplateHost.SAMPLE.architecture()));
  }

  private static String fact(String name, @Nullable String given, String sample) {
    if (given == null) {
      return sample;
    }
    if (given.length() > LONGEST_FACT || !AlloyString.isUnicode(given)) {
      throw IrisProblem.badField(
          "host." + name, "must be a text of at most " + LONGEST_FACT + " characters");
    }
    return given;
  }

  /** The body, which must be there. */
  static <T> T present(@Nullable T body) {
    if (body == null) {
      throw IrisProblem.badRequest("json-invalid", "The body is missing.");
    }
    return body;
  }
}
