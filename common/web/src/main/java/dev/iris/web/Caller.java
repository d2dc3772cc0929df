package dev.iris.web;

import io.vertx.ext.web.RoutingContext;

/**
 * Who sent a request: the id of a key, never its text.
 *
 * @param name {@code local} where keys are off
 */
public record Caller(String name) {

  private static final String ATTRIBUTE = Caller.class.getName();
  private static final Caller LOCAL = new Caller("local");

  /** Who sent this request. */
  public static Caller of(RoutingContext request) {
    Caller known = request.get(ATTRIBUTE);
    return known == null ? LOCAL : known;
  }

  /** Notes who sent it. */
  public void noteIn(RoutingContext request) {
    request.put(ATTRIBUTE, this);
  }
}
