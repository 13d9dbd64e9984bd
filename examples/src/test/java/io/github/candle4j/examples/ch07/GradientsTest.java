package io.github.candle4j.examples.ch07;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.candle4j.core.DType;
import io.github.candle4j.core.Device;
import io.github.candle4j.core.Graph;
import io.github.candle4j.examples.CommandRun;
import io.github.candle4j.nn.Init;
import io.github.candle4j.nn.VarBuilder;
import io.github.candle4j.nn.VarMap;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GradientsTest {
  @ParameterizedTest
  @CsvSource({"2, true, 1", "2, false, 2", "7, true, 3", "16, true, 4", "5, false, 5"})
  void allWaysFindTheSameGradients(int hidden, boolean relu, long seed) {
    Device.CPU.setSeed(seed);
    VarBuilder vb = VarBuilder.fromVarmap(new VarMap(), DType.F64, Device.CPU);
    Weights weights = Weights.create(hidden, Init.DEFAULT_KAIMING_NORMAL, vb);
    LineData data = LineData.random(20, seed, DType.F64);
    Backprop.Result hand = new ByHand(relu).gradients(weights, data.x(), data.y());
    Backprop.Result tensors = new ByTensors(relu).gradients(weights, data.x(), data.y());
    Backprop.Result autograd = new ByAutograd(relu).gradients(weights, data.x(), data.y());
    Backprop.Result numeric = new Numerically(relu).gradients(weights, data.x(), data.y());
    assertThat(GradientsCommand.distance(hand.gradients(), tensors.gradients())).isLessThan(1e-11);
    assertThat(GradientsCommand.distance(hand.gradients(), autograd.gradients())).isLessThan(1e-11);
    assertThat(GradientsCommand.distance(hand.gradients(), numeric.gradients())).isLessThan(1e-5);
    assertThat(List.of(tensors.loss(), autograd.loss(), numeric.loss()))
        .allSatisfy(loss -> assertThat(loss).isCloseTo(hand.loss(), within(1e-10)));
  }

  /// z = [0.5·2+0.1, -0.4·2+0.2] = [1.1, -0.6], h = [1.1, 0], y = 0.6·1.1+0.05 = 0.71, error = -4.29, loss = 18.4041;
  /// dy = -8.58, dw2 = dy·h = [-9.438, 0], dh = dy·w2 = [-5.148, 2.574], dz = [-5.148, 0], dw1 = dz·2 = [-10.296, 0].
  @Test
  void theExampleHasTheNumbersOfPaperAndPencil() {
    assertThat(CommandRun.of("gradients", "numbers").out().lines().map(GradientsTest::words))
        .contains(
            "z 1.1000 -0.6000 -5.1480 0.0000",
            "h 1.1000 0.0000 -5.1480 2.5740",
            "y 0.7100 -8.5800",
            "loss 18.4041 1.0000",
            "w1 0.5000 -0.4000 -10.2960 0.0000",
            "b1 0.1000 0.2000 -5.1480 0.0000",
            "w2 0.6000 -0.3000 -9.4380 0.0000",
            "b2 0.0500 -8.5800");
  }

  /// w1 = 0.60296, b1 = 0.15148, so z = 1.3574; w2 = 0.69438, b2 = 0.1358; y = 1.07835; (5 - 1.07835)² = 15.3793
  @Test
  void aStepMakesTheLossSmaller() {
    assertThat(new WorkedExample().lossAfterStep(0.01)).isCloseTo(15.3793, within(1e-4));
  }

  @Test
  void theGraphNamesEveryNumber() {
    Graph graph = new WorkedExample().graph();
    assertThat(graph.toString()).contains("z = 1.1000 -0.6000", "loss = 18.4041");
    assertThat(CommandRun.of("gradients", "mermaid").out())
        .startsWith("flowchart TD")
        .contains("y = 0.7100<br/>add<br/>[1, 1] F64<br/>gradient 8.58");
    assertThat(CommandRun.of("gradients", "trace").out()).contains("backward of relu");
  }

  @Test
  void anUnknownTopicIsRefused() {
    CommandRun run = CommandRun.of("gradients", "magic");
    assertThat(run.code()).isEqualTo(2);
    assertThat(run.err()).contains("magic");
  }

  private static String words(String line) {
    return line.strip().replaceAll(" +", " ");
  }
}
