package io.github.candle4j.nn.train;

import io.github.candle4j.core.CandleException;
import io.github.candle4j.core.CandleException.Kind;

/// The mean of values with weights, such as the losses of batches with their sizes: the mean over all samples, also where the last batch is
/// smaller.
public final class RunningMean {
  private double sum;
  private double weights;

  /// Nothing yet.
  public RunningMean() {}

  /// Adds a value that stands for so many samples.
  ///
  /// @throws CandleException if the number is negative
  public void add(double value, long samples) {
    if (samples < 0) {
      throw new CandleException(
          Kind.ARGUMENT, "mean", "mean: the number of samples must be 0 or more, got " + samples);
    }
    if (samples > 0) { // The value of no samples may be NaN.
      sum += value * samples;
      weights += samples;
    }
  }

  /// The mean; NaN if nothing was added.
  public double value() {
    return sum / weights;
  }
}
