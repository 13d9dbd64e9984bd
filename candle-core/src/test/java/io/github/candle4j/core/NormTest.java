package io.github.candle4j.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.candle4j.core.cpu.Parallel;
import io.github.candle4j.core.op.Op;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

/// Normalisation against the same in doubles, element by element.
@Isolated
class NormTest {
  private static final Device CPU = Device.CPU;
  private static final double EPS = 1e-5;
  private final int threads = Parallel.threads();

  @AfterEach
  void restore() {
    SameBits.restore(threads);
  }

  @Test
  void rowsOfEveryLengthAndDtype() {
    for (int n : new int[] {1, 2, 7, 8, 65, 1024, 4096, 4097, 9000}) {
      for (DType dtype : new DType[] {DType.F64, DType.F32, DType.F16, DType.BF16}) {
        Tensor x = numbers(0, 1, 3, n).toDtype(dtype);
        Tensor w = numbers(1, 0.3, n).toDtype(dtype);
        Tensor b = numbers(0, 1, n).toDtype(dtype);
        assertNear(Fused.layerNorm(x, w, b, EPS), expected(true, x, w, b));
        assertNear(Fused.layerNorm(x, w, EPS), expected(true, x, w, zeros(n)));
        assertNear(Fused.rmsNorm(x, w, EPS), expected(false, x, w, zeros(n)));
        assertNear(Fused.rmsNorm(x, EPS), expected(false, x, ones(n), zeros(n)));
        assertNear(Fused.layerNorm(x, EPS), expected(true, x, ones(n), zeros(n)));
      }
    }
  }

  @Test
  void operandsOfAnyStrides() {
    Tensor x = numbers(0, 1, 40, 30).toDtype(DType.F32);
    Tensor w = numbers(1, 0.3, 80).toDtype(DType.F32);
    Tensor turned = x.t();
    Tensor every = w.reshape(40, 2).narrow(1, 1, 1).flattenAll();
    assertNear(Fused.layerNorm(turned, every, EPS), expected(true, turned, every, zeros(40)));
    Tensor same = x.get(0).broadcastAs(5, 30);
    assertNear(Fused.rmsNorm(same, EPS), expected(false, same, ones(30), zeros(30)));
  }

  @Test
  void aLargeMeanCostsNoDigits() {
    // F32 holds these numbers to 1/1024, which is what the expected values start from.
    for (int n : new int[] {768, 5000}) {
      Tensor x = numbers(10_000, 1, 4, n).toDtype(DType.F32);
      assertNear(Fused.layerNorm(x, EPS), expected(true, x, ones(n), zeros(n)));
    }
    Tensor wide = numbers(1e8, 1, 4, 768);
    assertNear(Fused.layerNorm(wide, EPS), expected(true, wide, ones(768), zeros(768)));
  }

  @Test
  void numbersWhoseSquaresLeaveTheRangeOfF32() {
    for (double size : new double[] {7e9, 1e25, 1e-25}) {
      Tensor x = numbers(0, size, 3, 300).toDtype(DType.F32);
      Tensor expected = expected(false, 0, x.toDtype(DType.F64));
      assertNear(Fused.rmsNorm(x, 0), expected);
    }
    Tensor sum = Tensor.full(3e38f, Shape.of(1, 64), CPU);
    assertThat(Fused.layerNorm(sum, EPS).abs().maxAll().toScalarF32()).isZero();
  }

  @Test
  void equalElementsAreZeroAndNanStaysInItsRow() {
    Tensor x = Tensor.full(1e4f, Shape.of(2, 1000), CPU);
    assertThat(Fused.layerNorm(x, 1e-12).flattenAll().toVec1F32()).containsOnly(0);
    Tensor y = Fused.layerNorm(Tensor.of(new float[][] {{1, Float.NaN}, {1, 3}}, CPU), EPS);
    assertThat(y.get(0).toVec1F32()).containsOnly(Float.NaN);
    assertThat(y.get(1).toVec1F32()).containsExactly(new float[] {-1, 1}, within(1e-5f));
  }

  @Test
  void emptyRowsAndNoRows() {
    for (int[] dims : new int[][] {{0, 4}, {3, 0}, {2, 0, 4}}) {
      Var x = Var.zeros(Shape.of(dims), DType.F32, CPU);
      Var w = Var.ones(Shape.of(dims[dims.length - 1]), DType.F32, CPU);
      Tensor y = Fused.layerNorm(x, w, w, EPS);
      assertThat(y.dims()).containsExactly(dims);
      GradStore gradients = y.sumAll().backward();
      assertThat(gradients.get(x).orElseThrow().dims()).containsExactly(dims);
      assertThat(gradients.get(w).orElseThrow().dims()).containsExactly(w.dims());
    }
  }

  @Test
  void gradientsOfLongAndOfManyRows() {
    for (int[] dims : new int[][] {{3, 9000}, {2000, 33}}) {
      Tensor x = numbers(3, 1, dims).toDtype(DType.F32);
      Tensor w = numbers(1, 0.3, dims[1]).toDtype(DType.F32);
      Tensor dy = numbers(0, 1, dims).toDtype(DType.F32);
      for (boolean centred : new boolean[] {true, false}) {
        List<Tensor> fused = gradients(false, centred, x, w, dy);
        List<Tensor> composed = gradients(true, centred, x, w, dy);
        // Numbers of dy are up to 4.
        assertNear(fused.get(0).div(4), composed.get(0).div(4));
        // Each is a sum over rows, of numbers of both signs.
        double size = Math.sqrt(dims[0]);
        assertNear(fused.get(1).div(size), composed.get(1).div(size));
      }
    }
  }

