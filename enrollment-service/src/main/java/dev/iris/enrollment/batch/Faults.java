package dev.iris.enrollment.batch;

import dev.iris.web.FieldFault;
import dev.iris.web.IrisProblem;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** All that is wrong with a file. Of very many the first are told. */
final class Faults {

  private static final int MOST = 1000;
  private static final int LONGEST_NAME = 100;

  private final List<FieldFault> found = new ArrayList<>();
  private int further;

  /** Notes a fault; the field's name may be anybody's text. */
  void add(String field, String message, @Nullable Integer line) {
    if (found.size() == MOST) {
      further++;
      return;
    }
    String clean = field.replaceAll("\\p{Cntrl}", "?");
    String shown = clean.length() <= LONGEST_NAME ? clean : clean.substring(0, LONGEST_NAME) + "…";
    found.add(new FieldFault(shown, message, line));
  }

  /**
   * Ends the reading if there are any.
   *
   * @throws IrisProblem 400 with each of them
   */
  void throwIfAny() {
    if (found.isEmpty()) {
      return;
    }
    if (further > 0) {
      found.add(new FieldFault("hosts", "have " + further + " further faults"));
    }
    throw IrisProblem.badRequest(found);
  }

  /** The file breaks in the middle: nothing after that place can be read. */
  static IrisProblem unreadable(String format, int line, String why) {
    String where = line > 0 ? " It breaks in line " + line + "." : "";
    return IrisProblem.badRequest(
        "batch-unreadable",
        "The file is not the " + format + " that it should be: " + why + "." + where);
  }
}
