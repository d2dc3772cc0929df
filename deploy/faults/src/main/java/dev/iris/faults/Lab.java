package dev.iris.faults;

import com.fasterxml.jackson.databind.JsonNode;
import dev.iris.testing.LocalIris;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/** The Iris under test, and all that can be done to it. Everything done is undone by {@link #heal}. */
final class Lab {

  private static final Duration START = Duration.ofSeconds(60);

  /** More often than a run has messages: as good as until told otherwise, and what is left of it says who met it. */
  static final int OFTEN = 1_000_000;

  private static final Duration POLL = Duration.ofMillis(100);

  private final LocalIris iris;
  private final Disks disks;
  private final Set<Long> frozen = ConcurrentHashMap.newKeySet();

  Lab(LocalIris iris, Disks disks) {
    this.iris = iris;
    this.disks = disks;
  }

  LocalIris iris() {
    return iris;
  }

  Disks disks() {
    return disks;
  }

  /** As {@code kill -9}; the launcher starts the part again. */
  void kill(String part) {
    ProcessHandle victim = running(part);
    victim.destroyForcibly();
    victim.onExit().join();
  }

  /** Kills a part and keeps it down until {@link #release}. */
  void hold(String part) {
    try {
      Files.writeString(holdFile(part), "");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    kill(part);
  }

  void release(String part) {
    try {
      Files.deleteIfExists(holdFile(part));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Stops a part and all its children in their tracks. */
  void freeze(String part) {
    ProcessHandle process = running(part);
    Stream.concat(Stream.of(process), process.descendants())
        .forEach(
            one -> {
              frozen.add(one.pid());
              signal("STOP", one.pid());
            });
  }

  void thaw() {
    frozen.forEach(pid -> signal("CONT", pid));
    frozen.clear();
  }

  /** Empties Redis; false if it does not answer. */
  boolean flushAll() {
    try {
      iris.redis("FLUSHALL");
      return true;
    } catch (UncheckedIOException | IllegalStateException away) {
      return false;
    }
  }

  /** Tells a channel of the inbox how to answer; keeps trying, as the gateway may be down at the moment. */
  void behave(String behaviour) {
    for (long until = System.nanoTime() + START.toNanos(); System.nanoTime() < until; pause()) {
      try {
        if (iris.send("PUT", "/inbox/behaviour", behaviour, Map.of()).status() == 200) {
          return;
        }
      } catch (UncheckedIOException away) {
        // asked again
      }
    }
    throw new IllegalStateException("the inbox does not take " + behaviour);
  }

  /** Waits until a channel's bad behaviour has met somebody; gives up after that time, as there may be nothing to tell. */
  void awaitMet(String channel, Duration patience) {
    for (long until = System.nanoTime() + patience.toNanos(); System.nanoTime() < until; pause()) {
      try {
        if (iris.get("/inbox/behaviour").path(channel).path("times").asInt() < OFTEN) {
          return;
        }
      } catch (UncheckedIOException | IllegalStateException away) {
        // asked again
      }
    }
  }

  /** Undoes whatever was done. */
  void heal() {
    thaw();
    disks.freeAll();
    for (String part : Parts.ALL) {
      release(part);
    }
    for (String channel : List.of("teams", "mail", "webhook")) {
      behave("{\"channel\":\"" + channel + "\"}");
    }
  }

  /** Waits until the gateway says that all is well; false if it does not within that time. */
  boolean awaitHealth(Duration patience) {
    for (long until = System.nanoTime() + patience.toNanos(); System.nanoTime() < until; pause()) {
      try {
        if (iris.send("GET", "/health", "", Map.of()).status() == 200) {
          return true;
        }
      } catch (UncheckedIOException away) {
        // asked again
      }
    }
    return false;
  }

  /** A GET that is repeated while Iris recovers. */
  JsonNode get(String path) {
    for (long until = System.nanoTime() + START.toNanos(); System.nanoTime() < until; pause()) {
      try {
        return iris.get(path);
      } catch (UncheckedIOException | IllegalStateException away) {
        // asked again
      }
    }
    return iris.get(path);
  }

  private Path holdFile(String part) {
    return iris.data().resolve("run").resolve(part + ".hold");
  }

  /** A part may be on its way up from the last fault. */
  private ProcessHandle running(String part) {
    for (long until = System.nanoTime() + START.toNanos(); System.nanoTime() < until; pause()) {
      try {
        ProcessHandle process = iris.part(part);
        if (process.isAlive()) {
          return process;
        }
      } catch (IllegalStateException | UncheckedIOException away) {
        // asked again
      }
    }
    return iris.part(part);
  }

  private static void signal(String name, long pid) {
    try {
      new ProcessBuilder("kill", "-" + name, Long.toString(pid))
          .redirectErrorStream(true)
          .redirectOutput(ProcessBuilder.Redirect.DISCARD)
          .start()
          .waitFor();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void pause() {
    LockSupport.parkNanos(POLL.toNanos());
  }
}
