package dev.iris.enrollment.enrolling;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.iris.enrollment.credential.CredentialId;
import dev.iris.enrollment.credential.GivenLogin;
import dev.iris.enrollment.credential.SecretField;
import dev.iris.enrollment.enrolling.Submission.Given;
import dev.iris.enrollment.enrolling.Submission.LoginWith;
import dev.iris.enrollment.enrolling.Submission.Stored;
import dev.iris.enrollment.enrolling.Wanted.ServiceWish;
import dev.iris.enrollment.prometheus.LabelRules;
import dev.iris.enrollment.registry.Hostname;
import dev.iris.enrollment.remote.Endpoint;
import dev.iris.enrollment.remote.HostKey;
import dev.iris.web.JsonFields;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads a request for a job and finds all that is wrong with it at once. Pure. */
final class SubmissionReader {

  private static final int DEFAULT_PORT = 22;
  private static final int LONGEST_ADDRESS = 253;
  private static final int MOST_SERVICES = 50;
  private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9_-]{0,62}");
  private static final Set<String> POLICIES =
      Set.of(HostKeyWish.APPROVE, HostKeyWish.ACCEPT_FIRST, HostKeyWish.STRICT);

  private final JsonFields fields;
  private final boolean acceptFirstWithPassword;

  private SubmissionReader(JsonFields fields, boolean acceptFirstWithPassword) {
    this.fields = fields;
    this.acceptFirstWithPassword = acceptFirstWithPassword;
  }

  /**
   * The job that is asked for.
   *
   * @throws dev.iris.web.IrisProblem 400 with each field at fault
   */
  static Submission read(@Nullable JsonNode body, boolean acceptFirstWithPassword) {
    JsonFields fields = JsonFields.of(body);
    LoginWith login = login(fields.object("login"));
    return new Submission(new SubmissionReader(fields, acceptFirstWithPassword).read(login), login);
  }

  /**
   * The job that is asked for, in a request without a login: that was read before.
   *
   * @throws dev.iris.web.IrisProblem 400 with each field at fault
   */
  static Wanted read(@Nullable JsonNode body, LoginWith login, boolean acceptFirstWithPassword) {
    return new SubmissionReader(JsonFields.of(body), acceptFirstWithPassword).read(login);
  }

  private Wanted read(LoginWith login) {
    JsonFields host = fields.object("host");
    String address = address(host);
    Integer port = host.number("port", 1, 65535);
    String hostname = hostname(host, address);
    String transport = fields.text("transport", 20);
    fields.require(transport == null || transport.equals("ssh"), "transport", "must be ssh");
    HostKeyWish hostKey = hostKey(fields.object("hostKey"), login);
    boolean detect = !fields.has("services") || fields.isText("services");
    List<ServiceWish> services = detect ? detected() : services();
    Map<String, String> labels = labels();
    String prometheus = fields.text("prometheus", 63);
    fields.require(
        prometheus == null || NAME.matcher(prometheus).matches(),
        "prometheus",
        "must be 1 to 63 of a-z 0-9 - and _");
    boolean dryRun = fields.flag("dryRun", false);
    fields.require(
        dryRun, "dryRun", "must be true: this version logs in and looks, and sets nothing up yet");
    fields.throwIfAnyFault();
    return new Wanted(
        Objects.requireNonNull(address),
        port == null ? DEFAULT_PORT : port,
        Objects.requireNonNull(hostname),
        "ssh",
        hostKey,
        detect,
        services,
        labels,
        prometheus == null ? "default" : prometheus,
        dryRun);
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

  private static @Nullable String hostname(JsonFields host, @Nullable String address) {
    String text = host.text("hostname", LONGEST_ADDRESS);
    if (text == null) {
      return address;
    }
    String hostname = Hostname.readable(text).orElse(null);
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
    return !acceptFirstWithPassword
        && login instanceof Given given
        && given.login().find(SecretField.PASSWORD).isPresent();
  }

  private List<ServiceWish> detected() {
    String word = fields.text("services", 20);
    fields.require(
        word == null || word.equals("detect"), "services", "must be detect, or a list of services");
    return List.of();
  }

  private List<ServiceWish> services() {
    List<ServiceWish> services = new ArrayList<>();
    int at = 0;
    for (JsonNode element : fields.elements("services", MOST_SERVICES)) {
      String type = element.path("type").asText();
      JsonNode settings =
          element.path("settings").isObject()
              ? element.path("settings")
              : JsonNodeFactory.instance.objectNode();
      String field = "services[" + at + "]";
      fields.require(NAME.matcher(type).matches(), field + ".type", "must name a type of service");
      fields.require(
          !element.has("settings") || element.path("settings").isObject(),
          field + ".settings",
          "must be an object");
      services.add(new ServiceWish(type, settings));
      at++;
    }
    return services;
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
