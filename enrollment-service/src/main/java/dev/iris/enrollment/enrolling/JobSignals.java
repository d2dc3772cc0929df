package dev.iris.enrollment.enrolling;

import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Wakes up those who follow a job. A hint, at this replica only: whoever waits looks again after a while anyway. */
@ApplicationScoped
class JobSignals {

  private final Map<EnrollmentId, Set<UniEmitter<? super Boolean>>> waiting =
      new ConcurrentHashMap<>();

  /** Something was told about the job. */
  void changed(EnrollmentId id) {
    Set<UniEmitter<? super Boolean>> woken = waiting.remove(id);
    if (woken != null) {
      woken.forEach(emitter -> emitter.complete(true));
    }
  }

  /** Completes when something is told about the job, or after that time. */
  Uni<Boolean> next(EnrollmentId id, Duration most) {
    return Uni.createFrom()
        .<Boolean>emitter(
            emitter -> {
              waiting.computeIfAbsent(id, any -> ConcurrentHashMap.newKeySet()).add(emitter);
              emitter.onTermination(() -> forget(id, emitter));
            })
        .ifNoItem()
        .after(most)
        .recoverWithItem(false);
  }

  private void forget(EnrollmentId id, UniEmitter<? super Boolean> emitter) {
    waiting.computeIfPresent(
        id,
        (any, emitters) -> {
          emitters.remove(emitter);
          return emitters.isEmpty() ? null : emitters;
        });
  }
}
