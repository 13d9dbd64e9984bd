package io.github.candle4j.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.candle4j.core.CandleException;
import io.github.candle4j.core.DType;
import io.github.candle4j.core.Device;
import io.github.candle4j.core.Shape;
import io.github.candle4j.core.Tensor;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class InitTest {
  private static final Device CPU = Device.CPU;

  /// 40,000 numbers: the mean is within five standard errors, 0.025 standard deviations; so is the deviation itself.
  private static final Shape WEIGHT = Shape.of(200, 200);

  private static final double FIVE_ERRORS = 0.025;

  @BeforeEach
  void seed() {
    CPU.setSeed(42);
  }

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
  void xavierCountsBothSides() {
    Shape shape = Shape.of(100, 300);
    // √(2 / 400) and, for tanh, 5/3 of it.
    double std = Math.sqrt(2.0 / 400);
    for (NormalOrUniform dist : NormalOrUniform.values()) {
      assertMoments(new Init.Xavier(dist, NonLinearity.LINEAR), shape, 0, std);
      assertMoments(new Init.Xavier(dist, NonLinearity.TANH), shape, 0, std * 5 / 3);
    }
    assertMoments(Init.DEFAULT_XAVIER_NORMAL, shape, 0, std);
    Tensor x = Init.DEFAULT_XAVIER_UNIFORM.var(shape, DType.F64, CPU);
    double bound = Math.sqrt(6.0 / 400);
    assertThat(x.abs().maxAll().toScalarF64()).isBetween(0.999 * bound, bound);
  }

  @Test
  void lecunCountsInputs() {
    Shape kernel = Shape.of(200, 10, 4, 5);
    assertMoments(Init.DEFAULT_LECUN_NORMAL, kernel, 0, 1 / Math.sqrt(200));
    Init selu = new Init.LeCun(NormalOrUniform.UNIFORM, NonLinearity.SELU);
    assertMoments(selu, kernel, 0, 0.75 / Math.sqrt(200));
  }

  @Test
  void truncatedNormalHasTheMomentsOfItsInterval() {
    // Between -2 and 2 the variance of a standard normal is 1 - 4 φ(2) / (Φ(2) - Φ(-2)).
    double variance = 1 - 4 * Math.exp(-2) / Math.sqrt(2 * Math.PI) / 0.9544997361036416;
    assertMoments(new Init.TruncatedNormal(0, 1), WEIGHT, 0, Math.sqrt(variance));
    assertMoments(new Init.TruncatedNormal(3, 0.5, 2, 4), WEIGHT, 3, 0.5 * Math.sqrt(variance));
    double infinity = Double.POSITIVE_INFINITY;
    assertMoments(new Init.TruncatedNormal(1, 2, -infinity, infinity), WEIGHT, 1, 2);
    // Half of a normal: mean √(2/π), variance 1 - 2/π.
    assertMoments(
        new Init.TruncatedNormal(0, 1, 0, infinity),
        WEIGHT,
        Math.sqrt(2 / Math.PI),
        Math.sqrt(1 - 2 / Math.PI));
    // Far out, the distance from the border is nearly exponential; mean 5.186503967125857 by
    // φ(5) / (1 - Φ(5)).
    assertMoments(
        new Init.TruncatedNormal(0, 1, 5, infinity),
        WEIGHT,
        5.186503967125857,
        Math.sqrt(1 + 5 * 5.186503967125857 - 5.186503967125857 * 5.186503967125857));
    Tensor x = new Init.TruncatedNormal(0, 1).var(WEIGHT, DType.F32, CPU);
    assertThat((double) x.abs().maxAll().toScalarF32()).isBetween(1.99, 2.0);
  }

  @Test
  void truncatedNormalFarFromItsMeanIsTheNearEnd() {
    for (double stdev : new double[] {1e-12, 1e-160, 1e-300, Double.MIN_VALUE}) {
      Tensor above = new Init.TruncatedNormal(0, stdev, 1, 2).var(Shape.of(3), DType.F64, CPU);
      assertThat(above.toVec1F64()).containsExactly(1, 1, 1);
      Tensor below = new Init.TruncatedNormal(0, stdev, -2, -1).var(Shape.of(3), DType.F64, CPU);
      assertThat(below.toVec1F64()).containsExactly(-1, -1, -1);
    }
  }

  @Test
  void orthogonalRowsOrColumns() {
    for (int[] dims :
        new int[][] {
          {1, 1}, {5, 3}, {3, 5}, {32, 32}, {33, 70}, {150, 150}, {8, 3, 3, 2}, {40, 2, 3}
        }) {
      Shape shape = Shape.of(dims);
      int rows = dims[0];
      Tensor x = new Init.Orthogonal(NonLinearity.RELU).var(shape, DType.F64, CPU);
      assertThat(x.shape()).isEqualTo(shape);
      Tensor q = x.detach().reshape(rows, -1);
      Tensor product = rows <= q.dim(1) ? q.matmul(q.t()) : q.t().matmul(q);
      // The gain of ReLU is √2.
      Tensor expected = Tensor.eye(product.dim(0), DType.F64, CPU).mul(2);
      assertThat(product.sub(expected).abs().maxAll().toScalarF64()).isLessThan(1e-12);
    }
    Tensor half = new Init.Orthogonal(NonLinearity.LINEAR).var(Shape.of(4, 4), DType.BF16, CPU);
    assertThat(half.dtype()).isEqualTo(DType.BF16);
    assertThat(new Init.Orthogonal(NonLinearity.LINEAR).var(Shape.of(0, 4), DType.F32, CPU).dims())
        .containsExactly(0, 4);
  }

  @Test
  void rotationsOfThePlaneAreEquallyLikely() {
    // The first row of a 2 x 2 matrix is a point on the circle: each quarter has 250 of 1,000, five
    // times √(1000 · 1/4 · 3/4) = 68 off at most; so has each sign of the determinant 500 ± 79.
    Init init = new Init.Orthogonal(NonLinearity.LINEAR);
    int[] quarters = new int[4];
    int positive = 0;
    for (int i = 0; i < 1000; i++) {
      double[][] q = init.var(Shape.of(2, 2), DType.F64, CPU).toVec2F64();
      quarters[(q[0][0] > 0 ? 1 : 0) + (q[0][1] > 0 ? 2 : 0)]++;
      positive += q[0][0] * q[1][1] - q[0][1] * q[1][0] > 0 ? 1 : 0;
    }
    for (int quarter : quarters) {
      assertThat(quarter).isBetween(182, 318);
    }
    assertThat(positive).isBetween(421, 579);
  }

  @Test
  void sameSeedGivesTheSameBits() {
    for (Init init :
        List.of(
            new Init.Randn(0, 1),
            Init.DEFAULT_KAIMING_UNIFORM,
            Init.DEFAULT_XAVIER_NORMAL,
            Init.DEFAULT_LECUN_NORMAL,
            new Init.TruncatedNormal(0, 1),
            new Init.Orthogonal(NonLinearity.LINEAR))) {
      CPU.setSeed(7);
      double[] first = init.var(Shape.of(40, 50), DType.F64, CPU).flattenAll().toVec1F64();
      double[] other = init.var(Shape.of(40, 50), DType.F64, CPU).flattenAll().toVec1F64();
      CPU.setSeed(7);
      assertThat(init.var(Shape.of(40, 50), DType.F64, CPU).flattenAll().toVec1F64())
          .containsExactly(first);
      assertThat(other).isNotEqualTo(first);
    }
  }

  @Test
  void whatCannotBeInitialisedThrows() {
    assertThatThrownBy(() -> new Init.TruncatedNormal(0, 0))
        .isInstanceOf(CandleException.class)
        .hasMessage("truncated_normal: stdev must be above 0 and finite, got 0.0");
    assertThatThrownBy(() -> new Init.TruncatedNormal(0, 1, 2, 2))
        .isInstanceOf(CandleException.class)
        .hasMessage("truncated_normal: lo must be below up = 2.0, got 2.0");
    Init truncated = new Init.TruncatedNormal(0, 1);
    assertThatThrownBy(() -> truncated.var(Shape.of(3), DType.U32, CPU))
        .isInstanceOf(CandleException.class)
        .hasMessage(
            "unsupported dtype U32 for op truncated_normal\n"
                + "random numbers are floats; cast them afterwards");
    assertThatThrownBy(() -> truncated.var(Shape.of(65_536, 65_536), DType.F32, CPU))
        .isInstanceOf(CandleException.class)
        .hasMessageStartingWith("the shape [65536, 65536] has 4294967296 elements");
    Init orthogonal = new Init.Orthogonal(NonLinearity.LINEAR);
    assertThatThrownBy(() -> orthogonal.var(Shape.of(3), DType.F32, CPU))
        .isInstanceOf(CandleException.class)
        .hasMessage(
            "orthogonal: a matrix has two dimensions or more, got shape [3]\n"
                + "a bias usually starts with Init.ZERO");
    assertThatThrownBy(() -> orthogonal.var(Shape.of(3, 3), DType.I64, CPU))
        .isInstanceOf(CandleException.class)
        .hasMessageStartingWith("unsupported dtype I64 for op orthogonal");
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
    assertMoments(init, WEIGHT, mean, deviation);
  }

  private static void assertMoments(Init init, Shape shape, double mean, double deviation) {
    Tensor x = init.var(shape, DType.F64, CPU).detach();
    double actual = x.meanAll().toScalarF64();
    assertThat(actual).isCloseTo(mean, within(FIVE_ERRORS * deviation));
    double spread = x.sub(mean).sqr().meanAll().sqrt().toScalarF64();
    assertThat(spread).isCloseTo(deviation, within(FIVE_ERRORS * deviation));
  }
}
