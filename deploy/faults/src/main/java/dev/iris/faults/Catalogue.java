package dev.iris.faults;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;

/** Every fault there is, in two lists: one of Iris' own parts, one of the channels. At any time there is at most one of each. */
final class Catalogue {

  /** A fault of a channel that nobody meets proves nothing. */
  private static final Duration MEETING = Duration.ofSeconds(12);

  private static final int FLUSHES = 12;

  private final Lab lab;
  private final Random random;

  Catalogue(Lab lab, Random random) {
    this.lab = lab;
    this.random = random;
  }

  /** Faults of processes, stores and disks. */
  List<Fault> parts() {
    List<Fault> faults = new ArrayList<>();
    for (String part : Parts.ALL) {
      faults.add(Fault.of("SIGKILL " + part, 1, 4, () -> lab.kill(part), lab::thaw));
    }
    faults.add(
        Fault.of(
            "SIGKILL of both incident replicas",
            1,
            4,
            () -> Parts.INCIDENT.forEach(lab::kill),
            lab::thaw));
    faults.add(
        Fault.of(
            "SIGKILL of both notifier replicas",
            1,
            4,
            () -> Parts.NOTIFIER.forEach(lab::kill),
            lab::thaw));
    for (String part : List.of(Parts.REDIS, Parts.POSTGRESQL)) {
      faults.add(Fault.of(part + " away", 6, 60, () -> lab.hold(part), () -> lab.release(part)));
    }
    faults.add(freeze("incident-service", 4, 40));
    faults.add(freeze("incident-service-2", 4, 40));
    // longer than a lease: the other replica takes over what this one believes to be its own
    faults.add(freeze("notifier-service", 24, 45));
    faults.add(freeze("notifier-service-2", 4, 45));
    faults.add(freeze(Parts.GATEWAY, 4, 25));
    faults.add(freeze(Parts.REDIS, 4, 40));
    faults.add(freeze(Parts.POSTGRESQL, 4, 40));
    faults.addAll(flushes());
    for (String part : List.of(Parts.POSTGRESQL, Parts.REDIS)) {
      if (lab.disks().has(part)) {
        faults.add(
            Fault.of(
                "disk of " + part + " full",
                6,
                40,
                () -> lab.disks().fill(part),
                lab.disks()::freeAll));
      }
    }
    return faults;
  }

  private Fault freeze(String part, int shortest, int longest) {
    return Fault.of("SIGSTOP " + part, shortest, longest, () -> lab.freeze(part), lab::thaw);
  }

  private List<Fault> flushes() {
    return List.of(
        Fault.of("FLUSHALL", 1, 5, lab::flushAll, () -> {}),
        Fault.of("FLUSHALL again and again", 2, 5, this::flushOften, () -> {}),
        unread("notifications", Parts.NOTIFIER),
        unread("alerts and deliveries", Parts.INCIDENT));
  }

  /** What was written and confirmed while nobody read is lost for certain. */
  private Fault unread(String what, List<String> readers) {
    return Fault.of(
        "FLUSHALL of unread " + what,
        4,
        8,
        () -> readers.forEach(lab::freeze),
        () -> {
          lab.flushAll();
          lab.thaw();
        });
  }

  private void flushOften() {
    for (int i = 0; i < FLUSHES; i++) {
      lab.flushAll();
      LockSupport.parkNanos(random.nextLong(5, 400) * 1_000_000);
    }
  }

  /** Faults of Teams, mail servers and webhook receivers. */
  List<Fault> channels() {
    List<Fault> faults = new ArrayList<>();
    for (String channel : List.of("teams", "webhook")) {
      faults.add(
          answer(
              channel + " answers 429, Retry-After 3",
              channel,
              "\"status\":429,\"retryAfter\":3",
              5,
              20));
      faults.add(answer(channel + " answers 500", channel, "\"status\":500", 5, 30));
      faults.add(answer(channel + " hangs", channel, "\"delayMs\":60000", 5, 30));
      faults.add(answer(channel + " is slow", channel, "\"delayMs\":1500", 5, 30));
      faults.add(
          answer(channel + " cuts the connection after the body", channel, "\"cut\":true", 3, 10));
      faults.add(answer(channel + " refuses for good (410)", channel, "\"status\":410", 2, 5));
    }
    faults.add(answer("mail: all refused for now (451)", "mail", "\"status\":451", 5, 30));
    faults.add(answer("mail: all refused for good (550)", "mail", "\"status\":550", 2, 5));
    faults.add(
        answer(
            "mail: one recipient refused for now (450)",
            "mail",
            "\"status\":450,\"recipient\":\"" + Mailboxes.FIRST + "\"",
            5,
            30));
    faults.add(
        answer(
            "mail: one recipient refused for good (550)",
            "mail",
            "\"status\":550,\"recipient\":\"" + Mailboxes.SECOND + "\"",
            2,
            8));
    faults.add(answer("mail server hangs", "mail", "\"delayMs\":60000", 5, 30));
    faults.add(
        answer("mail server cuts the connection after the mail", "mail", "\"cut\":true", 3, 10));
    return faults;
  }

  private Fault answer(String name, String channel, String how, int shortest, int longest) {
    return Fault.of(
        name,
        shortest,
        longest,
        () -> lab.behave("{\"channel\":\"%s\",\"times\":%d,%s}".formatted(channel, Lab.OFTEN, how)),
        () -> {
          lab.awaitMet(channel, MEETING);
          lab.behave("{\"channel\":\"" + channel + "\"}");
        });
  }
}
