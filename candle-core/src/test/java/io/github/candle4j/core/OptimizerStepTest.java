package io.github.candle4j.core;

import static io.github.candle4j.core.SameBits.assertSameBits;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.candle4j.core.CandleException.Kind;
import io.github.candle4j.core.cpu.Parallel;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

/// Steps of optimizers in place: the numbers of one step by hand, dtypes, threads, and what is refused. candle-nn compares whole runs with
/// PyTorch.
@Isolated
class OptimizerStepTest {
  private static final Device CPU = Device.CPU;
  private static final List<OptimizerStep> RULES =
      List.of(
          new OptimizerStep.Sgd(0.1, 0.2),
          new OptimizerStep.Momentum(0.1, 0.9, 0.3, 0.2, false, false),
          new OptimizerStep.Momentum(0.1, 0.9, 0, 0.2, true, false),
          new OptimizerStep.Adam(0.1, 0.9, 0.999, 1e-8, 0.2, true, false, 3),
          new OptimizerStep.Adam(0.1, 0.9, 0.999, 1e-8, 0.2, false, true, 3),
          new OptimizerStep.RmsProp(0.1, 0.99, 1e-8, 0.2, 0, false),
          new OptimizerStep.RmsProp(0.1, 0.99, 1e-8, 0.2, 0.9, true),
          new OptimizerStep.RmsProp(0.1, 0.99, 1e-8, 0.2, 0.9, false),
          new OptimizerStep.RmsProp(0.1, 0.99, 1e-8, 0.2, 0, true),
          new OptimizerStep.Adagrad(0.1, 1e-8, 0.2),
          new OptimizerStep.Lion(0.1, 0.9, 0.99, 0.2));

  private final int threads = Parallel.threads();

  @AfterEach
  void restore() {
    SameBits.restore(threads);
  }

  /// The parameter and its memories after three steps, one below the other.
  private static Tensor after(OptimizerStep rule, Tensor start, Tensor gradient, DType memories) {
    Var p = Var.fromTensor(start.copy());
    Tensor[] memory = new Tensor[rule.memories()];
    for (int i = 0; i < memory.length; i++) {
      memory[i] = p.zerosLike().toDtype(memories);
    }
    for (int i = 0; i < 3; i++) {
      Fused.optimizerStep(rule, p, gradient, memory);
    }
    Tensor all = p.detach().toDtype(DType.F64);
    for (Tensor m : memory) {
      all = Tensor.cat(List.of(all, m.toDtype(DType.F64)), 0);
    }
    return all;
  }

  private static Tensor numbers(int rows, int columns, DType dtype, long seed) {
    double[] x = new Random(seed).doubles((long) rows * columns, -2, 2).toArray();
    return Tensor.fromVec(x, Shape.of(rows, columns), CPU).toDtype(dtype);
  }

  @Test
  void sameBitsOnAnyNumberOfThreads() {
    for (OptimizerStep rule : RULES) {
      for (DType dtype : List.of(DType.F32, DType.F64, DType.BF16)) {
        Tensor p = numbers(300, 500, dtype, 1);
        Tensor g = numbers(300, 500, dtype, 2);
        assertSameBits(() -> after(rule, p, g, dtype));
      }
    }
  }

  @Test
  void gradientsOfAnyStridesFollowTheDoubles() {
    for (OptimizerStep rule : RULES) {
      Tensor p = numbers(7, 300, DType.F32, 1);
      Tensor g = numbers(300, 7, DType.F32, 2).t();
      double[] exact =
          after(rule, p.toDtype(DType.F64), g.toDtype(DType.F64).contiguous(), DType.F64)
              .flattenAll()
              .toVec1F64();
      assertNear(after(rule, p, g, DType.F32), exact, 1e-5);
    }
  }

  @Test
  void smallFloatsAreComputedInF32AndRoundedOnce() {
    for (OptimizerStep rule : RULES) {
      for (DType dtype : List.of(DType.BF16, DType.F16)) {
        Tensor p = numbers(7, 300, dtype, 1);
        Tensor g = numbers(300, 7, dtype, 2).t();
        for (DType memories : List.of(dtype, DType.F32)) {
          Tensor[] small = oneStep(rule, p, g, memories);
          Tensor[] wide = oneStep(rule, p.toDtype(DType.F32), g.toDtype(DType.F32), DType.F32);
          for (int i = 0; i < small.length; i++) {
            Tensor rounded = wide[i].toDtype(small[i].dtype());
            assertThat(small[i].toDtype(DType.F32).flattenAll().toVec1F32())
                .containsExactly(rounded.toDtype(DType.F32).flattenAll().toVec1F32());
          }
        }
      }
    }
  }

  private static Tensor[] oneStep(OptimizerStep rule, Tensor start, Tensor g, DType memories) {
    Var p = Var.fromTensor(start.copy());
    Tensor[] memory = new Tensor[rule.memories()];
    Tensor[] all = new Tensor[memory.length + 1];
    all[0] = p;
    for (int i = 0; i < memory.length; i++) {
      memory[i] = p.zerosLike().toDtype(memories);
      all[i + 1] = memory[i];
    }
    Fused.optimizerStep(rule, p, g, memory);
    return all;
  }

