package io.github.candle4j.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.candle4j.core.cpu.Parallel;
import io.github.candle4j.core.cpu.Philox;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

@Isolated
class DropoutTest {
  private static final Device CPU = Device.CPU;
  private static final int COUNT = 100_003;
  private final int threads = Parallel.threads();

  @AfterEach
  void restore() {
    SameBits.restore(threads);
  }

  @Test
  void elementsAreZeroWithTheProbabilityAndTheMeanStays() {
    CPU.setSeed(1);
    Tensor ones = Tensor.ones(Shape.of(COUNT), DType.F64, CPU);
    for (double p : new double[] {0.1, 0.5, 0.9}) {
      double[] y = Fused.dropout(ones, p).toVec1F64();
      int zeros = 0;
      for (double v : y) {
        assertThat(v).isIn(0.0, 1 / (1 - p));
        zeros += v == 0 ? 1 : 0;
      }
      // Five standard deviations of a binomial distribution.
      double allowed = 5 * Math.sqrt(p * (1 - p) / COUNT);
      assertThat(zeros / (double) COUNT).isCloseTo(p, within(allowed));
    }
  }

  @Test
  void theNumbersOfTheGeneratorDecideOneForEachElement() {
    CPU.setSeed(5);
    float[] y = Fused.dropout(Tensor.ones(Shape.of(10), DType.F32, CPU), 0.25).toVec1F32();
    int[] bits = new int[Philox.BLOCK];
    for (int i = 0; i < y.length; i++) {
      Philox.block(5, i / 4, bits);
      boolean kept = Integer.compareUnsigned(bits[i % 4], 1 << 30) >= 0;
      assertThat(y[i]).isEqualTo(kept ? 1 / 0.75f : 0);
    }
    assertThat(CPU.rngState().position()).isEqualTo(3);
  }

  @Test
  void aSeedGivesTheSameElementsForAnyDtypeStridesAndThreads() {
    Tensor x = Tensor.ones(Shape.of(301, 401), DType.F32, CPU);
    for (DType dtype : new DType[] {DType.F64, DType.F32, DType.F16, DType.BF16}) {
      Tensor turned = x.toDtype(dtype).t().contiguous().t();
      assertThat(seeded(turned).gt(0).flattenAll().toVec1U8())
          .isEqualTo(seeded(x).gt(0).flattenAll().toVec1U8());
      SameBits.assertSameBits(() -> seeded(turned));
    }
  }

  @Test
  void theGradientDropsTheSameElements() {
    CPU.setSeed(3);
    Var x = Var.ones(Shape.of(50, 21), DType.F32, CPU);
    Tensor y = Fused.dropout(x, 0.3);
    RngState after = CPU.rngState();
    Tensor gradient = y.sumAll().backward().get(x).orElseThrow();
    assertThat(gradient.toVec2F32()).isEqualTo(y.toVec2F32());
    assertThat(CPU.rngState()).isEqualTo(after);
    assertThat(Fused.dropout(x, 0.3).toVec2F32()).isNotEqualTo(y.toVec2F32());
  }

  @Test
  void recomputeDropsTheSameElementsAgain() {
    CPU.setSeed(8);
    Var x = Var.ones(Shape.of(40), DType.F32, CPU);
    Tensor y = Recompute.run(xs -> Fused.dropout(xs.getFirst().mul(2), 0.5).sqr(), x);
    // y = (2 x m)² with m 0 or 2, dy/dx = 8 x m² = 2 y
    Tensor gradient = y.sumAll().backward().get(x).orElseThrow();
    assertThat(gradient.toVec1F32()).isEqualTo(y.mul(2).toVec1F32());
    assertThat(y.sumAll().toScalarF32()).isPositive();
  }

  @Test
  void nothingIsDroppedAndNothingDrawnForProbabilityZero() {
    Tensor x = Tensor.ones(Shape.of(3), DType.F32, CPU);
    RngState before = CPU.rngState();
    assertThat(Fused.dropout(x, 0)).isSameAs(x);
    assertThat(CPU.rngState()).isEqualTo(before);
    Tensor none = Tensor.zeros(Shape.of(0, 3), DType.F32, CPU);
    assertThat(Fused.dropout(none, 0.5).dims()).containsExactly(0, 3);
  }

  @Test
  void nanAndInfinityThatAreDroppedAreZero() {
    CPU.setSeed(2);
    Tensor x = Tensor.full(Float.NaN, Shape.of(64), CPU);
    assertThat(Fused.dropout(x, 0.5).toVec1F32()).contains(0f).contains(Float.NaN);
  }

  @Test
  void probabilitiesOutsideTheRangeAndIntegersThrow() {
    Tensor x = Tensor.ones(Shape.of(3), DType.F32, CPU);
    for (double p : new double[] {-0.1, 1, 1.5, Double.NaN}) {
      assertThatThrownBy(() -> Fused.dropout(x, p))
          .isInstanceOf(CandleException.class)
          .hasMessage(
              "dropout probability has to be in [0, 1), got "
                  + p
                  + "\nit is the part of the elements that become 0");
    }
    assertThatThrownBy(() -> Fused.dropout(x.toDtype(DType.I64), 0))
        .isInstanceOf(CandleException.class)
        .hasMessage("unsupported dtype I64 for op dropout\ncast first: x.toDtype(DType.F32)");
  }

  private static Tensor seeded(Tensor x) {
    CPU.setSeed(42);
    return Fused.dropout(x, 0.4);
  }
}
