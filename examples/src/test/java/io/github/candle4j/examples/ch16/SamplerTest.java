package io.github.candle4j.examples.ch16;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.candle4j.core.Device;
import io.github.candle4j.core.Tensor;
import org.junit.jupiter.api.Test;

class SamplerTest {
  private static final int DRAWS = 20_000;

  /// Scores whose softmax is 0.5, 0.125, 0.25, 0.125.
  private static final double[] SCORES = {Math.log(4), 0, Math.log(2), 0};

  /// The share of each of four ids.
  private static double[] shares(Sampler.Settings settings, int... lately) {
    Sampler sampler = new Sampler(settings, 1);
    Tensor logits = Tensor.of(SCORES, Device.CPU);
    double[] shares = new double[SCORES.length];
    for (int i = 0; i < DRAWS; i++) {
      shares[sampler.next(logits, lately)] += 1.0 / DRAWS;
    }
    return shares;
  }

  private static void expect(double[] shares, double... wanted) {
    for (int i = 0; i < wanted.length; i++) {
      assertThat(shares[i]).as("share of %d", i).isCloseTo(wanted[i], within(0.015));
    }
  }

  @Test
  void atTemperatureOneTheSharesAreTheSoftmax() {
    expect(shares(new Sampler.Settings(1, 4, 1, 1)), 0.5, 0.125, 0.25, 0.125);
  }

  @Test
  void temperatureSharpensAndFlattens() {
    // Squares of 4, 1, 2, 1 by their sum 22; roots by 2 + 1 + √2 + 1.
    expect(shares(new Sampler.Settings(0.5, 4, 1, 1)), 16 / 22.0, 1 / 22.0, 4 / 22.0, 1 / 22.0);
    double sum = 4 + Math.sqrt(2);
    expect(shares(new Sampler.Settings(2, 4, 1, 1)), 2 / sum, 1 / sum, Math.sqrt(2) / sum);
    expect(shares(new Sampler.Settings(0, 4, 1, 1)), 1, 0, 0, 0);
  }

  @Test
  void topKAndTopPLeaveOutTheUnlikely() {
    expect(shares(new Sampler.Settings(1, 2, 1, 1)), 2 / 3.0, 0, 1 / 3.0, 0);
    expect(shares(new Sampler.Settings(1, 1, 1, 1)), 1, 0, 0, 0);
    expect(shares(new Sampler.Settings(1, 4, 0.6, 1)), 2 / 3.0, 0, 1 / 3.0, 0);
    expect(shares(new Sampler.Settings(1, 4, 0.01, 1)), 1, 0, 0, 0);
  }

  @Test
  void thePenaltyHoldsBackWhatWasWritten() {
    // ln 4 divided by 2 is ln 2: 2, 1, 2, 1.
    expect(shares(new Sampler.Settings(1, 4, 1, 2), 0, 0), 1 / 3.0, 1 / 6.0, 1 / 3.0, 1 / 6.0);
  }
}
