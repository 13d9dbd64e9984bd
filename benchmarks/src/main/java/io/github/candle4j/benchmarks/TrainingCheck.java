package io.github.candle4j.benchmarks;

import java.util.function.DoubleSupplier;

/// What two engines that train the same network must agree on.
final class TrainingCheck {
  /// The steps whose losses are compared.
  static final int[] STEPS = {1, 10, 50};

  private TrainingCheck() {}

  /// The number of parameters, then the losses of the [#STEPS].
  static double[] results(int parameters, DoubleSupplier step) {
    double[] results = new double[1 + STEPS.length];
    results[0] = parameters;
    int done = 0;
    for (int i = 0; i < STEPS.length; i++) {
      for (; done < STEPS[i]; done++) {
        results[i + 1] = step.getAsDouble();
      }
    }
    return results;
  }
}
