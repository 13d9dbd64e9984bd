package io.github.candle4j.examples.ch06;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.candle4j.core.Device;
import io.github.candle4j.core.Shape;
import io.github.candle4j.core.Tensor;
import io.github.candle4j.examples.CommandRun;
import io.github.candle4j.nn.Loss;
import java.util.List;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ByHandTest {
  private final Tensor a = Tensor.of(new float[] {2.5f, 0, 2, 8}, Device.CPU);
  private final Tensor b = Tensor.of(new float[] {3, -0.5f, 2, 7}, Device.CPU);

  @Test
  void lossesOfNumbersAreThoseOfAPocketCalculator() {
    // The distances are 0.5, 0.5, 0 and 1.
    same(LossesByHand.mse(a, b), (0.25 + 0.25 + 0 + 1) / 4);
    same(LossesByHand.mae(a, b), (0.5 + 0.5 + 0 + 1) / 4);
    same(LossesByHand.huber(a, b, 0.6), (0.125 + 0.125 + 0 + 0.6 * (1 - 0.3)) / 4);
  }

  @Test
  void lossesAgreeWithTheLibraryOnRandomNumbers() {
    Device.CPU.setSeed(7);
    Tensor x = Tensor.randn(0f, 2f, Shape.of(50), Device.CPU);
    Tensor y = Tensor.randn(0f, 2f, Shape.of(50), Device.CPU);
    same(LossesByHand.mse(x, y), Loss.mse(x, y));
    same(LossesByHand.mae(x, y), Loss.l1(x, y));
    same(LossesByHand.huber(x, y, 1.5), Loss.huber(x, y, 1.5));
    Tensor yes = y.gt(0).toDtype(x.dtype());
    same(
        LossesByHand.binaryCrossEntropy(x.sigmoid(), yes),
        Loss.binaryCrossEntropyWithLogit(x, yes));
    Tensor logits = x.reshape(10, 5);
    Tensor labels = Tensor.of(new int[] {0, 1, 2, 3, 4, 4, 3, 2, 1, 0}, Device.CPU);
    same(LossesByHand.crossEntropy(logits, labels), Loss.crossEntropy(logits, labels));
    same(LossesByHand.focal(logits, labels, 0), Loss.crossEntropy(logits, labels));
  }

  @Test
  void focalLossWeighsByWhatIsMissing() {
    // Two classes with equal scores have probability 1/2: the cross-entropy log 2, times (1/2)².
    Tensor logits = Tensor.of(new float[][] {{3, 3}}, Device.CPU);
    Tensor label = Tensor.of(new int[] {0}, Device.CPU);
    same(LossesByHand.focal(logits, label, 2), Math.log(2) / 4);
  }

  private static void same(Tensor got, Tensor wanted) {
    same(got, wanted.toScalarF32());
  }

  private static void same(Tensor got, double wanted) {
    assertThat((double) got.toScalarF32()).isCloseTo(wanted, within(1e-5));
  }

  @ParameterizedTest
  @EnumSource
  void eachOptimizerMakesTheStepsOfTheLibrary(OptimizerChoice choice) {
    List<Double> library = OptimizersCommand.byLibrary(choice);
    List<Double> byHand = OptimizersCommand.byHand(choice);
    assertThat(byHand).asInstanceOf(InstanceOfAssertFactories.LIST).hasSize(5);
    for (int i = 0; i < 5; i++) {
      assertThat(byHand.get(i)).isCloseTo(library.get(i), within(1e-7));
    }
  }

  @Test
  void theProgramsPrintBothSides() {
    assertThat(CommandRun.of("losses").out())
        .containsPattern("mean squared error +0\\.3750 +0\\.3750\\R")
        .containsPattern("binary cross-entropy +16\\.1181 200\\.0000\\R");
    assertThat(CommandRun.of("optimizers", "--epochs", "10").out())
        .contains("Loss after 10 epochs")
        .containsPattern("sgd .*diverges +diverges\\R");
  }
}
