package io.github.candle4j.examples.ch08;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.candle4j.core.Device;
import io.github.candle4j.core.Tensor;
import io.github.candle4j.core.Var;
import io.github.candle4j.examples.CommandRun;
import io.github.candle4j.nn.Activation;
import io.github.candle4j.nn.FanInOut;
import io.github.candle4j.nn.Init;
import io.github.candle4j.nn.NonLinearity;
import io.github.candle4j.nn.NormalOrUniform;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ActivationTest {
  @ParameterizedTest
  @EnumSource
  void valuesAndDerivativesAreThoseOfTheLibraryAndOfBackward(Function f) {
    assertThat(ActivationsCommand.distance(f)).isLessThan(1e-12);
  }

  @ParameterizedTest
  @EnumSource
  void derivativesAreSlopes(Function f) {
    double h = 1e-6;
    for (double x : new double[] {-3, -0.7, 0.4, 2.5}) {
      double slope = (f.value(x + h) - f.value(x - h)) / (2 * h);
      assertThat(f.derivative(x)).isCloseTo(slope, within(1e-8));
    }
  }

  @Test
  void onlyTheStableSoftplusHasAGradientAtAHundred() {
    assertThat(slope(Softplus::plain)).isNaN();
    assertThat(slope(Softplus::selected)).isNaN();
    assertThat(slope(Softplus::stable)).isEqualTo(1);
    Tensor x = Tensor.of(new float[] {-30, -1, 0, 1, 30}, Device.CPU);
    float[] wanted = new float[5];
    for (int i = 0; i < 5; i++) {
      wanted[i] = (float) Function.SOFTPLUS.value(x.i(i).toScalarF32());
    }
    assertThat(Softplus.stable(x).toVec1F32()).containsExactly(wanted, within(1e-6f));
  }

  private static float slope(UnaryOperator<Tensor> f) {
    Var x = Var.fromTensor(Tensor.of(100f, Device.CPU));
    return f.apply(x).backward().get(x).orElseThrow().toScalarF32();
  }

  @Test
  void tenSigmoidsLeaveLessThanAMillionthOfAGradient() {
    // The derivative of the sigmoid is 1/4 at most.
    assertThat(Math.pow(0.25, 10)).isCloseTo(9.5e-7, within(1e-8));
    assertThat(Depth.chain(Activation.SIGMOID, 0.5, 10)).isBetween(1e-7, 9.5e-7);
    assertThat(Depth.chain(Activation.RELU, 0.5, 10)).isEqualTo(1);
  }

  @Test
  void heKeepsTheSizeOfSignalsAndTheWrongSideDoesNot() {
    Init right = Init.DEFAULT_KAIMING_NORMAL;
    Init wrong = new Init.Kaiming(NormalOrUniform.NORMAL, FanInOut.FAN_OUT, NonLinearity.RELU);
    double kept = Depth.through(Activation.RELU, right, 10).output();
    assertThat(kept).isBetween(0.4, 2.5);
    // Each layer has 4/3 as many inputs as outputs: (4/3)^(10/2) = 4.2 over ten layers.
    double grown = Depth.through(Activation.RELU, wrong, 10).output();
    assertThat(grown / kept).isBetween(4.0, 4.5);
    double exploded = Depth.through(Activation.RELU, new Init.Randn(0, 1), 10).output();
    assertThat(exploded).isGreaterThan(1e8);
  }

  @Test
  void aNetworkWithoutAnActivationCannotLearnAWave() {
    assertThat(WaveNetwork.loss("none", 42, 200)).isGreaterThan(0.4);
    assertThat(WaveNetwork.loss("tanh", 42, 200)).isLessThan(0.05);
  }

  @Test
  void theProgramsPrintAndDraw(@TempDir Path folder) {
    Path plot = folder.resolve("functions.png");
    CommandRun run = CommandRun.of("activations", "--depth", "3", "--plot", plot.toString());
    assertThat(run.err()).isEmpty();
    assertThat(run.out()).containsPattern("selected +100\\.0 +NaN");
    assertThat(Files.exists(plot)).isTrue();
    CommandRun net =
        CommandRun.of("activation-net", "--activation", "relu", "--epochs", "2", "--seeds", "1");
    assertThat(net.out()).containsPattern("relu +\\d\\.\\d{5}");
  }

  @Test
  void anUnknownActivationIsToldWithThoseThatThereAre() {
    CommandRun run = CommandRun.of("activation-net", "--activation", "magic");
    assertThat(run.code()).isEqualTo(1);
    assertThat(run.err()).startsWith("error: unknown activation magic").contains("relu");
  }
}
