package dev.iris.enrollment.remote;

import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;

/** What can go wrong with a host: a stable code, a sentence for people, and what they can do about it. */
public sealed interface RemoteFault {

  /** Stable; docs/enrollment.md lists all. */
  String code();

  /** What happened, as one sentence without a full stop; names no host. */
  String message();

  /** What to do about it. */
  String remedy();

  /** The host's key is not known yet; nothing but the key was exchanged. */
  record HostKeyUnknown(HostKey shown) implements RemoteFault {
    @Override
    public String code() {
      return "host-key-unknown";
    }

    @Override
    public String message() {
      return "its key " + shown.fingerprint() + " (" + shown.algorithm() + ") is not known";
    }

    @Override
    public String remedy() {
      return "Compare the fingerprint with what the host's console shows (ssh-keygen -lf /etc/ssh/ssh_host_*.pub), and approve it.";
    }
  }

  /**
   * The host shows another key than the one that was approved; nothing but the key was exchanged.
   *
   * @param expected fingerprints, any of which would have done
   */
  record HostKeyChanged(List<String> expected, HostKey shown) implements RemoteFault {
    public HostKeyChanged {
      expected = List.copyOf(expected);
    }

    @Override
    public String code() {
      return "host-key-changed";
    }

    @Override
    public String message() {
      return "it shows the key %s (%s), where %s was approved"
          .formatted(
              shown.fingerprint(),
              shown.algorithm(),
              expected.stream().collect(Collectors.joining(" or ")));
    }

    @Override
    public String remedy() {
      return "Find out why. If the host was installed anew, approve the new key; if nobody can say why, somebody may be between Iris and the host.";
    }
  }

  /** A command did not end in time. */
  record CommandTimeout(Duration limit) implements RemoteFault {
    @Override
    public String code() {
      return "command-timeout";
    }

    @Override
    public String message() {
      return "a command did not end within " + limit.toSeconds() + " s";
    }

    @Override
    public String remedy() {
      return "Look at what the host is busy with; then try again.";
    }
  }

  /** What is said by its kind alone. */
  enum Plain implements RemoteFault {
    TARGET_NOT_ALLOWED(
        "target-not-allowed",
        "it is not among the networks and ports that Iris may reach",
        "An administrator can allow it: iris.enrollment.remote.allow-networks and .ports."),
    HOST_UNKNOWN(
        "host-unknown",
        "no address is known for its name",
        "Check the name, or give an address; Iris asks the resolver of the machine that it runs on."),
    HOST_UNREACHABLE(
        "host-unreachable",
        "it did not answer in time, or there is no route to it",
        "Check that it is switched on, the address, and firewalls between Iris and the host."),
    CONNECTION_REFUSED(
        "connection-refused",
        "it refused the connection",
        "Check the port, and that the remote login service (sshd) runs."),
    CONNECTION_DROPPED(
        "connection-dropped",
        "it closed the connection before a login was possible",
        "It may be overloaded (MaxStartups of sshd), keep this address out (fail2ban, hosts.deny), or be no SSH server."),
    JUMP_REFUSED(
        "jump-refused",
        "the jump host does not reach it",
        "Check that the jump host can reach it, and that its sshd allows forwarding (AllowTcpForwarding)."),
    NO_COMMON_ALGORITHM(
        "no-common-algorithm",
        "it offers no means of encryption or key that Iris accepts",
        "Update the host's SSH server, or enable current algorithms there."),
    LOGIN_FAILED(
        "login-failed",
        "it refused the login",
        "Check user, key and password, and the host's log (journalctl -u ssh). Iris does not try again by itself, so that no account gets locked."),
    LOGIN_TIMEOUT(
        "login-timeout",
        "the login did not come to an end in time",
        "Look at the host's load and at its directory service (LDAP, SSSD, DNS)."),
    LOGIN_NEEDS_PERSON(
        "login-needs-person",
        "it asks for more than a password, such as a one-time code",
        "Give Iris an account that may log in by key alone."),
    KEY_UNUSABLE(
        "key-unusable",
        "the private key cannot be read",
        "Give an OpenSSH or PEM private key (ed25519, ECDSA, or RSA of at least 2048 bits), whole, with its first and last line."),
    PASSPHRASE_WRONG(
        "passphrase-wrong",
        "the passphrase of the private key is missing or wrong",
        "Give the passphrase of this very key."),
    SUDO_MISSING(
        "sudo-missing",
        "it has no sudo, and the account is not root",
        "Install sudo, or give the account root."),
    SUDO_NOT_ALLOWED(
        "sudo-not-allowed",
        "sudo does not let this account do what is needed",
        "Allow it in /etc/sudoers.d: <user> ALL=(ALL) ALL."),
    SUDO_PASSWORD_NEEDED(
        "sudo-password-needed",
        "sudo asks for a password, and none was given",
        "Give the sudo password, or allow the account sudo without one (NOPASSWD)."),
    SUDO_PASSWORD_WRONG(
        "sudo-password-wrong",
        "sudo refused the password",
        "Give the password that sudo asks for, which is the account's own on most hosts. Iris does not try again by itself."),
    SUDO_NEEDS_TERMINAL(
        "sudo-needs-terminal",
        "sudo wants a terminal, on which Iris gives no password",
        "Take requiretty out of sudoers for this account (Defaults:<user> !requiretty), or allow it sudo without a password."),
    SHELL_UNUSABLE(
        "shell-unusable",
        "the account's shell runs no commands",
        "Give an account whose shell can run sh (not nologin, not a menu or a forced command)."),
    LOOPBACK_UNREACHABLE(
        "loopback-unreachable",
        "its services on its own loopback cannot be asked",
        "Let its sshd forward to 127.0.0.1 (AllowTcpForwarding yes, PermitOpen 127.0.0.1:*), or install curl there."),
    TOO_MANY_SESSIONS(
        "too-many-sessions",
        "it opens no further session",
        "Look at MaxSessions of sshd and at the limits of the account."),
    CONNECTION_LOST(
        "connection-lost",
        "the connection was lost",
        "Look at the host and at the network; then try again: what was done is found and left as it is.");

    private final String code;
    private final String message;
    private final String remedy;

    Plain(String code, String message, String remedy) {
      this.code = code;
      this.message = message;
      this.remedy = remedy;
    }

    @Override
    public String code() {
      return code;
    }

    @Override
    public String message() {
      return message;
    }

    @Override
    public String remedy() {
      return remedy;
    }
  }
}
