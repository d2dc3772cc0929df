package dev.iris.web;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A failure that the caller is meant to see, answered as {@code application/problem+json} (RFC 9457). The code is a promise:
 * it is listed in docs/api.md and does not change. The detail is for a person and never holds the text of an exception.
 */
public final class IrisProblem extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final int status;
  private final String code;
  private final String title;
  private final @Nullable String detail;
  private final transient List<FieldFault> faults;

  /** A problem in full; the static methods are shorter for the usual ones. */
  public IrisProblem(
      int status, String code, String title, @Nullable String detail, List<FieldFault> faults) {
    // A refusal is an answer and not an accident: nobody reads its stack trace, and under load it
    // is dear.
    super(code + (detail == null ? "" : ": " + detail), null, false, status >= 500);
    this.status = status;
    this.code = code;
    this.title = title;
    this.detail = detail;
    this.faults = List.copyOf(faults);
  }

  /** 404: what the path names does not exist. */
  public static IrisProblem notFound(String code, String detail) {
    return of(404, code, detail);
  }

  /** 400: the request as a whole is wrong. */
  public static IrisProblem badRequest(String code, String detail) {
    return of(400, code, detail);
  }

  /** 400 {@code request-invalid}: every field at fault. */
  public static IrisProblem badRequest(List<FieldFault> faults) {
    return new IrisProblem(
        400,
        Codes.REQUEST_INVALID,
        Codes.title(400),
        "See errors for each field at fault.",
        faults);
  }

  /** 400 {@code request-invalid}: the one field at fault. */
  public static IrisProblem badField(String field, String message) {
    return badRequest(List.of(new FieldFault(field, message)));
  }

  /** 409: the request is right and does not fit the present state. */
  public static IrisProblem conflict(String code, String detail) {
    return of(409, code, detail);
  }

  /** 503: something Iris needs is away; the same request is welcome again later. */
  public static IrisProblem unavailable(String code, String detail) {
    return of(503, code, detail);
  }

  /** A problem without field faults, titled after its status. */
  public static IrisProblem of(int status, String code, @Nullable String detail) {
    return new IrisProblem(status, code, Codes.title(status), detail, List.of());
  }

  /** The HTTP status. */
  public int status() {
    return status;
  }

  /** The stable code. */
  public String code() {
    return code;
  }

  /** What kind of problem it is, the same for each occurrence. */
  public String title() {
    return title;
  }

  /** What happened this time. */
  public @Nullable String detail() {
    return detail;
  }

  /** The fields at fault; empty if the fault is not in a field. */
  public List<FieldFault> faults() {
    return faults;
  }
}
