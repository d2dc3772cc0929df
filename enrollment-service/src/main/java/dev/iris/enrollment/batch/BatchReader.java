package dev.iris.enrollment.batch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.iris.enrollment.batch.BatchDraft.HostDraft;
import dev.iris.enrollment.batch.BatchFile.Entry;
import dev.iris.enrollment.credential.CredentialId;
import dev.iris.enrollment.enrolling.BatchedJobs;
import dev.iris.enrollment.enrolling.BatchedJobs.Draft;
import dev.iris.enrollment.enrolling.Submission.LoginWith;
import dev.iris.enrollment.enrolling.Submission.Stored;
import dev.iris.web.FieldFault;
import dev.iris.web.IrisProblem;
import dev.iris.web.JsonFields;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Makes of a file what a request for a single job would be, for each host: what is common, and what the host says instead. So each
 * host is held to the very rules of single jobs, and all faults of all hosts are found at once.
 */
@ApplicationScoped
class BatchReader {

  /** Of the batch, and of each host that says nothing else. */
  private static final List<String> COMMON =
      List.of("transport", "hostKey", "services", "labels", "prometheus");

  private static final Set<String> OF_HOST =
      Set.of(
          "address",
          "port",
          "hostname",
          "transport",
          "hostKey",
          "services",
          "labels",
          "prometheus",
          "credentialId");

  private static final CredentialId UNREADABLE = new CredentialId(new UUID(0, 0));

  private final BatchedJobs jobs;
  private final BatchesConfig config;

  BatchReader(BatchedJobs jobs, BatchesConfig config) {
    this.jobs = jobs;
    this.config = config;
  }

  /**
   * The batch that a file asks for.
   *
   * @throws IrisProblem 400 with each fault, its field and its line
   */
  BatchDraft read(BatchFile file) {
    return new Reading(file).draft();
  }

  private final class Reading {

    private final BatchFile file;
    private final Faults faults = new Faults();
    private final Set<FieldFault> ofAll = new HashSet<>();
    private final Map<String, Integer> lines = new HashMap<>();

    Reading(BatchFile file) {
      this.file = file;
    }

    BatchDraft draft() {
      JsonFields fields = JsonFields.of(file.common());
      @Nullable Integer concurrency = fields.number("concurrency", 1, config.maxConcurrency());
      @Nullable LoginWith login = login(fields);
      fields.require(!file.common().has("hosts"), "hosts", "must be a list");
      fields.require(!file.hosts().isEmpty(), "hosts", "must name at least one host");
      // What else is common is looked at as a part of a request for a job.
      COMMON.forEach(fields::has);
      fields.has("port");
      fields.has("dryRun");
      note(fields);
      LoginWith readAs = login == null ? new Stored(UNREADABLE) : login;
      probe(readAs);
      List<HostDraft> hosts = new ArrayList<>();
      for (int index = 0; index < file.hosts().size(); index++) {
        host(index, file.hosts().get(index), readAs, hosts);
      }
      faults.throwIfAny();
      return new BatchDraft(
          concurrency == null
              ? Math.min(config.concurrency(), config.maxConcurrency())
              : concurrency,
          login,
          hosts,
          file.naming());
    }

    /** Without one, each host has to name a credential. */
    private @Nullable LoginWith login(JsonFields fields) {
      boolean allHaveOne =
          file.hosts().stream().allMatch(entry -> entry.host().hasNonNull("credentialId"));
      return !fields.has("login") && allHaveOne ? null : jobs.login(fields.object("login"));
    }

    private void note(JsonFields fields) {
      try {
        fields.throwIfAnyFault();
      } catch (IrisProblem problem) {
        problem.faults().forEach(fault -> faults.add(fault.field(), fault.message(), null));
      }
    }

    /** What is wrong with the common part would be wrong with each host: it is told once. */
    private void probe(LoginWith login) {
      ObjectNode anyHost = JsonNodeFactory.instance.objectNode().put("address", "192.0.2.1");
      try {
        jobs.read(request(anyHost), login);
      } catch (IrisProblem problem) {
        ofAll.addAll(problem.faults());
        ofAll.forEach(fault -> faults.add(ofBatch(fault.field()), fault.message(), null));
      }
    }

    private void host(int index, Entry entry, LoginWith login, List<HostDraft> hosts) {
      if (!entry.host().isObject()) {
        faults.add("hosts[" + index + "]", "must be an object", entry.line());
        return;
      }
      ObjectNode host = (ObjectNode) entry.host();
      host.fieldNames()
          .forEachRemaining(
              name -> {
                if (!OF_HOST.contains(name)) {
                  fault(index, entry, name, "is not a known field of a host");
                }
              });
      @Nullable CredentialId credential = credential(index, entry);
      try {
        Draft job = jobs.read(request(host), credential == null ? login : new Stored(credential));
        @Nullable Integer before =
            lines.putIfAbsent(job.address() + " " + job.port(), entry.line());
        if (before != null) {
          fault(index, entry, "host.address", "is the host of line " + before + " again");
        }
        hosts.add(new HostDraft(entry.line(), job, credential));
      } catch (IrisProblem problem) {
        problem.faults().stream()
            .filter(fault -> !ofAll.contains(fault) || isOwn(host, fault.field()))
            .forEach(fault -> fault(index, entry, fault.field(), fault.message()));
      }
    }

    private @Nullable CredentialId credential(int index, Entry entry) {
      JsonNode id = entry.host().path("credentialId");
      if (id.isMissingNode() || id.isNull()) {
        return null;
      }
      try {
        return new CredentialId(UUID.fromString(id.asText()));
      } catch (IllegalArgumentException e) {
        fault(index, entry, "credentialId", "must be the id of a credential");
        return UNREADABLE;
      }
    }

    private void fault(int index, Entry entry, String field, String message) {
      faults.add(file.naming().name(index, field), message, entry.line());
    }

    /** The request for a single job with the same meaning. */
    private ObjectNode request(ObjectNode host) {
      ObjectNode request = JsonNodeFactory.instance.objectNode();
      ObjectNode target = request.putObject("host");
      copy(host, "address", target);
      copy(host.has("port") ? host : file.common(), "port", target);
      copy(host, "hostname", target);
      COMMON.forEach(field -> copy(host.has(field) ? host : file.common(), field, request));
      copy(file.common(), "dryRun", request);
      JsonNode all = file.common().path("labels");
      JsonNode own = host.path("labels");
      if (all.isObject() && own.isObject()) {
        ObjectNode labels = JsonNodeFactory.instance.objectNode();
        labels.setAll((ObjectNode) all);
        labels.setAll((ObjectNode) own);
        request.set("labels", labels);
      }
      return request;
    }
  }

  private static void copy(ObjectNode from, String field, ObjectNode to) {
    if (from.has(field)) {
      to.set(field, from.get(field));
    }
  }

  private static String ofBatch(String field) {
    return field.startsWith("host.") ? field.substring("host.".length()) : field;
  }

  /** Whether it is the host that says it, and not the batch. */
  private static boolean isOwn(ObjectNode host, String field) {
    String inHost = ofBatch(field);
    if (inHost.startsWith("labels.")) {
      return host.path("labels").has(inHost.substring("labels.".length()));
    }
    return host.has(inHost.split("[.\\[]", 2)[0]);
  }
}
