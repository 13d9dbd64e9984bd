package io.github.candle4j.nn;

/// The settings of [Muon].
///
/// @param lr the learning rate
/// @param weightDecay how much of a parameter decays in a step, as a part of lr
/// @param momentum how much of the mean gradient is kept from step to step, below 1
/// @param nesterov whether the gradient is mixed with its mean once more
/// @param steps how many Newton-Schulz iterations are made
/// @param eps the least norm that a gradient is divided by
/// @param scale how the learning rate depends on the shape
public record ParamsMuon(
    double lr,
    double weightDecay,
    double momentum,
    boolean nesterov,
    int steps,
    double eps,
    Scale scale) {
  /// What the learning rate of a matrix `[rows, columns]` is multiplied by.
  public enum Scale {
    /// `√max(1, rows / columns)`, as in the original.
    ORIGINAL,
    /// `0.2 √max(rows, columns)`: steps as large as those of [AdamW], whose rate may be taken; arXiv 2502.16982.
    MATCH_ADAMW,
    /// 1.
    NONE;

    double of(int rows, int columns) {
      return switch (this) {
        case ORIGINAL -> Math.sqrt(Math.max(1, (double) rows / columns));
        case MATCH_ADAMW -> 0.2 * Math.sqrt(Math.max(rows, columns));
        case NONE -> 1;
      };
    }
  }

  /// Checks the ranges.
  ///
  /// @throws io.github.candle4j.core.CandleException if a number is outside its range
  public ParamsMuon {
    OptimizerInputs.rate("muon", lr);
    OptimizerInputs.notNegative("muon", "weightDecay", weightDecay);
    OptimizerInputs.kept("muon", "momentum", momentum);
    Checks.check(steps >= 1 && steps < 100, "muon", "steps must be from 1 to 99", steps);
    Checks.check(eps > 0 && Double.isFinite(eps), "muon", "eps must be above 0", eps);
  }

  /// Learning rate 0.001, weight decay 0.1, Nesterov's momentum 0.95, 5 iterations, eps 1e-7, the original scale.
  public static ParamsMuon defaults() {
    return new ParamsMuon(1e-3, 0.1, 0.95, true, 5, 1e-7, Scale.ORIGINAL);
  }

  /// These settings with another learning rate.
  public ParamsMuon withLr(double value) {
    return new ParamsMuon(value, weightDecay, momentum, nesterov, steps, eps, scale);
  }

  /// These settings with another weight decay.
  public ParamsMuon withWeightDecay(double value) {
    return new ParamsMuon(lr, value, momentum, nesterov, steps, eps, scale);
  }

  /// These settings with another momentum.
  public ParamsMuon withMomentum(double value) {
    return new ParamsMuon(lr, weightDecay, value, nesterov, steps, eps, scale);
  }

  /// These settings with Nesterov's momentum or without.
  public ParamsMuon withNesterov(boolean value) {
    return new ParamsMuon(lr, weightDecay, momentum, value, steps, eps, scale);
  }

  /// These settings with another number of iterations.
  public ParamsMuon withSteps(int value) {
    return new ParamsMuon(lr, weightDecay, momentum, nesterov, value, eps, scale);
  }

  /// These settings with another eps.
  public ParamsMuon withEps(double value) {
    return new ParamsMuon(lr, weightDecay, momentum, nesterov, steps, value, scale);
  }

  /// These settings with another scale.
  public ParamsMuon withScale(Scale value) {
    return new ParamsMuon(lr, weightDecay, momentum, nesterov, steps, eps, value);
  }
}
