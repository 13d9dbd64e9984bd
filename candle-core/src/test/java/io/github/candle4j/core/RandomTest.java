package io.github.candle4j.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.candle4j.core.CandleException.Kind;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

/// Draws from the one stream of the CPU, so no other test may draw meanwhile.
@Isolated
class RandomTest {
  private static final Device CPU = Device.CPU;
  private static final long SEED = 299792458;
  private static final int MANY = 1_000_000;
  private RngState before = CPU.rngState();

  @BeforeEach
  void seed() {
    before = CPU.rngState();
    CPU.setSeed(SEED);
  }

  @AfterEach
  void restore() {
    CPU.setRngState(before);
  }

  @Test
  void uniformNumbersAreFractionsOfPhiloxBlocks() {
    // tools/oracles/philox.py: 53 bits of each half block over 2⁵³.
    double[] u = Tensor.rand(0.0, 1.0, Shape.of(4), CPU).toVec1F64();
    assertThat(u)
        .containsExactly(
            0.2850217362536187, 0.7969214753197192, 0.07544261368473848, 0.19223503188761148);
    CPU.setSeed(SEED);
    float[] f = Tensor.rand(0f, 1f, Shape.of(2), CPU).toVec1F32();
    assertThat(f).containsExactly(0.2850217362536187f, 0.7969214753197192f);
  }

  @Test
  void normalNumbersAreTransformedPairs() {
    // tools/oracles/philox.py: Box and Muller's transform of the pairs above.
    double[] x = Tensor.randn(0.0, 1.0, Shape.of(2, 2), CPU).flattenAll().toVec1F64();
    double[] expected = {
      0.2380155062319418, -0.7838079439524931, 0.14062138912763317, 0.37027819198188905
    };
    assertThat(x).containsExactly(expected, within(1e-15));
  }

  @Test
  void seedRepeatsTheStream() {
    assertThat(CPU.getCurrentSeed()).isEqualTo(SEED);
    float[] first = Tensor.randn(0f, 1f, Shape.of(7), CPU).toVec1F32();
    float[] second = Tensor.randn(0f, 1f, Shape.of(7), CPU).toVec1F32();
    assertThat(second).isNotEqualTo(first);
    CPU.setSeed(SEED);
    assertThat(Tensor.randn(0f, 1f, Shape.of(7), CPU).toVec1F32()).isEqualTo(first);
    assertThat(Tensor.randn(0f, 1f, Shape.of(7), CPU).toVec1F32()).isEqualTo(second);
    CPU.setSeed(SEED + 1);
    assertThat(Tensor.randn(0f, 1f, Shape.of(7), CPU).toVec1F32()).isNotEqualTo(first);
  }

  @Test
  void stateResumesExactly() {
    Tensor.rand(0f, 1f, Shape.of(5), CPU);
    RngState state = CPU.rngState();
    double[] uniform = Tensor.rand(-2.0, 3.0, Shape.of(11), CPU).toVec1F64();
    float[] normal = Tensor.randn(1f, 2f, Shape.of(3), CPU).toVec1F32();
    CPU.setSeed(1);
    CPU.setRngState(state);
    assertThat(CPU.rngState()).isEqualTo(state);
    assertThat(Tensor.rand(-2.0, 3.0, Shape.of(11), CPU).toVec1F64()).isEqualTo(uniform);
    assertThat(Tensor.randn(1f, 2f, Shape.of(3), CPU).toVec1F32()).isEqualTo(normal);
  }

  @Test
  void twoFillsNeverShareABlock() {
    double[] first = Tensor.rand(0.0, 1.0, Shape.of(3), CPU).toVec1F64();
    double[] second = Tensor.rand(0.0, 1.0, Shape.of(3), CPU).toVec1F64();
    CPU.setSeed(SEED);
    double[] all = Tensor.rand(0.0, 1.0, Shape.of(8), CPU).toVec1F64();
    assertThat(first).isEqualTo(Arrays.copyOf(all, 3));
    assertThat(second).isEqualTo(Arrays.copyOfRange(all, 4, 7));
  }

