package dev.iris.local.launcher;

import java.io.IOException;

/** How a process is asked to end in good order. */
enum Signal {
  TERM,
  /** To PostgreSQL this means: cut the clients off and shut down; TERM would wait for the clients to leave. */
  INT;

  /** Sends it. Does nothing if the process is gone. */
  void send(ProcessHandle process) {
    if (this == TERM) {
      process.destroy();
      return;
    }
    try {
      new ProcessBuilder("kill", "-" + name(), Long.toString(process.pid()))
          .redirectErrorStream(true)
          .redirectOutput(ProcessBuilder.Redirect.DISCARD)
          .start();
    } catch (IOException e) {
      process.destroy();
    }
  }
}