  @Test
  void theSameBitsOnAnyNumberOfThreads() {
    Tensor w = numbers(1, 0.3, 130).toDtype(DType.F32);
    for (DType dtype : new DType[] {DType.F32, DType.F64, DType.BF16}) {
      Tensor x = numbers(3, 1, 701, 130).toDtype(dtype);
      Tensor dy = numbers(0, 1, 701, 130).toDtype(dtype);
      Tensor weight = w.toDtype(dtype);
      Tensor stats = numbers(1, 0.1, 2 * 701);
      SameBits.assertSameBits(() -> Fused.layerNorm(x, weight, weight, EPS));
      SameBits.assertSameBits(() -> Tensor.apply(new Op.NormGrad(true), x, dy, stats, weight));
      SameBits.assertSameBits(() -> Tensor.apply(new Op.NormWeightGrad(true), x, dy, stats));
    }
  }

  @Test
  void whatDoesNotFitThrows() {
    Tensor x = numbers(0, 1, 2, 3);
    assertFails(
        () -> Fused.layerNorm(x, numbers(0, 1, 4), EPS),
        "shape mismatch in layer-norm, lhs: [2, 3], rhs: [4]\n"
            + "the weight of rows [.., n] has shape [n]");
    assertFails(
        () -> Fused.layerNorm(x, numbers(0, 1, 3), numbers(0, 1, 1, 3), EPS),
        "shape mismatch in layer-norm, lhs: [2, 3], rhs: [1, 3]\n"
            + "the bias of rows [.., n] has shape [n]");
    assertFails(
        () -> Fused.rmsNorm(x, Tensor.of(new float[] {1, 2, 3}, CPU), EPS),
        "dtype mismatch in rms-norm, lhs: F64, rhs: F32\n"
            + "cast one of them: toDtype(DType.F64) or toDtype(DType.F32)");
    assertFails(
        () -> Fused.rmsNorm(Tensor.of(1.0, CPU), EPS),
        "rms-norm of a scalar\nthe last dimension is normalised; reshape(1) gives one");
    assertFails(
        () -> Fused.rmsNorm(x.toDtype(DType.I64), EPS),
        "unsupported dtype I64 for op rms-norm\ncast first: x.toDtype(DType.F32)");
    assertFails(
        () -> Fused.layerNorm(x, -1e-5),
        "layer-norm: eps must be 0 or more and finite, got -1.0E-5");
    assertFails(
        () -> Fused.rmsNorm(x, Double.NaN), "rms-norm: eps must be 0 or more and finite, got NaN");
  }

  /// Gradients of x and w for given dy; with `createGraph` those that are made of tensor operations, in F64.
  private static List<Tensor> gradients(boolean createGraph, boolean centred, Tensor... xs) {
    DType dtype = createGraph ? DType.F64 : xs[0].dtype();
    Var rows = Var.fromTensor(xs[0].toDtype(dtype));
    Var weight = Var.fromTensor(xs[1].toDtype(dtype));
    Tensor y = centred ? Fused.layerNorm(rows, weight, EPS) : Fused.rmsNorm(rows, weight, EPS);
    GradStore gradients = y.mul(xs[2].toDtype(dtype)).sumAll().backward(createGraph);
    return List.of(gradients.get(rows).orElseThrow(), gradients.get(weight).orElseThrow());
  }

  private static void assertFails(ThrowingCallable call, String message) {
    assertThatThrownBy(call).isInstanceOf(CandleException.class).hasMessage(message);
  }

  private static Tensor expected(boolean centred, Tensor x, Tensor w, Tensor b) {
    return expected(centred, EPS, x.toDtype(DType.F64))
        .broadcastMul(w.toDtype(DType.F64))
        .broadcastAdd(b.toDtype(DType.F64));
  }

  /// The formula, with plain sums.
  private static Tensor expected(boolean centred, double eps, Tensor x) {
    double[] out = new double[Math.toIntExact(x.elemCount())];
    int n = x.dim(-1);
    double[] in = x.flattenAll().toVec1F64();
    for (int row = 0; row < out.length; row += n) {
      // Of differences, which are exact for numbers that are near to each other.
      double rest = 0;
      for (int i = 0; i < n; i++) {
        rest += (in[row + i] - in[row]) / n;
      }
      double mean = centred ? in[row] + rest : 0;
      double variance = 0;
      for (int i = 0; i < n; i++) {
        variance += (in[row + i] - mean) * (in[row + i] - mean) / n;
      }
      double root = Math.sqrt(variance + eps);
      for (int i = 0; i < n; i++) {
        out[row + i] = (in[row + i] - mean) / root;
      }
    }
    return Tensor.fromVec(out, x.shape(), CPU);
  }

  private static void assertNear(Tensor y, Tensor expected) {
    double rounding =
        switch (y.dtype()) {
          case F16 -> 0x1p-11;
          case BF16 -> 0x1p-8;
          case F64 -> 1e-7;
          default -> 1e-6;
        };
    double[] a = y.toDtype(DType.F64).flattenAll().toVec1F64();
    double[] b = expected.flattenAll().toVec1F64();
    for (int i = 0; i < a.length; i++) {
      assertThat(a[i]).isCloseTo(b[i], within(rounding * Math.max(1, Math.abs(b[i]))));
    }
  }

  private static Tensor ones(int n) {
    return Tensor.ones(Shape.of(n), DType.F64, CPU);
  }

  private static Tensor zeros(int n) {
    return Tensor.zeros(Shape.of(n), DType.F64, CPU);
  }

  /// Numbers of this mean and deviation.
  private static Tensor numbers(double mean, double deviation, int... dims) {
    Random random = new Random(7);
    double[] x = new double[Math.toIntExact(Shape.of(dims).elemCount())];
    Arrays.setAll(x, i -> mean + deviation * random.nextGaussian());
    return Tensor.fromVec(x, Shape.of(dims), CPU);
  }
}
