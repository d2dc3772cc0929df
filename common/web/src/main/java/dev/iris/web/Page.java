package dev.iris.web;

import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A part of a list.
 *
 * @param items in the list's order
 * @param nextCursor what to pass as {@code cursor} for the next part; null at the end
 */
public record Page<T>(List<T> items, @Nullable String nextCursor) {

  public Page {
    items = List.copyOf(items);
  }

  /**
   * The page of a query that asked for one row more than the limit: the surplus row only tells that there is a next page.
   *
   * @param cursorOf the cursor that continues after an item
   */
  public static <T> Page<T> of(List<T> limitPlusOne, int limit, Function<T, String> cursorOf) {
    if (limitPlusOne.size() <= limit) {
      return new Page<>(limitPlusOne, null);
    }
    List<T> items = limitPlusOne.subList(0, limit);
    return new Page<>(items, cursorOf.apply(items.getLast()));
  }

  /** The same page with each item shown differently. */
  public <R> Page<R> map(Function<T, R> show) {
    return new Page<>(items.stream().map(show).toList(), nextCursor);
  }
}
