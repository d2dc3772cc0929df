package dev.iris.enrollment.template;

import dev.iris.enrollment.template.MapKeys.ContextMap;
import dev.iris.enrollment.template.TemplateTag.Word;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Checks a template before the engine sees it: whether each name in it is one that there is, also where no data leads to. The engine
 * knows no columns and tells at the first use; its own checks come after these.
 */
final class TemplateLint {

  private static final int MOST_FAULTS = 20;
  private static final Set<String> WORDS =
      Set.of("and", "or", "not", "is", "contains", "in", "true", "false", "null");
  private static final Set<String> LOOP = Set.of("first", "last", "index");

  private final String source;
  private final Map<String, Object> context;
  private final Set<String> loopVariables = new HashSet<>();
  private final List<TemplateFault> faults = new ArrayList<>();

  private TemplateLint(String source, Map<String, Object> context) {
    this.source = source;
    this.context = context;
  }

  /**
   * Checks a template for a context.
   *
   * @throws UnusableTemplateException with its faults, up to {@value #MOST_FAULTS} of them
   */
  static void check(String source, Map<String, Object> context, int longest) {
    TemplateLint lint = new TemplateLint(source, context);
    lint.characters(longest);
    TemplateTag.all(source).forEach(lint::tag);
    if (!lint.faults.isEmpty()) {
      throw new UnusableTemplateException(
          lint.faults.subList(0, Math.min(lint.faults.size(), MOST_FAULTS)));
    }
  }

  /** Where the first tag of a line begins; the line's first column if there is none, or the line is not known. */
  static Position firstTag(String source, @Nullable Integer line) {
    int begin = 0;
    int number = 1;
    while (line != null && number < line && source.indexOf('\n', begin) >= 0) {
      begin = source.indexOf('\n', begin) + 1;
      number++;
    }
    int first = begin;
    int next = source.indexOf('\n', begin);
    int end = next < 0 ? source.length() : next;
    int tag =
        TemplateTag.all(source).stream()
            .mapToInt(TemplateTag::start)
            .filter(start -> start >= first && start < end)
            .findFirst()
            .orElse(first);
    return new Position(number, source.codePointCount(first, tag) + 1);
  }

  private void characters(int longest) {
    if (source.length() > longest) {
      throw new UnusableTemplateException(
          TemplateFault.Part.TEMPLATE,
          new Position(1, 1),
          "it is longer than " + longest + " characters");
    }
    for (int i = 0; i < source.length(); i++) {
      char c = source.charAt(i);
      boolean mark = c == AlloyString.VALUE_BEGIN || c == AlloyString.VALUE_END;
      if (mark || (Character.isISOControl(c) && c != '\n' && c != '\t' && c != '\r')) {
        throw new UnusableTemplateException(
            TemplateFault.Part.TEMPLATE,
            Position.of(source, i),
            "the character U+%04X".formatted((int) c));
      }
    }
  }

  private void tag(TemplateTag tag) {
    List<Word> words = tag.words();
    int from = 0;
    if (tag.statement()) {
      String name = words.isEmpty() ? "" : words.getFirst().text();
      if (!AllowedLanguage.TAGS.contains(name)) {
        fault(tag.start(), "a tag begins with one of " + new TreeSet<>(AllowedLanguage.TAGS));
        return;
      }
      from = 1;
      if (name.equals("for") && words.size() > 2 && words.get(1).isName()) {
        loopVariables.add(words.get(1).text());
        from = 2;
      }
    }
    for (int i = from; i < words.size(); i++) {
      if (words.get(i).isName()) {
        name(words, i);
      }
    }
  }

  private void name(List<Word> words, int i) {
    Word word = words.get(i);
    String before = text(words, i - 1);
    if (before.equals(".")) {
      attribute(words, i);
    } else if (before.equals("|")) {
      known(word, filters(), "filter");
    } else if (isTest(words, i)) {
      known(word, AllowedLanguage.TESTS, "test");
    } else if (text(words, i + 1).equals("(") && !WORDS.contains(word.text())) {
      fault(word.start(), "there are no functions");
    } else if (!WORDS.contains(word.text())) {
      variable(word);
    }
  }

  private static boolean isTest(List<Word> words, int i) {
    String before = text(words, i - 1);
    return before.equals("is")
        ? !words.get(i).text().equals("not")
        : before.equals("not") && text(words, i - 2).equals("is");
  }

  private void variable(Word word) {
    boolean loop = word.text().equals("loop") && !loopVariables.isEmpty();
    if (!loop && !context.containsKey(word.text()) && !loopVariables.contains(word.text())) {
      fault(
          word.start(),
          "there is no variable `"
              + word.text()
              + "`; there are "
              + new TreeSet<>(context.keySet()));
    }
  }

  private void attribute(List<Word> words, int i) {
    Word word = words.get(i);
    boolean ofVariable = !text(words, i - 3).equals(".");
    String variable = ofVariable ? text(words, i - 2) : "";
    if (context.get(variable) instanceof ContextMap map && !loopVariables.contains(variable)) {
      known(word, map.values().keySet(), "`" + variable + "`");
    } else if (variable.equals("loop")) {
      known(word, LOOP, "`loop`");
    } else if (ofVariable) {
      fault(word.start(), "`" + variable + "` has no parts");
    }
  }

  private void known(Word word, Set<String> names, String what) {
    if (!names.contains(word.text())) {
      fault(
          word.start(),
          what
              + (what.startsWith("`") ? " has no part `" : ": there is no `")
              + word.text()
              + "`; there are "
              + new TreeSet<>(names));
    }
  }

  private static Set<String> filters() {
    Set<String> filters = new HashSet<>(AllowedLanguage.FILTERS);
    filters.addAll(AlloyExtension.FILTERS.keySet());
    return filters;
  }

  private static String text(List<Word> words, int i) {
    return i < 0 || i >= words.size() ? "" : words.get(i).text();
  }

  private void fault(int offset, String message) {
    faults.add(
        new TemplateFault(TemplateFault.Part.TEMPLATE, Position.of(source, offset), message));
  }
}