  @Test
  void uniformNumbersHaveTheirMeanAndVariance() {
    double[] x = Tensor.rand(-1.0, 3.0, Shape.of(MANY), CPU).toVec1F64();
    // Mean 1 and variance 4²/12; five standard errors: 5 · 1.155 / 1000, and of the variance 5 ·
    // 1.193 / 1000.
    assertThat(mean(x)).isCloseTo(1, within(0.0058));
    assertThat(moment(x, 2)).isCloseTo(16 / 12.0, within(0.006));
    assertThat(Arrays.stream(x).min().orElseThrow()).isGreaterThanOrEqualTo(-1).isLessThan(-0.999);
    assertThat(Arrays.stream(x).max().orElseThrow()).isLessThan(3).isGreaterThan(2.999);
  }

  @Test
  void normalNumbersHaveTheirMoments() {
    double[] x = Tensor.randn(2.0, 3.0, Shape.of(MANY), CPU).toVec1F64();
    // Five standard errors: of the mean 3/1000, of the variance 9 √2/1000, of skewness √6/1000, of
    // kurtosis √24/1000.
    assertThat(mean(x)).isCloseTo(2, within(0.015));
    double variance = moment(x, 2);
    assertThat(variance).isCloseTo(9, within(0.064));
    assertThat(moment(x, 3) / Math.pow(variance, 1.5)).isCloseTo(0, within(0.0123));
    assertThat(moment(x, 4) / (variance * variance)).isCloseTo(3, within(0.0245));
    long beyond = Arrays.stream(x).filter(v -> Math.abs(v - 2) > 6).count();
    // Beyond two standard deviations lie 4.55 %: 45,500 ± 5 · 208.
    assertThat((double) beyond).isCloseTo(45_500, within(1042.0));
  }

  @Test
  void neighboursAreNotCorrelated() {
    double[] x = Tensor.randn(0.0, 1.0, Shape.of(MANY), CPU).toVec1F64();
    for (int lag : new int[] {1, 2, 3, 8}) {
      double sum = 0;
      for (int i = lag; i < MANY; i++) {
        sum += x[i] * x[i - lag];
      }
      assertThat(sum / MANY).isCloseTo(0, within(0.005));
    }
  }

  @Test
  void upperEndIsNeverDrawnInAnyDtype() {
    for (DType dtype : List.of(DType.F32, DType.F64, DType.F16, DType.BF16, DType.F8E4M3)) {
      Tensor x = Tensor.rand(0.0, 1.0, Shape.of(100_000), dtype, CPU);
      assertThat(x.dtype()).isEqualTo(dtype);
      assertThat(x.toDtype(DType.F64).maxAll().toScalarF64()).as(dtype.asStr()).isLessThan(1);
      assertThat(x.toDtype(DType.F64).minAll().toScalarF64()).isGreaterThanOrEqualTo(0);
      for (double end : new double[] {0.1, 3, -0.7, 0}) {
        Tensor y = Tensor.rand(end - 0.5, end, Shape.of(10_000), dtype, CPU);
        assertThat(y.toDtype(DType.F64).maxAll().toScalarF64())
            .as("%s %s", dtype, end)
            .isLessThan(end);
      }
    }
  }

  @Test
  void numbersOfAnotherTensorsShapeAndDtype() {
    Tensor x = Tensor.zeros(Shape.of(2, 3), DType.BF16, CPU);
    assertThat(x.randLike(0, 1).dtype()).isEqualTo(DType.BF16);
    assertThat(x.randnLike(0, 1).dims()).containsExactly(2, 3);
  }

  @Test
  void wrongArgumentsThrow() {
    Shape shape = Shape.of(2);
    Errors.of(() -> Tensor.rand(1f, 1f, shape, CPU))
        .is(Kind.ARGUMENT, "rand")
        .says("rand wants low < up, got low: 1.0, up: 1.0");
    Errors.of(() -> Tensor.randn(0f, -1f, shape, CPU))
        .is(Kind.ARGUMENT, "randn")
        .says("randn wants a standard deviation of 0 or more, got -1.0");
    Errors.of(() -> Tensor.rand(0.0, 9.0, shape, DType.U8, CPU))
        .is(Kind.DTYPE, "rand")
        .says(
            "unsupported dtype U8 for op rand", "random numbers are floats; cast them afterwards");
  }

  private static double mean(double... x) {
    return Arrays.stream(x).average().orElseThrow();
  }

  /// The mean of `(x - mean)^power`.
  private static double moment(double[] x, int power) {
    double mean = mean(x);
    return Arrays.stream(x).map(v -> Math.pow(v - mean, power)).average().orElseThrow();
  }
}
