package dev.iris.incident.browse;

import dev.iris.incident.intake.AlertFacts;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.SequencedSet;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How incidents are found by a word or the beginning of one. PostgreSQL's own parser keeps {@code web01.example.org} and
 * {@code HighMemoryUsage} whole; here they can be found from each of their parts on: {@code example}, {@code memory}.
 *
 * @param text in lower case
 * @param words what an index holds
 */
public record SearchText(String text, List<String> words) {

  private static final int MAX_TEXT = 4_000;
  private static final int MAX_WORDS = 400;
  private static final int MAX_WORD = 64;
  private static final Pattern RUN = Pattern.compile("[\\p{L}\\p{N}]+");
  private static final Pattern PART =
      Pattern.compile(
          "(?<=[\\p{Ll}\\p{N}])(?=\\p{Lu})|(?<=\\p{L})(?=\\p{N})|(?<=\\p{N})(?=\\p{L})");

  public SearchText {
    words = List.copyOf(words);
  }

  /** What an alert can be found by: its name, instance, summary, and the values of its labels. */
  public static SearchText of(AlertFacts facts) {
    StringBuilder text = new StringBuilder();
    append(text, facts.alertName());
    append(text, facts.instance() == null ? "" : facts.instance());
    append(text, facts.summary());
    new TreeMap<>(facts.labels()).values().forEach(value -> append(text, value));
    return of(text.toString());
  }

  static SearchText of(String text) {
    SequencedSet<String> words = new LinkedHashSet<>();
    Matcher runs = RUN.matcher(text);
    while (runs.find() && words.size() < MAX_WORDS) {
      addParts(runs.group(), words);
    }
    return new SearchText(text.toLowerCase(Locale.ROOT), new ArrayList<>(words));
  }

  /** The words of a search, each to be found as a beginning. */
  static List<String> wordsOf(String query) {
    return RUN.matcher(query).results().map(run -> word(run.group())).distinct().toList();
  }

  private static void addParts(String run, SequencedSet<String> words) {
    words.add(word(run));
    Matcher parts = PART.matcher(run);
    while (parts.find() && words.size() < MAX_WORDS) {
      words.add(word(run.substring(parts.start())));
    }
  }

  private static String word(String run) {
    String word = run.length() <= MAX_WORD ? run : run.substring(0, MAX_WORD);
    return word.toLowerCase(Locale.ROOT);
  }

  private static void append(StringBuilder text, String more) {
    int room = MAX_TEXT - text.length();
    if (room > 1) {
      text.append(more, 0, Math.min(more.length(), room - 1)).append(' ');
    }
  }
}
