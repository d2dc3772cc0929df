package dev.iris.enrollment.agent;

import java.util.Arrays;
import java.util.Locale;

/** What can be in the way of an Alloy, or go wrong with it: a stable code, a sentence, and what to do. */
enum Trouble {
  SYSTEM_UNSUPPORTED(
      "Iris does not know this system",
      "Iris enrols Debian, Red Hat, SUSE and what is made of them."),
  ARCHITECTURE_UNSUPPORTED(
      "there is no Alloy for this architecture", "Alloy is built for x86_64 and aarch64."),
  SYSTEMD_MISSING(
      "its services are not run by systemd",
      "Iris sets Alloy up as a service of systemd; containers are watched from their host."),
  DISK_FULL("there is not enough room on its disk", "Make room on / and /var."),
  CLOCK_SKEW(
      "its clock is not that of Iris",
      "Set up time synchronisation (chrony, systemd-timesyncd): samples of another time are dropped or misleading."),
  PORT_TAKEN(
      "something else has port 12345, where Alloy is to answer",
      "Look with ss -ltnp who listens there, and move or stop it."),
  PACKAGE_MANAGER_MISSING(
      "its package manager was not found",
      "Install apt-get, dnf, yum or zypper, whichever is the system's own."),
  PACKAGE_MANAGER_BUSY(
      "another package manager holds the package database",
      "Wait for it to end, or look what it waits for; then try again."),
  REPOSITORY_UNREACHABLE(
      "it does not reach the repository of Alloy",
      "Let it reach the repository, or give it a mirror: iris.enrollment.agent.repository.apt and .rpm."),
  REPOSITORY_KEY_MISSING(
      "Iris was given no key that packages of Alloy are signed with",
      "An administrator sets iris.enrollment.agent.repository.key-file and .key-fingerprints; docs/enrollment.md says how."),
  REPOSITORY_KEY_UNUSABLE(
      "the file of signing keys does not hold the keys with the configured fingerprints, and no others",
      "An administrator compares iris.enrollment.agent.repository.key-file with .key-fingerprints."),
  REPOSITORY_CONFLICT(
      "another file of it names the same repository, in a format that Iris does not change",
      "Remove that repository from the file in /etc/apt/sources.list.d that ends in .sources."),
  REPOSITORY_UNTRUSTED(
      "the repository or a package is not signed with the key that Iris trusts",
      "Find out who made this repository; if its keys have changed, an administrator replaces key and fingerprint."),
  PACKAGE_SPOILED(
      "a package is not what the repository says it is",
      "Look at the mirror, and at proxies between the host and it."),
  VERSION_UNAVAILABLE(
      "the repository does not have this version of Alloy",
      "Name one that it has; the step's output lists them."),
  INSTALL_FAILED("the package manager failed", "The step's output says why."),
  UNINSTALL_FAILED("the package manager failed", "The step's output says why."),
  COMPANION_UNAVAILABLE(
      "its repositories do not have a program that must run beside Alloy",
      "Add a repository that has it, or leave the service out."),
  COMPANION_TWICE(
      "two services need the same program beside Alloy, which runs once", "Leave one of them out."),
  COMPANION_FAILED(
      "a program that must run beside Alloy does not start", "The step's output says why."),
  COMPANION_SILENT(
      "a program that runs beside Alloy does not answer",
      "Look at its log: journalctl -u with its name."),
  STUB_STATUS_UNREACHABLE(
      "nginx does not answer with its stub_status where it should",
      "Add a location with stub_status to nginx, allowed for 127.0.0.1, or name another place in stubStatusUrl."),
  SERVICE_MASKED(
      "somebody forbade the service alloy to start", "If that is over: systemctl unmask alloy."),
  SERVICE_FAILED("systemd did not do what it was asked to", "The step's output says why."),
  ALLOY_MISSING("Alloy is not installed", "Run the job again from its beginning."),
  WRITE_FAILED(
      "a file could not be written",
      "Look at disk, quota and mounts; the file before is as it was."),
  HOST_BUSY(
      "another job of Iris is at work there, or one that was cut off comes to its end",
      "Wait some minutes, then try again."),
  HOST_SCRIPT_FAILED(
      "what Iris ran there did not come to its end", "The step's output says why; then try again."),
  CONFIG_SYNTAX(
      "alloy fmt refuses the configuration", "The step's output says where; mend the template."),
  CONFIG_INVALID(
      "alloy validate refuses the configuration",
      "The step's output says where; mend the template."),
  CONFIG_REFUSED(
      "Alloy refuses to load the configuration",
      "The step's output says why: often a wrong address or password of a service."),
  NOT_READY(
      "Alloy does not become ready with the configuration",
      "The step's output has its last words."),
  COMPONENTS_SILENT(
      "Alloy is ready, but not all of its components answer", "The step's output names them."),
  SCRAPERS_UNKNOWN(
      "its firewall filters, and nobody said who scrapes",
      "Say which addresses scrape hosts: with the Prometheus instance."),
  FIREWALL_FOREIGN(
      "its firewall is made of iptables rules, which Iris does not change",
      "Let the scrapers in with a rule of INPUT: -s ADDRESS -p tcp --dport PORT -j ACCEPT; Iris sees it."),
  FIREWALL_NOT_PERSISTENT(
      "its nftables rules are not loaded by nftables.service, so that a rule would be gone after a start",
      "Load them from /etc/nftables.conf, or let the scrapers in by hand and set iris.enrollment.agent.firewall=leave."),
  FIREWALL_FAILED("its firewall did not take the rules", "The step's output says why.");

  private final String message;
  private final String remedy;

  Trouble(String message, String remedy) {
    this.message = message;
    this.remedy = remedy;
  }

  String code() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  Obstacle obstacle() {
    return new Obstacle(code(), message, remedy);
  }

  /** With what is known besides. */
  Obstacle obstacle(String details) {
    return new Obstacle(code(), message + ": " + details, remedy);
  }

  AgentOutcome refused() {
    return new AgentOutcome.Refused(code(), message, remedy);
  }

  /** With what is known besides. */
  AgentOutcome refused(String details) {
    return new AgentOutcome.Refused(code(), message + details, remedy);
  }

  /** What a script on a host calls by this code; a code that is none says only that something went wrong. */
  static Trouble of(String code) {
    return Arrays.stream(values())
        .filter(trouble -> trouble.code().equals(code))
        .findFirst()
        .orElse(HOST_SCRIPT_FAILED);
  }
}
