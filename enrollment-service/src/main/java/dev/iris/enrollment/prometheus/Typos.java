package dev.iris.enrollment.prometheus;

/** How many slips of the finger lie between two words (optimal string alignment distance). */
final class Typos {

  /** Longer words than this are no slip of one that is known. */
  private static final int LONGEST = 40;

  private Typos() {}

  static int between(String one, String other) {
    if (one.length() > LONGEST || other.length() > LONGEST) {
      return LONGEST;
    }
    int[][] cost = new int[one.length() + 1][other.length() + 1];
    for (int i = 0; i <= one.length(); i++) {
      for (int j = 0; j <= other.length(); j++) {
        cost[i][j] = i == 0 || j == 0 ? i + j : least(one, other, i, j, cost);
      }
    }
    return cost[one.length()][other.length()];
  }

  private static int least(String one, String other, int i, int j, int[][] cost) {
    int differs = one.charAt(i - 1) == other.charAt(j - 1) ? 0 : 1;
    int least =
        Math.min(cost[i - 1][j - 1] + differs, Math.min(cost[i - 1][j] + 1, cost[i][j - 1] + 1));
    boolean swapped =
        i > 1
            && j > 1
            && one.charAt(i - 1) == other.charAt(j - 2)
            && one.charAt(i - 2) == other.charAt(j - 1);
    return swapped ? Math.min(least, cost[i - 2][j - 2] + 1) : least;
  }
}
