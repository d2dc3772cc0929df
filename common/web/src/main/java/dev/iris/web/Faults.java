package dev.iris.web;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.exc.InvalidFormatException;
import com.fasterxml.jackson.databind.exc.PropertyBindingException;
import jakarta.validation.ConstraintViolation;
import jakarta.validation.ConstraintViolationException;
import jakarta.validation.ElementKind;
import jakarta.validation.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.StreamSupport;

/** What a constraint violation or a parser's complaint says about the request, in words of ours. */
final class Faults {

  private Faults() {}

  /** Whether it is our answer, and not the request, that breaks a constraint. */
  static boolean concernResult(ConstraintViolationException violations) {
    return violations.getConstraintViolations().stream()
        .flatMap(violation -> nodes(violation.getPropertyPath()).stream())
        .anyMatch(node -> node.getKind() == ElementKind.RETURN_VALUE);
  }

  static List<FieldFault> of(ConstraintViolationException violations) {
    return violations.getConstraintViolations().stream()
        .map(Faults::fault)
        .sorted(Comparator.comparing(FieldFault::field).thenComparing(FieldFault::message))
        .toList();
  }

  static IrisProblem of(JacksonException e) {
    if (e instanceof JsonMappingException mapping && !mapping.getPath().isEmpty()) {
      // A record that checks itself says what is wrong with it: that is the better answer.
      return mapping.getCause() instanceof IrisProblem ours
          ? ours
          : IrisProblem.badField(field(mapping.getPath()), complaint(mapping));
    }
    if (e instanceof JsonMappingException) {
      return e.getCause() instanceof IrisProblem ours
          ? ours
          : IrisProblem.badRequest(
              Codes.JSON_INVALID, "The body is JSON, but not of the expected shape.");
    }
    var at = e.getLocation();
    return IrisProblem.badRequest(
        Codes.JSON_INVALID,
        at == null
            ? "The body is not JSON."
            : "The body is not JSON: see line "
                + at.getLineNr()
                + ", column "
                + at.getColumnNr()
                + ".");
  }

  private static FieldFault fault(ConstraintViolation<?> violation) {
    List<Path.Node> nodes = nodes(violation.getPropertyPath());
    StringBuilder field = new StringBuilder();
    for (int i = 0; i < nodes.size(); i++) {
      Path.Node node = nodes.get(i);
      boolean last = i == nodes.size() - 1;
      // The names of our methods and of their body parameter mean nothing to a caller.
      if (node.getKind() == ElementKind.METHOD
          || (node.getKind() == ElementKind.PARAMETER && !last)) {
        continue;
      }
      append(field, node.toString());
    }
    return new FieldFault(field.toString(), violation.getMessage());
  }

  private static String field(List<JsonMappingException.Reference> path) {
    StringBuilder field = new StringBuilder();
    for (var step : path) {
      if (step.getFieldName() == null) {
        field.append('[').append(step.getIndex()).append(']');
      } else {
        append(field, step.getFieldName());
      }
    }
    return field.toString();
  }

  private static void append(StringBuilder field, String name) {
    if (!field.isEmpty()) {
      field.append('.');
    }
    field.append(name);
  }

  private static String complaint(JsonMappingException e) {
    return switch (e) {
      case PropertyBindingException unknown -> "is not a known field";
      case InvalidFormatException format ->
          "is not a valid " + format.getTargetType().getSimpleName();
      default -> "is missing or not of the expected type";
    };
  }

  private static List<Path.Node> nodes(Path path) {
    return StreamSupport.stream(path.spliterator(), false).toList();
  }
}
