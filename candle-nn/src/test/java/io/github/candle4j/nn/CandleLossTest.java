package io.github.candle4j.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.candle4j.core.Device;
import io.github.candle4j.core.Tensor;
import org.junit.jupiter.api.Test;

/// Candle's candle-nn/tests/loss.rs: its inputs and the numbers it expects, to four digits.
class CandleLossTest {
  private static final Device CPU = Device.CPU;
  private static final Tensor INPUT =
      Tensor.of(
          new float[][] {
            {1.1050f, 0.3013f, -1.5394f, -2.1528f, -0.8634f},
            {1.0730f, -0.9419f, -0.1670f, -0.6582f, 0.5061f},
            {0.8318f, 1.1154f, -0.3610f, 0.5351f, 1.0830f},
          },
          CPU);
  private static final Tensor LOGITS =
      Tensor.of(
          new float[][] {
            {2.3611f, -0.8813f, -0.5006f, -0.2178f},
            {0.0419f, 0.0763f, -1.0457f, -1.6692f},
            {-1.0494f, 0.8111f, 1.5723f, 1.2315f},
            {1.3081f, 0.6641f, 1.1802f, -0.2547f},
            {0.5292f, 0.7636f, 0.3692f, -0.8318f},
          },
          CPU);
  private static final Tensor CLASSES =
      Tensor.of(
          new float[][] {
            {0, 1, 0, 0}, {0, 1, 0, 0}, {0, 0, 0, 1}, {1, 0, 0, 0}, {0, 0, 1, 0},
          },
          CPU);

  @Test
  void nllAndCrossEntropy() {
    Tensor target = Tensor.of(new int[] {1, 0, 4}, CPU);
    assertRounded(Loss.nll(Ops.logSoftmax(INPUT, 1), target), 1.1312f);
    assertRounded(Loss.crossEntropy(INPUT, target), 1.1312f);
  }

  @Test
  void binaryCrossEntropyWithLogit() {
    assertRounded(Loss.binaryCrossEntropyWithLogit(LOGITS, CLASSES), 0.8224f);
  }

  @Test
  void huberLoss() {
    assertRounded(Loss.huber(LOGITS, CLASSES, 1.0), 0.4734f);
    assertRounded(Loss.huber(LOGITS, CLASSES, 0.88), 0.4483f);
  }

  private static void assertRounded(Tensor loss, float expected) {
    assertThat(loss.toScalarF32()).isCloseTo(expected, within(0.5e-4f));
  }
}
