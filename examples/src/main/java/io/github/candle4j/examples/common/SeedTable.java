package io.github.candle4j.examples.common;

import java.io.PrintWriter;
import java.util.DoubleSummaryStatistics;
import java.util.Locale;
import java.util.function.LongToDoubleFunction;

/// What a program reaches with several seeds: one run may be luck.
public final class SeedTable {
  private SeedTable() {}

  /// Runs with `count` seeds from `first` on, and prints a line for each result, their mean, least and largest.
  ///
  /// @param name what the result is, such as `accuracy`
  /// @param result what comes out with a seed
  /// @return mean, least and largest result
  public static DoubleSummaryStatistics print(
      PrintWriter out, Seeds seeds, String name, LongToDoubleFunction result) {
    DoubleSummaryStatistics all = new DoubleSummaryStatistics();
    for (long seed = seeds.first(); seed < seeds.first() + seeds.count(); seed++) {
      double value = result.applyAsDouble(seed);
      all.accept(value);
      out.println(String.format(Locale.ROOT, "seed %3d  %s %.4f", seed, name, value));
    }
    out.println(
        String.format(
            Locale.ROOT,
            "%d seeds  mean %.4f, from %.4f to %.4f",
            seeds.count(),
            all.getAverage(),
            all.getMin(),
            all.getMax()));
    return all;
  }

  /// So many seeds from the first one on.
  public record Seeds(long first, int count) {}
}
