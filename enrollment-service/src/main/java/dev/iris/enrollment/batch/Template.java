package dev.iris.enrollment.batch;

import dev.iris.web.IrisProblem;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;

/** Examples of files to begin with, one for each format. */
enum Template {
  CSV("csv", "text/csv; charset=utf-8"),
  JSON("json", "application/json"),
  YAML("yaml", "application/yaml; charset=utf-8");

  private final String ending;
  private final String mediaType;

  Template(String ending, String mediaType) {
    this.ending = ending;
    this.mediaType = mediaType;
  }

  /**
   * The one that a path names.
   *
   * @throws IrisProblem 404 if there is none
   */
  static Template of(String format) {
    return Stream.of(values())
        .filter(template -> template.ending.equals(format))
        .findFirst()
        .orElseThrow(
            () ->
                IrisProblem.notFound(
                    "template-not-found", "There are templates in csv, json and yaml."));
  }

  String fileName() {
    return "hosts." + ending;
  }

  String mediaType() {
    return mediaType;
  }

  String text() {
    try (InputStream file = Template.class.getResourceAsStream(fileName())) {
      if (file == null) {
        throw new IllegalStateException(fileName() + " is missing");
      }
      return new String(file.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
