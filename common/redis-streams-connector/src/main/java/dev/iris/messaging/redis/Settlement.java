package dev.iris.messaging.redis;

import dev.iris.messaging.redis.stream.Delivery;
import io.smallrye.mutiny.Uni;

/** How a message ends. Callable from any thread. */
interface Settlement {

  /** Completes once Redis has confirmed. */
  Uni<Void> acknowledge(Delivery delivery);

  /**
   * Completes once it is settled what becomes of the entry: it waits for another try, or the
   * dead-letter sink has it.
   */
  Uni<Void> fail(Delivery delivery, Throwable reason);
}
