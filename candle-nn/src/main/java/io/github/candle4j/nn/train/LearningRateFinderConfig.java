package io.github.candle4j.nn.train;

/// The settings of [LearningRateFinder].
///
/// @param from the first learning rate
/// @param to the last one
/// @param steps the number of training steps
/// @param smoothing how much of the mean loss is kept from step to step, below 1
/// @param divergence the loss, as a multiple of the least one, at which to stop
public record LearningRateFinderConfig(
    double from, double to, int steps, double smoothing, double divergence) {
  /// Checks the ranges.
  ///
  /// @throws io.github.candle4j.core.CandleException if a number is outside its range
  public LearningRateFinderConfig {
    String name = "learning_rate_finder";
    Rule.positive(name, "from", from);
    Rule.check(to > from && Double.isFinite(to), name, "to must be above from = " + from, to);
    Rule.check(steps >= 10, name, "steps must be 10 or more", steps);
    Rule.check(
        smoothing >= 0 && smoothing < 1,
        name,
        "smoothing must be 0 or more and below 1",
        smoothing);
    Rule.check(
        divergence > 1 && Double.isFinite(divergence),
        name,
        "divergence must be above 1 and finite",
        divergence);
  }

  /// From 1e-7 to 10 in 100 steps, smoothing 0.9, divergence 4.
  public static LearningRateFinderConfig defaults() {
    return new LearningRateFinderConfig(1e-7, 10, 100, 0.9, 4);
  }

  /// These settings with another first rate.
  public LearningRateFinderConfig withFrom(double value) {
    return new LearningRateFinderConfig(value, to, steps, smoothing, divergence);
  }

  /// These settings with another last rate.
  public LearningRateFinderConfig withTo(double value) {
    return new LearningRateFinderConfig(from, value, steps, smoothing, divergence);
  }

  /// These settings with another number of steps.
  public LearningRateFinderConfig withSteps(int value) {
    return new LearningRateFinderConfig(from, to, value, smoothing, divergence);
  }

  /// These settings with another smoothing.
  public LearningRateFinderConfig withSmoothing(double value) {
    return new LearningRateFinderConfig(from, to, steps, value, divergence);
  }

  /// These settings with another divergence.
  public LearningRateFinderConfig withDivergence(double value) {
    return new LearningRateFinderConfig(from, to, steps, smoothing, value);
  }
}
