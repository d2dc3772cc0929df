package dev.iris.enrollment.batch;

import dev.iris.enrollment.batch.BatchFile.Naming;
import dev.iris.enrollment.credential.CredentialId;
import dev.iris.enrollment.enrolling.BatchedJobs.Draft;
import dev.iris.enrollment.enrolling.Submission.LoginWith;
import dev.iris.enrollment.enrolling.Submission.Stored;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A batch without faults, as far as that can be told without asking the database.
 *
 * @param login for hosts that name no credential; null if all do
 * @param hosts at least one
 */
record BatchDraft(
    int concurrency, @Nullable LoginWith login, List<HostDraft> hosts, Naming naming) {

  BatchDraft {
    hosts = List.copyOf(hosts);
  }

  /**
   * A host of it.
   *
   * @param credential a stored one, instead of the batch's login
   */
  record HostDraft(int line, Draft job, @Nullable CredentialId credential) {}

  /** The stored credential that a host is to be logged in to with, if it is one. */
  Optional<CredentialId> stored(HostDraft host) {
    if (host.credential() != null) {
      return Optional.of(host.credential());
    }
    return login instanceof Stored common ? Optional.of(common.id()) : Optional.empty();
  }

  /** All stored credentials that it needs. */
  Set<CredentialId> stored() {
    Set<CredentialId> all = new HashSet<>();
    hosts.forEach(host -> stored(host).ifPresent(all::add));
    return all;
  }

  boolean dryRun() {
    return hosts.getFirst().job().dryRun();
  }

  /** All of it but secrets, by which a repeated request is recognised. */
  String identity() {
    StringBuilder text = new StringBuilder();
    text.append(concurrency).append(login == null ? "" : login.identity());
    hosts.forEach(host -> text.append('\n').append(host.job().request()).append(host.credential()));
    return text.toString();
  }
}
