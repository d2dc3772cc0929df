package dev.iris.digest.planted.one;

import dev.iris.digest.planted.two.Two;

/** Half of a cycle. */
public final class One {

  public Two other() {
    return new Two();
  }
}
