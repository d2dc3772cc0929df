package dev.iris.enrollment.prometheus;

import io.smallrye.mutiny.Uni;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/** Looks at instances and hosts for operators, on threads that may wait. */
@Singleton
final class Inspection {

  private final Instances instances;
  private final PrometheusClient client;
  private final Proof proof;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

  Inspection(Instances instances, PrometheusClient client, Proof proof) {
    this.instances = instances;
    this.client = client;
    this.proof = proof;
  }

  /** Every instance, all asked at the same time. */
  Uni<List<InstanceView>> instances() {
    List<Uni<InstanceView>> views =
        instances.all().stream().map(one -> apart(() -> view(one))).toList();
    return views.isEmpty() ? Uni.createFrom().item(List.of()) : Uni.join().all(views).andFailFast();
  }

  /** Whether samples of a host arrive at an instance nowadays. */
  Uni<HostView> host(Instance instance, HostTargets host) {
    return apart(() -> HostView.of(instance.name(), host, proof.nowadays(instance.name(), host)));
  }

  @PreDestroy
  void close() {
    threads.shutdownNow();
  }

  private InstanceView view(Instance instance) throws InterruptedException {
    @Nullable TargetException folder = fault(instance);
    String code = folder == null ? null : folder.code();
    String remedy = folder == null ? null : folder.remedy();
    if (instance.url().isEmpty()) {
      return InstanceView.of(instance, null, null, code, remedy);
    }
    try {
      return InstanceView.of(instance, true, client.version(instance), code, remedy);
    } catch (UnansweredException e) {
      return folder == null
          ? InstanceView.of(instance, false, null, "prometheus-unreachable", e.reason())
          : InstanceView.of(instance, false, null, code, remedy);
    }
  }

  private static @Nullable TargetException fault(Instance instance) {
    try {
      instance.folder().map(TargetFolder::open).ifPresent(TargetFolder::requireWritable);
      return null;
    } catch (TargetException e) {
      return e;
    }
  }

  private <T> Uni<T> apart(Callable<T> work) {
    return Uni.createFrom()
        .<T>emitter(
            emitter -> {
              try {
                emitter.complete(work.call());
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                emitter.fail(e);
              } catch (Exception e) {
                emitter.fail(e);
              }
            })
        .runSubscriptionOn(threads);
  }
}
