package dev.iris.notifier.channel.http;

import io.quarkus.arc.DefaultBean;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.core.Vertx;
import io.vertx.mutiny.core.WorkerExecutor;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.InetAddress;
import java.util.List;

/** Asks the system. On threads of its own: a name server that does not answer holds up nobody but those who ask it. */
@ApplicationScoped
@DefaultBean
class SystemNames implements NameService {

  private static final int THREADS = 16;

  private final WorkerExecutor workers;

  SystemNames(Vertx vertx) {
    workers = vertx.createSharedWorkerExecutor("iris-names", THREADS);
  }

  @Override
  public Uni<List<InetAddress>> resolve(String host) {
    return workers.executeBlocking(() -> List.of(InetAddress.getAllByName(host)), false);
  }

  @PreDestroy
  void close() {
    workers.closeAndForget();
  }
}
