package io.github.candle4j.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// Whether two engines did the same work.
final class Agreement {
  private static final double TOLERANCE = 1e-3;

  private Agreement() {}

  /// One line about the results of a task; losses are compared by their difference, sums by its part of their size.
  static String of(Task task, Side peer, double[] ours, double[] theirs) {
    double largest = ours.length == theirs.length ? 0 : Double.POSITIVE_INFINITY;
    for (int i = 0; i < Math.min(ours.length, theirs.length); i++) {
      double scale = task.isTraining() ? 1 : Math.max(Math.abs(ours[i]), 1e-30);
      largest = Math.max(largest, Math.abs(ours[i] - theirs[i]) / scale);
    }
    return String.format(
        Locale.ROOT,
        "%s: vector and %s differ by %.1e%s%s",
        task.name(),
        peer.title(),
        largest,
        largest <= TOLERANCE ? "" : " - NOT THE SAME WORK",
        task.isTraining() ? losses(ours, theirs) : "");
  }

  private static String losses(double[] ours, double[] theirs) {
    List<String> parts = new ArrayList<>();
    for (int i = 0; i < TrainingCheck.STEPS.length; i++) {
      parts.add(
          String.format(
              Locale.ROOT,
              "step %d %.6f / %.6f",
              TrainingCheck.STEPS[i],
              ours[i + 1],
              theirs[i + 1]));
    }
    return String.format(
        Locale.ROOT,
        "; parameters %.0f / %.0f, losses %s",
        ours[0],
        theirs[0],
        String.join(", ", parts));
  }
}
