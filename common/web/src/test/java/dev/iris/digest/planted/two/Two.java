package dev.iris.digest.planted.two;

/** The other half of a cycle. */
public final class Two {

  public dev.iris.digest.planted.one.One other() {
    return new dev.iris.digest.planted.one.One();
  }
}
