package dev.iris.web;

/**
 * One thing wrong with a request.
 *
 * @param field where, as a path into the request: {@code limit}, {@code alerts[3].labels}
 * @param message what is wrong, for a person; never the text of an exception
 */
public record FieldFault(String field, String message) {}
