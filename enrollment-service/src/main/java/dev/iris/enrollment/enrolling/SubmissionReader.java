package dev.iris.enrollment.enrolling;

import com.fasterxml.jackson.databind.JsonNode;
import dev.iris.enrollment.agent.AgentWish;
import dev.iris.enrollment.credential.CredentialId;
import dev.iris.enrollment.credential.GivenLogin;
import dev.iris.enrollment.credential.SecretField;
import dev.iris.enrollment.enrolling.Submission.Given;
import dev.iris.enrollment.enrolling.Submission.LoginWith;
import dev.iris.enrollment.enrolling.Submission.Stored;
import dev.iris.enrollment.prometheus.LabelRules;
import dev.iris.enrollment.remote.Endpoint;
import dev.iris.enrollment.remote.HostKey;
import dev.iris.web.JsonFields;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Reads a request for a job and finds all that is wrong with it at once. Pure. */
final class SubmissionReader {

  private static final int DEFAULT_PORT = 22;
  private static final int LONGEST_ADDRESS = 253;
  private static final String SSH = "ssh";
  private static final String DEFAULT_INSTANCE = "default";
  private static final Set<String> POLICIES =
      Set.of(HostKeyWish.APPROVE, HostKeyWish.ACCEPT_FIRST, HostKeyWish.STRICT);

  private final JsonFields fields;
  private final RequestRules rules;

  private SubmissionReader(JsonFields fields, RequestRules rules) {
    this.fields = fields;
    this.rules = rules;
  }

  /**
   * The job that is asked for.
   *
   * @throws dev.iris.web.IrisProblem 400 with each field at fault
   */
  static Submission read(@Nullable JsonNode body, RequestRules rules) {
    JsonFields fields = JsonFields.of(body);
    return new SubmissionReader(fields, rules).read(login(fields.object("login")));
  }

  /**
   * The job that is asked for, in a request without a login: that was read before.
   *
   * @throws dev.iris.web.IrisProblem 400 with each field at fault
   */
  static Submission read(@Nullable JsonNode body, LoginWith login, RequestRules rules) {
    return new SubmissionReader(JsonFields.of(body), rules).read(login);
  }

  private Submission read(LoginWith login) {
    String action = fields.text("action", 20);
    boolean enroll = action == null || action.equals(Action.ENROLL.text());
    fields.require(
        enroll || Action.DECOMMISSION.text().equals(action),
        "action",
        "must be enroll or decommission");
    JsonFields host = fields.object("host");
    String address = address(host);
    Integer port = host.number("port", 1, 65535);
    String transport = fields.text("transport", 20);
    fields.require(transport == null || transport.equals(SSH), "transport", "must be ssh");
    HostKeyWish hostKey = hostKey(fields.object("hostKey"), login);
    Target target =
        new Target(
            address == null ? "" : address,
            port == null ? DEFAULT_PORT : port,
            hostKey,
            JumpReader.read(host));
    return enroll ? enroll(target, login, host) : decommission(target, login);
  }

  /** Where a job is to be done. */
  private record Target(String address, int port, HostKeyWish hostKey, @Nullable JumpWish jump) {}

  private Submission enroll(Target target, LoginWith login, JsonFields host) {
    String hostname = hostname(host);
    ServiceRequest services = ServiceRequest.read(fields);
    Map<String, String> labels = fields.has("labels") ? labels() : null;
    String prometheus = prometheus();
    String version = fields.text("version", 100);
    fields.require(
        version == null || AgentWish.isVersion(version),
        "version",
        "must be the version of a package, such as 1.18.1-1");
    boolean dryRun = fields.flag("dryRun", false);
    fields.throwIfAnyFault();
    return new Submission(
        new Wanted(
            Action.ENROLL,
            target.address(),
            target.port(),
            hostname,
            SSH,
            target.hostKey(),
            target.jump(),
            services.detect(),
            services.services(),
            labels,
            prometheus,
            version,
            dryRun,
            false),
        login,
        services.secrets());
  }

  private Submission decommission(Target target, LoginWith login) {
    boolean uninstall = fields.flag("uninstall", false);
    fields.throwIfAnyFault();
    return new Submission(
        new Wanted(
            Action.DECOMMISSION,
            target.address(),
            target.port(),
            null,
            SSH,
            target.hostKey(),
            target.jump(),
            false,
            List.of(),
            null,
            DEFAULT_INSTANCE,
            null,
            false,
            uninstall),
        login,
        Map.of());
  }

  private String prometheus() {
    String given = fields.text("prometheus", 63);
    String name = given == null ? DEFAULT_INSTANCE : given;
    fields.require(
        rules.instances().contains(name),
        "prometheus",
        "must be one that is configured: " + new TreeSet<>(rules.instances()));
    return name;
  }

  private static @Nullable String address(JsonFields host) {
    String text = host.requiredText("address", LONGEST_ADDRESS);
    if (text == null) {
      return null;
    }
    String address = Endpoint.readable(text).orElse(null);
    host.require(address != null, "address", "must be an IP address or a host name");
    return address;
  }

  private static @Nullable String hostname(JsonFields host) {
    String text = host.text("hostname", LONGEST_ADDRESS);
    if (text == null) {
      return null;
    }
    String hostname = Endpoint.readable(text).orElse(null);
    host.require(
        hostname != null,
        "hostname",
        "must be a host name: letters, digits and - in parts of at most 63, separated by dots");
    return hostname;
  }

  /** What to log in with; what is wrong is noted in the fields. */
  static LoginWith login(JsonFields login) {
    if (!login.has("credentialId")) {
      return new Given(GivenLogin.read(login, Set.of()));
    }
    UUID id = new UUID(0, 0);
    try {
      id = UUID.fromString(String.valueOf(login.text("credentialId", 36)));
    } catch (IllegalArgumentException e) {
      login.require(false, "credentialId", "must be the id of a credential");
    }
    return new Stored(new CredentialId(id));
  }

  private HostKeyWish hostKey(JsonFields hostKey, LoginWith login) {
    String policy = hostKey.text("policy", 20);
    String fingerprint = hostKey.text("fingerprint", 60);
    String chosen = policy == null ? HostKeyWish.APPROVE : policy;
    hostKey.require(POLICIES.contains(chosen), "policy", "must be approve, accept-first or strict");
    boolean strict = chosen.equals(HostKeyWish.STRICT);
    hostKey.require(
        strict == (fingerprint != null),
        "fingerprint",
        "belongs to the policy strict, which needs it");
    hostKey.require(
        fingerprint == null || HostKey.isFingerprint(fingerprint),
        "fingerprint",
        "must read as ssh-keygen -l shows it: SHA256: and 43 characters");
    hostKey.require(
        !chosen.equals(HostKeyWish.ACCEPT_FIRST) || !sendsPassword(login),
        "policy",
        "may be accept-first for logins by key alone: a password would go to whoever answers");
    return new HostKeyWish(chosen, fingerprint);
  }

  /** Stored credentials are looked at when they are opened. */
  private boolean sendsPassword(LoginWith login) {
    return !rules.acceptFirstWithPassword()
        && login instanceof Given given
        && given.login().find(SecretField.PASSWORD).isPresent();
  }

  private Map<String, String> labels() {
    Map<String, String> labels = new HashMap<>();
    fields
        .texts("labels", false)
        .forEach(
            (name, value) -> {
              if (value != null) {
                labels.put(name, value);
              }
            });
    LabelRules.faults(labels)
        .forEach(fault -> fields.require(false, "labels." + fault.label(), fault.message()));
    return labels;
  }
}
