package dev.iris.enrollment.prometheus;

import dev.iris.enrollment.prometheus.TargetStore.Kept;
import dev.iris.outbox.Background;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import jakarta.inject.Singleton;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** Lets the files of a folder follow rows. Where a Prometheus asks Iris instead there is nothing to do. */
@Singleton
final class TargetFiles {

  private final TargetsConfig config;
  private final InstantSource clock;

  TargetFiles(TargetsConfig config, InstantSource clock) {
    this.config = config;
    this.clock = clock;
  }

  /** Makes the files be as these rows want them, one after the other; answers how many were not. */
  Uni<Integer> follow(Instance instance, List<Kept> rows) {
    return apart(() -> (int) rows.stream().filter(row -> follow(instance, row)).count());
  }

  /** Fails if an instance's folder can not be written. */
  Uni<Void> requireWritable(Instance instance) {
    return apart(
            () -> {
              folder(instance).ifPresent(TargetFolder::requireWritable);
              return true;
            })
        .replaceWithVoid();
  }

  /** Those rows that files do not follow. */
  Uni<List<Kept>> unfollowed(Instance instance, List<Kept> rows) {
    return apart(
        () -> {
          Optional<TargetFolder> folder = folder(instance);
          return folder.isEmpty()
              ? List.of()
              : rows.stream().filter(row -> !follows(folder.get(), row)).toList();
        });
  }

  /** What people wrote of a host into a folder. */
  Uni<List<FoundTarget>> found(Instance instance, HostTargets host) {
    return apart(
        () ->
            folder(instance).stream()
                .flatMap(folder -> handWritten(folder, host))
                .flatMap(file -> file.found().stream())
                .toList());
  }

  /** Takes that out of the files that people wrote; answers what it was. */
  Uni<List<FoundTarget>> adopt(Instance instance, HostTargets host) {
    return apart(
        () ->
            folder(instance).stream()
                .flatMap(
                    folder ->
                        handWritten(folder, host)
                            .flatMap(file -> file.adopt(folder, clock.instant()).stream()))
                .toList());
  }

  private static Stream<HandWritten> handWritten(TargetFolder folder, HostTargets host) {
    return folder.others().entrySet().stream()
        .flatMap(file -> HandWritten.of(file.getKey(), file.getValue(), host).stream());
  }

  private boolean follow(Instance instance, Kept row) {
    Optional<TargetFolder> folder = folder(instance);
    if (folder.isEmpty()) {
      return false;
    }
    return row.retired()
        ? folder.get().retire(row.host().hostId(), clock.instant())
        : folder.get().write(row.host().hostId(), content(row));
  }

  private boolean follows(TargetFolder folder, Kept row) {
    return row.retired()
        ? !folder.has(row.host().hostId())
        : folder.holds(row.host().hostId(), content(row));
  }

  private byte[] content(Kept row) {
    return TargetGroup.json(TargetGroup.of(row.host(), config.componentPath()));
  }

  private static Optional<TargetFolder> folder(Instance instance) {
    Optional<Path> folder = instance.folder();
    return folder.map(TargetFolder::open);
  }

  /** Files block; the rest of the caller's work goes on where it was. */
  private static <T> Uni<T> apart(Supplier<T> work) {
    return Uni.createFrom()
        .item(work)
        .runSubscriptionOn(Infrastructure.getDefaultWorkerPool())
        .emitOn(Background.here());
  }
}