  private static void assertNear(Tensor ours, double[] exact, double error) {
    assertThat(ours.flattenAll().toVec1F64()).containsExactly(exact, within(error));
  }

  @Test
  void oneStepByHand() {
    // d = 2 + 0.2 · 1 = 2.2 for p = 1 and g = 2.
    assertStep(RULES.get(0), 1 - 0.1 * 2.2);
    assertStep(RULES.get(1), 1 - 0.1 * 0.7 * 2.2, 0.7 * 2.2);
    assertStep(RULES.get(2), 1 - 0.1 * (2.2 + 0.9 * 2.2), 2.2);
    double second = Math.sqrt(0.001 * 4 / (1 - Math.pow(0.999, 3)));
    assertStep(
        RULES.get(3), 0.98 - 0.1 * 0.2 / (1 - Math.pow(0.9, 3)) / (second + 1e-8), 0.2, 0.001 * 4);
    assertStep(RULES.get(5), 1 - 0.1 * 2.2 / (Math.sqrt(0.01 * 2.2 * 2.2) + 1e-8), 0.0484);
    assertStep(RULES.get(9), 1 - 0.1 * 2.2 / (2.2 + 1e-8), 4.84);
    assertStep(RULES.get(10), 0.98 - 0.1, 0.02);
    assertStep(new OptimizerStep.Momentum(0.1, 0.9, 0.3, 0.2, false, true), 1 - 0.1 * 2.2, 2.2);
  }

  private static void assertStep(OptimizerStep rule, double... expected) {
    Var p = Var.of(new double[] {1}, CPU);
    Tensor[] memory = new Tensor[rule.memories()];
    for (int i = 0; i < memory.length; i++) {
      memory[i] = p.zerosLike();
    }
    Fused.optimizerStep(rule, p, Tensor.of(new double[] {2}, CPU), memory);
    assertThat(p.toVec1F64()[0]).isCloseTo(expected[0], within(1e-12));
    for (int i = 0; i < memory.length; i++) {
      assertThat(memory[i].toVec1F64()[0]).isCloseTo(expected[i + 1], within(1e-12));
    }
  }

  @Test
  void varianceThatRoundingMakesNegativeIsZero() {
    OptimizerStep rule = new OptimizerStep.RmsProp(0.01, 0.5, 1e-3, 0, 0, true);
    Var p = Var.of(new float[] {1, 1, 1}, CPU);
    Tensor g = Tensor.of(new float[] {0.1f, 0.7f, 12345.678f}, CPU);
    Tensor squares = p.zerosLike();
    Tensor means = p.zerosLike();
    for (int i = 0; i < 200; i++) {
      Fused.optimizerStep(rule, p, g, squares, means);
      assertThat(p.toVec1F32()).doesNotContain(Float.NaN);
    }
  }

  @Test
  void whatDoesNotFitIsRefused() {
    Var p = Var.of(new float[] {1, 2}, CPU);
    Tensor g = p.onesLike();
    Tensor m = p.zerosLike();
    OptimizerStep lion = new OptimizerStep.Lion(0.1, 0.9, 0.99, 0);
    Errors.of(() -> Fused.optimizerStep(lion, p, g))
        .is(Kind.ARGUMENT, "lion")
        .says("lion remembers 1 tensors, got 0");
    Errors.of(() -> Fused.optimizerStep(lion, p, g, g))
        .is(Kind.ARGUMENT, "lion")
        .says("lion: a memory is the same tensor as another operand");
    Errors.of(() -> Fused.optimizerStep(lion, p, g, p)).is(Kind.ARGUMENT, "lion");
    Errors.of(() -> Fused.optimizerStep(lion, p, g.unsqueeze(0), m))
        .is(Kind.SHAPE, "lion")
        .says(
            "shape mismatch in lion, lhs: [2], rhs: [1, 2]",
            "a gradient has the shape of its parameter");
    Errors.of(() -> Fused.optimizerStep(lion, p, g, m.toDtype(DType.F64))).is(Kind.DTYPE, "lion");
    Errors.of(() -> Fused.optimizerStep(lion, p, g, p.zerosLike().toDtype(DType.F16)))
        .is(Kind.DTYPE, "lion");
    Errors.of(() -> new OptimizerStep.Adam(0.1, 0.9, 0.99, 1e-8, 0, false, false, 0))
        .is(Kind.ARGUMENT, "adam")
        .says("adam counts steps from 1, got 0");
    assertThat(p.toVec1F32()).containsExactly(1, 2);
  }

  @Test
  void memoriesAreChangedInPlaceAndNoticed() {
    Var p = Var.of(new float[] {1, 2}, CPU);
    Var m = Var.fromTensor(p.zerosLike());
    Tensor y = m.sqr();
    Fused.optimizerStep(new OptimizerStep.Adagrad(0.1, 1e-8, 0), p, p.onesLike(), m);
    Errors.of(y::backward).is(Kind.AUTOGRAD, "backward");
  }
}
