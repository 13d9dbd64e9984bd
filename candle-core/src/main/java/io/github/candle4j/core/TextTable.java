package io.github.candle4j.core;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// Rows of cells as lines whose columns stand under each other. A column without any text is left out.
final class TextTable {
  private static final double KIBI = 1024;
  private static final double KILO = 1000;

  private final List<String[]> rows = new ArrayList<>();
  private final String right;

  /// @param right a letter for each column: `r` if it is flush right
  TextTable(String right) {
    this.right = right;
  }

  /// Adds a row; the first one is the head.
  void add(String... cells) {
    rows.add(cells);
  }

  /// The lines, without blanks at their ends.
  @Override
  public String toString() {
    int[] widths = new int[right.length()];
    boolean[] used = new boolean[right.length()];
    for (int r = 0; r < rows.size(); r++) {
      String[] row = rows.get(r);
      for (int c = 0; c < row.length; c++) {
        widths[c] = Math.max(widths[c], row[c].length());
        used[c] |= r > 0 && !row[c].isEmpty();
      }
    }
    StringBuilder out = new StringBuilder();
    for (String[] row : rows) {
      StringBuilder line = new StringBuilder();
      for (int c = 0; c < row.length; c++) {
        if (used[c]) {
          String pad = " ".repeat(widths[c] - row[c].length());
          line.append(right.charAt(c) == 'r' ? pad + row[c] : row[c] + pad).append("  ");
        }
      }
      out.append(line.toString().stripTrailing()).append('\n');
    }
    return out.toString();
  }

  /// `0`, `384 B`, `4.0 KiB`, `12.5 MiB`
  static String bytes(long bytes) {
    if (bytes < KIBI) {
      return bytes == 0 ? "0" : bytes + " B";
    }
    double size = bytes / KIBI;
    for (String unit : List.of("KiB", "MiB")) {
      if (size < KIBI) {
        return String.format(Locale.ROOT, "%.1f %s", size, unit);
      }
      size /= KIBI;
    }
    return String.format(Locale.ROOT, "%.1f GiB", size);
  }

  /// `0.4 µs`, `12.3 ms`, `1.5 s`
  static String time(long nanos) {
    double time = nanos / KILO;
    for (String unit : List.of("µs", "ms")) {
      if (time < KILO) {
        return String.format(Locale.ROOT, "%.1f %s", time, unit);
      }
      time /= KILO;
    }
    return String.format(Locale.ROOT, "%.1f s", time);
  }

  /// `3 variables`, `1 variable`
  static String count(long n, String noun) {
    return n + " " + noun + (n == 1 ? "" : "s");
  }
}
