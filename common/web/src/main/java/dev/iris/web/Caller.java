package dev.iris.web;

import io.vertx.ext.web.RoutingContext;
import org.jspecify.annotations.Nullable;

/**
 * Who sent a request: the id of a key, never its text.
 *
 * @param name {@code local} where keys are off
 * @param role of the key; null where keys are off
 */
public record Caller(String name, @Nullable Role role) {

  private static final String ATTRIBUTE = Caller.class.getName();
  private static final Caller LOCAL = new Caller("local", null);

  /** Who sent this request. */
  public static Caller of(RoutingContext request) {
    Caller known = request.get(ATTRIBUTE);
    return known == null ? LOCAL : known;
  }

  /** Whether a role that is bound to what its key made, if this is one, allows to touch what was made with that key. */
  public boolean mayTouchWhatIsOf(@Nullable String key) {
    return role != Role.PROVISIONER || name.equals(key);
  }

  /** Notes who sent it. */
  public void noteIn(RoutingContext request) {
    request.put(ATTRIBUTE, this);
  }
}
