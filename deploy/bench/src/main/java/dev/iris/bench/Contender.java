package dev.iris.bench;

import dev.iris.lab.LabHost;
import java.time.Duration;
import java.util.List;

/** A way to set up Alloy on hosts. */
interface Contender {

  String name();

  /**
   * Sets it up on all of them at once.
   *
   * @return how long it took until the last was done
   * @throws IllegalStateException if one of them was not
   */
  Duration enrol(List<LabHost> hosts) throws Exception;
}
