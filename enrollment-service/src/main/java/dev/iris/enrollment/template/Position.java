package dev.iris.enrollment.template;

/** A place in a text. Lines and columns count from 1, columns in characters. */
record Position(int line, int column) {

  /** Where an offset is. */
  static Position of(String text, int offset) {
    int line = 1;
    int start = 0;
    for (int at = text.indexOf('\n'); at >= 0 && at < offset; at = text.indexOf('\n', at + 1)) {
      line++;
      start = at + 1;
    }
    return new Position(line, text.codePointCount(start, offset) + 1);
  }

  @Override
  public String toString() {
    return "line " + line + ", column " + column;
  }
}
