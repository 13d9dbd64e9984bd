package io.github.candle4j.nn.train;

/// One cycle: from a small rate up to the base rate, which may be larger than one that would do for all steps, and down to nearly 0, while the
/// momentum goes the other way; arXiv 1708.07120. The factor is `1/div` at the start, 1 at the top, `1/div/finalDiv` at the end, where it
/// stays.
///
/// {@snippet :
/// OneCycle cycle = OneCycle.of(1000);
/// for (int step = 0; step < 1000; step++) {
///   sgd.setParams(
///       sgd.params().withLr(0.5 * cycle.at(step)).withMomentum(cycle.momentumAt(step)));
///   sgd.backwardStep(loss(step));
/// }
/// }
///
/// @param steps the number of all steps
/// @param rise which part of them goes up
/// @param cosine whether the way is a half wave of the cosine, or straight
/// @param div by what the base rate is divided at the start
/// @param finalDiv by what the rate of the start is divided at the end
/// @param threePhases whether the way down takes as long as the way up, and the rest goes to the end
/// @param baseMomentum the momentum at the top
/// @param maxMomentum the momentum at both ends
public record OneCycle(
    long steps,
    double rise,
    boolean cosine,
    double div,
    double finalDiv,
    boolean threePhases,
    double baseMomentum,
    double maxMomentum)
    implements Schedule {
  /// Checks the ranges.
  ///
  /// @throws io.github.candle4j.core.CandleException if a number is outside its range
  public OneCycle {
    String name = "one_cycle";
    Rule.steps(name, "steps", steps);
    Rule.check(rise >= 0 && rise <= 1, name, "rise must be from 0 to 1", rise);
    Rule.positive(name, "div", div);
    Rule.positive(name, "finalDiv", finalDiv);
    Rule.notNegative(name, "baseMomentum", baseMomentum);
    Rule.notNegative(name, "maxMomentum", maxMomentum);
  }

  /// Up in three tenths of the steps, along the cosine, from a 25th to a 250,000th, in two phases, momentum 0.95 and 0.85.
  ///
  /// @throws io.github.candle4j.core.CandleException if the number of steps is below 1
  public static OneCycle of(long steps) {
    return new OneCycle(steps, 0.3, true, 25, 1e4, false, 0.85, 0.95);
  }

  /// This cycle with another part that goes up.
  public OneCycle withRise(double value) {
    return new OneCycle(
        steps, value, cosine, div, finalDiv, threePhases, baseMomentum, maxMomentum);
  }

  /// This cycle along the cosine or straight.
  public OneCycle withCosine(boolean value) {
    return new OneCycle(steps, rise, value, div, finalDiv, threePhases, baseMomentum, maxMomentum);
  }

  /// This cycle from another start.
  public OneCycle withDiv(double value) {
    return new OneCycle(
        steps, rise, cosine, value, finalDiv, threePhases, baseMomentum, maxMomentum);
  }

  /// This cycle to another end.
  public OneCycle withFinalDiv(double value) {
    return new OneCycle(steps, rise, cosine, div, value, threePhases, baseMomentum, maxMomentum);
  }

  /// This cycle in three phases or in two.
  public OneCycle withThreePhases(boolean value) {
    return new OneCycle(steps, rise, cosine, div, finalDiv, value, baseMomentum, maxMomentum);
  }

  /// This cycle with another momentum at the top.
  public OneCycle withBaseMomentum(double value) {
    return new OneCycle(steps, rise, cosine, div, finalDiv, threePhases, value, maxMomentum);
  }

  /// This cycle with another momentum at both ends.
  public OneCycle withMaxMomentum(double value) {
    return new OneCycle(steps, rise, cosine, div, finalDiv, threePhases, baseMomentum, value);
  }

  @Override
  public double at(long step) {
    double start = 1 / div;
    double end = start / finalDiv;
    double[] rates =
        threePhases ? new double[] {start, 1, start, end} : new double[] {start, 1, end};
    return along(step, rates);
  }

  /// The momentum of a step.
  public double momentumAt(long step) {
    double[] momenta =
        threePhases
            ? new double[] {maxMomentum, baseMomentum, maxMomentum, maxMomentum}
            : new double[] {maxMomentum, baseMomentum, maxMomentum};
    return along(step, momenta);
  }

  /// The value at a step on the way through these values.
  private double along(long step, double... values) {
    double from = 0;
    for (int phase = 1; phase < values.length; phase++) {
      boolean last = phase == values.length - 1;
      double to = last ? steps - 1 : phase * (rise * steps - 1);
      if (step <= to || last) {
        double part = to > from ? Math.clamp((step - from) / (to - from), 0.0, 1.0) : 1;
        double a = values[phase - 1];
        double b = values[phase];
        return cosine ? Schedule.Cosine.between(a, b, part) : a + (b - a) * part;
      }
      from = to;
    }
    throw new IllegalStateException("no phase for step " + step);
  }
}
