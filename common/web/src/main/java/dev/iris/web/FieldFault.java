package dev.iris.web;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/**
 * One thing wrong with a request.
 *
 * @param field where, as a path into the request: {@code limit}, {@code alerts[3].labels}
 * @param message what is wrong, for a person; never the text of an exception
 * @param line of a file that was uploaded, from 1
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record FieldFault(String field, String message, @Nullable Integer line) {

  /** In what is not read by lines. */
  public FieldFault(String field, String message) {
    this(field, message, null);
  }
}
