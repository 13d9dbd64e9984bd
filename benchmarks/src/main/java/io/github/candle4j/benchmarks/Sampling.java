package io.github.candle4j.benchmarks;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.ToDoubleFunction;

/// How times are taken: every contestant is warmed up, then all take turns, a short sample each, so that what else
/// happens on the machine meets them all alike.
final class Sampling {
  private Sampling() {}

  /// Nanoseconds of one call in each sample, from the smallest.
  record Times(double[] sorted) {
    /// The 5th percentile: what the code does when nobody disturbs it.
    double best() {
      return sorted[sorted.length / 20];
    }

    double median() {
      return sorted[sorted.length / 2];
    }
  }

  /// Nanoseconds of one call out of `calls`.
  static double time(Runnable body, int calls) {
    long start = System.nanoTime();
    for (int i = 0; i < calls; i++) {
      body.run();
    }
    return (System.nanoTime() - start) / (double) calls;
  }

  /// Runs for so many nanoseconds; the least nanoseconds of one call.
  static double warmUp(Runnable body, long nanos) {
    double least = Double.MAX_VALUE;
    long end = System.nanoTime() + nanos;
    do {
      least = Math.min(least, time(body, 10));
    } while (System.nanoTime() < end);
    return least;
  }

  /// How many calls make a sample of so many nanoseconds.
  static int calls(double nanosOfOne, long nanosOfSample) {
    return (int) Math.clamp(nanosOfSample / Math.max(1, nanosOfOne), 1, 1_000_000);
  }

  /// Lets all contestants take turns, at least `rounds` times and at least `nanos` nanoseconds in all.
  static <T> List<Times> takeTurns(
      List<T> contestants, int rounds, long nanos, ToDoubleFunction<T> sample) {
    List<double[]> samples = new ArrayList<>();
    long end = System.nanoTime() + nanos;
    while (samples.size() < rounds || System.nanoTime() < end) {
      samples.add(contestants.stream().mapToDouble(sample).toArray());
    }
    List<Times> times = new ArrayList<>();
    for (int c = 0; c < contestants.size(); c++) {
      int contestant = c;
      double[] sorted = samples.stream().mapToDouble(s -> s[contestant]).toArray();
      Arrays.sort(sorted);
      times.add(new Times(sorted));
    }
    return times;
  }
}
