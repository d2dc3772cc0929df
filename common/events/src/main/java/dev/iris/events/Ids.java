package dev.iris.events;

import com.fasterxml.uuid.Generators;
import com.fasterxml.uuid.impl.TimeBasedEpochGenerator;
import java.util.UUID;

/** Identifiers that sort by the time they were made (UUIDv7, RFC 9562), so that they are kind to indexes. */
public final class Ids {

  private static final TimeBasedEpochGenerator GENERATOR = Generators.timeBasedEpochGenerator();

  private Ids() {}

  /** A new one. Those of one process are strictly increasing. */
  public static UUID next() {
    return GENERATOR.generate();
  }
}
