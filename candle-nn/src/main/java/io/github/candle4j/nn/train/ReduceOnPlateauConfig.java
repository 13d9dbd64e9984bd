package io.github.candle4j.nn.train;

/// The settings of [ReduceOnPlateau].
///
/// @param better which of two values of the metric is the better one
/// @param factor what the learning rate is multiplied by, below 1
/// @param patience how many values in a row may be no better
/// @param threshold by how much a value must be better to count
/// @param relative whether the threshold is a part of the best value
/// @param cooldown how many values after a reduction do not count
/// @param minLr the least learning rate
/// @param eps the least change of the learning rate that is made
public record ReduceOnPlateauConfig(
    Better better,
    double factor,
    int patience,
    double threshold,
    boolean relative,
    int cooldown,
    double minLr,
    double eps) {
  /// Checks the ranges.
  ///
  /// @throws io.github.candle4j.core.CandleException if a number is outside its range
  public ReduceOnPlateauConfig {
    String name = "reduce_on_plateau";
    Rule.check(factor >= 0 && factor < 1, name, "factor must be 0 or more and below 1", factor);
    Rule.check(patience >= 0, name, "patience must be 0 or more", patience);
    Rule.notNegative(name, "threshold", threshold);
    Rule.check(cooldown >= 0, name, "cooldown must be 0 or more", cooldown);
    Rule.notNegative(name, "minLr", minLr);
    Rule.notNegative(name, "eps", eps);
  }

  /// Lower is better; a tenth after ten values that are not better by a ten thousandth; no cooldown, no least rate, eps 1e-8.
  public static ReduceOnPlateauConfig defaults() {
    return new ReduceOnPlateauConfig(Better.LOWER, 0.1, 10, 1e-4, true, 0, 0, 1e-8);
  }

  /// These settings with another direction.
  public ReduceOnPlateauConfig withBetter(Better value) {
    return new ReduceOnPlateauConfig(
        value, factor, patience, threshold, relative, cooldown, minLr, eps);
  }

  /// These settings with another factor.
  public ReduceOnPlateauConfig withFactor(double value) {
    return new ReduceOnPlateauConfig(
        better, value, patience, threshold, relative, cooldown, minLr, eps);
  }

  /// These settings with another patience.
  public ReduceOnPlateauConfig withPatience(int value) {
    return new ReduceOnPlateauConfig(
        better, factor, value, threshold, relative, cooldown, minLr, eps);
  }

  /// These settings with another threshold.
  public ReduceOnPlateauConfig withThreshold(double value) {
    return new ReduceOnPlateauConfig(
        better, factor, patience, value, relative, cooldown, minLr, eps);
  }

  /// These settings with a threshold that is a part of the best value, or a number by itself.
  public ReduceOnPlateauConfig withRelative(boolean value) {
    return new ReduceOnPlateauConfig(
        better, factor, patience, threshold, value, cooldown, minLr, eps);
  }

  /// These settings with another cooldown.
  public ReduceOnPlateauConfig withCooldown(int value) {
    return new ReduceOnPlateauConfig(
        better, factor, patience, threshold, relative, value, minLr, eps);
  }

  /// These settings with another least learning rate.
  public ReduceOnPlateauConfig withMinLr(double value) {
    return new ReduceOnPlateauConfig(
        better, factor, patience, threshold, relative, cooldown, value, eps);
  }

  /// These settings with another least change.
  public ReduceOnPlateauConfig withEps(double value) {
    return new ReduceOnPlateauConfig(
        better, factor, patience, threshold, relative, cooldown, minLr, value);
  }
}
