package io.github.candle4j.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.candle4j.core.DType;
import io.github.candle4j.core.Device;
import io.github.candle4j.core.Shape;
import io.github.candle4j.core.Tensor;
import org.junit.jupiter.api.Test;

class InitTest {
  private static final Device CPU = Device.CPU;

  /// 40,000 numbers: the mean is within five standard errors, 0.025 standard deviations; so is the deviation itself.
  private static final Shape WEIGHT = Shape.of(200, 200);

  private static final double FIVE_ERRORS = 0.025;

  @Test
  void constants() {
    assertThat(Init.ZERO.var(Shape.of(2), DType.F32, CPU).toVec1F32()).containsExactly(0, 0);
    assertThat(Init.ONE.var(Shape.of(2), DType.I64, CPU).toVec1I64()).containsExactly(1, 1);
    assertThat(new Init.Const(-2.5).var(Shape.of(1), DType.F64, CPU).toVec1F64())
        .containsExactly(-2.5);
  }

  @Test
  void normalAndUniform() {
    assertMoments(new Init.Randn(3, 0.5), 3, 0.5);
    // The deviation of U(-1, 5) is 6/√12.
    assertMoments(new Init.Uniform(-1, 5), 2, 6 / Math.sqrt(12));
  }

  @Test
  void kaimingKeepsTheVarianceOfTheInputs() {
    // √2 / √200
    assertMoments(Init.DEFAULT_KAIMING_NORMAL, 0, 0.1);
    assertMoments(Init.DEFAULT_KAIMING_UNIFORM, 0, 0.1);
    Tensor x = Init.DEFAULT_KAIMING_UNIFORM.var(WEIGHT, DType.F32, CPU);
    double bound = Math.sqrt(3) * 0.1;
    assertThat((double) x.abs().maxAll().toScalarF32()).isCloseTo(bound, within(0.001 * bound));
  }

  @Test
  void kaimingCountsInputsOrOutputs() {
    Shape kernel = Shape.of(6, 5, 3, 2);
    assertThat(FanInOut.FAN_IN.forShape(kernel)).isEqualTo(30);
    assertThat(FanInOut.FAN_OUT.forShape(kernel)).isEqualTo(36);
    assertThat(FanInOut.FAN_IN.forShape(Shape.of(7))).isEqualTo(1);
    assertThat(FanInOut.FAN_OUT.forShape(Shape.of())).isEqualTo(1);
    Init.Kaiming out =
        new Init.Kaiming(NormalOrUniform.NORMAL, FanInOut.FAN_OUT, NonLinearity.LINEAR);
    Tensor x = out.var(Shape.of(100, 400), DType.F64, CPU);
    assertThat(x.sqr().meanAll().sqrt().toScalarF64()).isCloseTo(0.1, within(0.0025));
  }

  @Test
  void gainsOfWhatFollows() {
    assertThat(NonLinearity.RELU.gain()).isEqualTo(Math.sqrt(2));
    assertThat(NonLinearity.TANH.gain()).isEqualTo(5.0 / 3);
    assertThat(NonLinearity.LINEAR.gain()).isEqualTo(1);
    assertThat(NonLinearity.SIGMOID.gain()).isEqualTo(1);
    assertThat(NonLinearity.SELU.gain()).isEqualTo(0.75);
    assertThat(new NonLinearity.ExplicitGain(1.7).gain()).isEqualTo(1.7);
  }

  private static void assertMoments(Init init, double mean, double deviation) {
    Tensor x = init.var(WEIGHT, DType.F64, CPU).detach();
    double actual = x.meanAll().toScalarF64();
    assertThat(actual).isCloseTo(mean, within(FIVE_ERRORS * deviation));
    double spread = x.sub(mean).sqr().meanAll().sqrt().toScalarF64();
    assertThat(spread).isCloseTo(deviation, within(FIVE_ERRORS * deviation));
  }
}
