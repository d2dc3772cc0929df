package dev.iris.enrollment.batch;

import dev.iris.enrollment.batch.BatchDraft.HostDraft;
import dev.iris.enrollment.credential.CredentialId;
import dev.iris.enrollment.credential.Credentials;
import dev.iris.enrollment.credential.Uses;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlClient;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Finds hosts of batches whose stored credential is not there, or may not be sent to them. */
@ApplicationScoped
class CredentialCheck {

  private final Credentials credentials;

  CredentialCheck(Credentials credentials) {
    this.credentials = credentials;
  }

  /**
   * Fails with all of them.
   *
   * @throws dev.iris.web.IrisProblem (as a failure) 400 with each host's line
   */
  Uni<Void> check(SqlClient sql, BatchDraft draft) {
    return uses(sql, draft.stored())
        .invoke(uses -> faults(draft, uses).throwIfAny())
        .replaceWithVoid();
  }

  /** Where these credentials may be used; those that are not there are missing. */
  Uni<Map<CredentialId, Uses>> uses(SqlClient sql, Collection<CredentialId> ids) {
    return Multi.createFrom()
        .iterable(List.copyOf(ids))
        .onItem()
        .transformToUniAndConcatenate(
            id -> credentials.uses(sql, id).map(uses -> Map.entry(id, uses)))
        .collect()
        .asList()
        .map(
            found -> {
              Map<CredentialId, Uses> uses = new HashMap<>();
              found.forEach(one -> one.getValue().ifPresent(use -> uses.put(one.getKey(), use)));
              return uses;
            });
  }

  private static Faults faults(BatchDraft draft, Map<CredentialId, Uses> uses) {
    Faults faults = new Faults();
    for (int index = 0; index < draft.hosts().size(); index++) {
      HostDraft host = draft.hosts().get(index);
      String field = draft.naming().name(index, "credentialId");
      draft
          .stored(host)
          .flatMap(id -> refusal(uses, id, host.job().address(), host.job().port()))
          .ifPresent(refusal -> faults.add(field, refusal, host.line()));
    }
    return faults;
  }

  /** Why a credential cannot be used for a host. */
  static Optional<String> refusal(
      Map<CredentialId, Uses> uses, CredentialId id, String address, int port) {
    Uses use = uses.get(id);
    return use == null ? Optional.of("is the id of no credential") : use.refusal(address, port);
  }
}
