package dev.iris.testing;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * The test needs real programs of other projects on the PATH. Without them it is skipped and says what to install; where
 * {@code IRIS_REQUIRE_PEERS=true} is in the environment it fails instead, so that nothing is skipped unnoticed.
 */
@Target({ElementType.TYPE, ElementType.METHOD})
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(PeerCondition.class)
public @interface RequiresPeer {

  /** The programs, as one would call them in a shell; {@code root} if the tests must run as root. */
  String[] value();
}
