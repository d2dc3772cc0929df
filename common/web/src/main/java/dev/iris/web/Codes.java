package dev.iris.web;

/** The codes that any service may answer, and the titles of statuses. docs/api.md explains each to a caller. */
final class Codes {

  static final String REQUEST_INVALID = "request-invalid";
  static final String PARAMETER_INVALID = "parameter-invalid";
  static final String JSON_INVALID = "json-invalid";
  static final String CURSOR_INVALID = "cursor-invalid";
  static final String DEPENDENCY_UNAVAILABLE = "dependency-unavailable";
  static final String INTERNAL_ERROR = "internal-error";

  private Codes() {}

  /** The code for a status that the framework chose. */
  static String of(int status) {
    return switch (status) {
      case 400 -> REQUEST_INVALID;
      case 401 -> "key-required";
      case 403 -> "forbidden";
      case 404 -> "not-found";
      case 405 -> "method-not-allowed";
      case 406 -> "not-acceptable";
      case 413 -> "body-too-large";
      case 415 -> "media-type-unsupported";
      case 503 -> DEPENDENCY_UNAVAILABLE;
      default -> status >= 500 ? INTERNAL_ERROR : "request-refused";
    };
  }

  /** The title for a status. */
  static String title(int status) {
    return switch (status) {
      case 400 -> "The request is not valid";
      case 401 -> "A key is required";
      case 403 -> "Not allowed";
      case 404 -> "Not found";
      case 405 -> "The method is not allowed here";
      case 406 -> "None of the accepted media types can be served";
      case 409 -> "The request does not fit the present state";
      case 413 -> "The body is too large";
      case 415 -> "The media type is not supported";
      case 503 -> "Temporarily unavailable";
      default -> status >= 500 ? "Something went wrong inside Iris" : "The request was refused";
    };
  }
}
