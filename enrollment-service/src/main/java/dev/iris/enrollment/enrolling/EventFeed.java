package dev.iris.enrollment.enrolling;

import dev.iris.web.IrisProblem;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Follows what is told in rows, from any point on and at any replica: whoever follows is woken up, or looks again after a moment.
 * Ends with what is followed.
 */
public final class EventFeed {

  /** Where another replica tells. */
  private static final Duration MOMENT = Duration.ofMillis(500);

  private static final Pattern SEQUENCE = Pattern.compile("\\d{1,18}");

  private EventFeed() {}

  /** What is followed. */
  public interface Source {

    /** Whether nothing more will be told. */
    Uni<Boolean> ended();

    /** What was told after that number, the first few. */
    Uni<List<Told>> after(long sequence);

    /** Completes when something may have been told, or after that time. */
    Uni<Boolean> woken(Duration most);
  }

  /** What was told, and whether that was the end. */
  private record Piece(List<Told> told, boolean last) {}

  /** What is told after that number. */
  public static Multi<Told> after(long sequence, Source source) {
    AtomicLong at = new AtomicLong(sequence);
    return Multi.createBy()
        .repeating()
        .uni(() -> next(source, at))
        .whilst(piece -> !piece.last())
        .onItem()
        .transformToIterable(Piece::told);
  }

  /**
   * The number that a {@code Last-Event-ID} names; 0 without one.
   *
   * @throws IrisProblem 400 if it is none
   */
  public static long sequence(@Nullable String lastEventId) {
    if (lastEventId == null || lastEventId.isBlank()) {
      return 0;
    }
    if (!SEQUENCE.matcher(lastEventId.strip()).matches()) {
      throw IrisProblem.badField("Last-Event-ID", "must be the id of an event");
    }
    return Long.parseLong(lastEventId.strip());
  }

  /** What is new, or nothing after a moment. */
  private static Uni<Piece> next(Source source, AtomicLong at) {
    Uni<Boolean> woken = source.woken(MOMENT);
    // The end first: what was told before it is read after it.
    return source
        .ended()
        .chain(
            ended -> source.after(at.get()).map(told -> new Piece(told, ended && told.isEmpty())))
        .invoke(
            piece -> {
              if (!piece.told().isEmpty()) {
                at.set(piece.told().getLast().sequence());
              }
            })
        .call(
            piece -> piece.told().isEmpty() && !piece.last() ? woken : Uni.createFrom().voidItem());
  }
}
