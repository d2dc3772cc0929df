package dev.iris.outbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.Test;

class RelayLoopTest {

  private final Deque<UniEmitter<? super Boolean>> running = new ArrayDeque<>();
  private final List<Throwable> failures = new ArrayList<>();
  private int rounds;
  private final RelayLoop loop = new RelayLoop(this::round, failures::add);

  private Uni<Boolean> round() {
    rounds++;
    return Uni.createFrom().<Boolean>emitter(running::add);
  }

  private void end(boolean more) {
    running.remove().complete(more);
  }

  @Test
  void shouldMakeOneMoreRoundForAllSignalsDuringARound() {
    loop.resume();
    for (int signal = 0; signal < 100; signal++) {
      loop.signal();
    }
    assertThat(rounds).isEqualTo(1);

    end(false);
    assertThat(rounds).isEqualTo(2);
    end(false);

    assertThat(rounds).isEqualTo(2);
    loop.signal();
    assertThat(rounds).isEqualTo(3);
  }

  @Test
  void shouldGoOnWhileThereIsMore() {
    loop.resume();

    end(true);
    end(true);
    end(false);

    assertThat(rounds).isEqualTo(3);
    assertThat(running).isEmpty();
  }

  @Test
  void shouldRestAfterAFailureUntilItIsResumed() {
    loop.resume();
    running.remove().fail(new IllegalStateException("Redis is down"));

    loop.signal();
    assertThat(rounds).isEqualTo(1);
    assertThat(failures).hasSize(1);

    loop.resume();
    assertThat(rounds).isEqualTo(2);
  }
}
