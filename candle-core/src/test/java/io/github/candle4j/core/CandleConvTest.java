package io.github.candle4j.core;

import static io.github.candle4j.core.CandleConvNumbers.*;
import static io.github.candle4j.core.Index.all;
import static io.github.candle4j.core.Index.range;
import static io.github.candle4j.core.Listed.assertDims;
import static io.github.candle4j.core.Listed.assertRounded;
import static io.github.candle4j.core.Listed.f32;
import static io.github.candle4j.core.Listed.var;
import static io.github.candle4j.core.Listed.zeros;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// The tests of Candle's conv_tests.rs, with its numbers.
class CandleConvTest {
  @Test
  void conv1d() {
    Tensor t = f32(CONV1D_X, 1, 4, 5);
    Tensor w = f32(CONV1D_W, 2, 4, 3);
    Tensor res = t.conv1d(w, 0, 1, 1, 1);
    assertDims(res, 1, 2, 3);
    assertRounded(4, res, CONV1D_Y);
    Tensor padded = t.conv1d(w, 1, 1, 1, 1);
    assertDims(padded, 1, 2, 5);
    assertRounded(4, padded, CONV1D_PADDED);
    Tensor batch = Tensor.cat(0, t.zerosLike(), t, t.zerosLike()).conv1d(w, 1, 1, 1, 1);
    assertDims(batch, 3, 2, 5);
    assertRounded(4, batch.i(0), zeros(10));
    assertRounded(4, batch.i(1), CONV1D_PADDED);

    Tensor transposed = w.transpose(0, 1);
    for (Tensor k : List.of(transposed, transposed.contiguous())) {
      Tensor one = t.convTranspose1d(k, 0, 0, 1, 1, 1);
      assertDims(one, 1, 2, 7);
      assertRounded(4, one, CONV_TRANSPOSE1D);
      Tensor two = t.convTranspose1d(k, 0, 0, 1, 1, 2);
      assertDims(two, 1, 4, 7);
      assertRounded(4, two, CONV_TRANSPOSE1D_GROUPS);
    }
  }

  @Test
  void conv1dSmall() {
    Tensor t = f32(new double[] {0.4056, -0.8689, -0.0773, -1.5630}, 1, 1, 4);
    Tensor w = f32(new double[] {1, 0, 0}, 1, 1, 3);
    Tensor res = t.conv1d(w, 0, 1, 1, 1);
    assertDims(res, 1, 1, 2);
    assertRounded(4, res, 0.4056, -0.8689);
    Tensor padded = t.conv1d(w, 1, 1, 1, 1);
    assertDims(padded, 1, 1, 4);
    assertRounded(4, padded, 0.0, 0.4056, -0.8689, -0.0773);
  }

  @Test
  void conv2d() {
    Tensor t = f32(X, 1, 4, 5, 5);
    Tensor w = f32(W, 2, 4, 3, 3);
    Tensor res = t.conv2d(w, 0, 1, 1, 1);
    assertDims(res, 1, 2, 3, 3);
    assertRounded(4, res, CONV2D);
    Tensor batch = Tensor.cat(0, t.zerosLike(), t, t.zerosLike()).conv2d(w, 0, 1, 1, 1);
    assertDims(batch, 3, 2, 3, 3);
    assertRounded(4, batch.i(0), zeros(18));
    assertRounded(4, batch.i(1), CONV2D);

    Tensor transposed = t.convTranspose2d(w.transpose(0, 1), 0, 0, 1, 1);
    assertDims(transposed, 1, 2, 7, 7);
    assertRounded(4, transposed, CONV_TRANSPOSE2D);

    Tensor dilated = t.conv2d(w, 0, 1, 2, 1);
    assertDims(dilated, 1, 2, 1, 1);
    assertRounded(4, dilated, 2.45, -2.3504);

    Tensor both = t.convTranspose2d(w.transpose(0, 1), 0, 0, 1, 2);
    assertDims(both, 1, 2, 9, 9);
    assertRounded(4, both, CONV_TRANSPOSE2D_DILATED);
  }

  @Test
  void conv2dSmall() {
    Tensor t = f32(SMALL_X, 1, 2, 3, 3);
    Tensor w = f32(new double[] {-0.9259, 1.3017}, 1, 2, 1, 1);
    Tensor res = t.conv2d(w, 0, 1, 1, 1);
    assertDims(res, 1, 1, 3, 3);
    assertRounded(4, res, SMALL_Y);
    // The padding of 2 puts two rows and columns of zeros around what is above.
    Tensor padded = t.conv2d(w, 2, 1, 1, 1);
    assertDims(padded, 1, 1, 7, 7);
    Tensor inside = padded.i(all(), all(), range(2, 5), range(2, 5));
    assertRounded(4, inside, SMALL_Y);
    assertThat(padded.abs().sumAll().toScalarF32()).isEqualTo(inside.abs().sumAll().toScalarF32());

    Tensor transposed = t.convTranspose2d(w.transpose(0, 1), 0, 0, 1, 1);
    assertDims(transposed, 1, 1, 3, 3);
    assertRounded(4, transposed, SMALL_TRANSPOSED);
    Tensor turned = t.transpose(0, 1).convTranspose2d(w, 0, 0, 1, 1);
    assertDims(turned, 2, 2, 3, 3);
    assertRounded(4, turned, SMALL_TURNED);
  }

  @Test
  void conv2dSmaller() {
    double[] nine = {0.4056, -0.8689, 0.6843, 0.2395, 1.2279, -0.9287, -1.7030, 0.1370, 0.1866};
    Tensor w = Tensor.ones(Shape.of(1, 1, 3, 3), DType.F32, Device.CPU);
    Tensor res = f32(nine, 1, 1, 3, 3).conv2d(w, 0, 1, 1, 1);
    assertDims(res, 1, 1, 1, 1);
    assertRounded(4, res, -0.6197);
  }

  @Test
  void conv2dNonSquare() {
    Tensor w = f32(new double[] {-1.1351, 1.3841}, 1, 2, 1, 1);
    Tensor res = f32(NON_SQUARE_X, 1, 2, 4, 2).conv2d(w, 0, 1, 1, 1);
    assertDims(res, 1, 1, 4, 2);
    assertRounded(4, res, NON_SQUARE_Y);
  }

  @Test
  void conv2dGrad() {
    Var t = var(X, 1, 4, 5, 5);
    Var w = var(W, 2, 4, 3, 3);
    GradStore grads = squared(t.conv2d(w, 0, 1, 1, 1), 2, 741.12);
    check(2, grads, t, GRAD_X);
    check(2, grads, w, GRAD_W);

    GradStore strided = squared(t.conv2d(w, 0, 2, 1, 1), 2, 277.16);
    check(2, strided, t, STRIDED_GRAD_X);
    assertRounded(2, strided.get(w).orElseThrow().i(0), STRIDED_GRAD_W);

    // huggingface/candle#1212: a stride that leaves something over.
    Tensor part = t.i(all(), all(), range(0, 4), range(0, 4));
    GradStore partial = squared(part.conv2d(w, 0, 2, 1, 1), 2, 21.12);
    check(2, partial, t, PART_GRAD_X);
    assertRounded(2, partial.get(w).orElseThrow().i(0), PART_GRAD_W);
    transposedGrad();
  }

  /// Candle's comments name the digits in which it differs from PyTorch. All its differences are numbers near to a half
  /// of the last digit; both are within the rounding that is allowed here.
  private static void transposedGrad() {
    Var t = var(TRANSPOSED_X, 1, 4, 7, 5);
    Var w = var(TRANSPOSED_W, 4, 2, 3, 5);
    GradStore grads = squared(t.convTranspose2d(w, 4, 2, 3, 3), 0, 2904);
    check(1, grads, t, TRANSPOSED_GRAD_X);
    check(1, grads, w, TRANSPOSED_GRAD_W);

    GradStore halved = squared(t.convTranspose2d(w, 1, 1, 2, 1), 0, 3627);
    check(1, halved, t, HALVED_GRAD_X);
    check(1, halved, w, HALVED_GRAD_W);
  }

  private static GradStore squared(Tensor res, int digits, double expected) {
    Tensor loss = res.sqr().sumAll();
    assertRounded(digits, loss, expected);
    return loss.backward();
  }

  private static void check(int digits, GradStore grads, Var x, double... expected) {
    Tensor gradient = grads.get(x).orElseThrow();
    assertThat(gradient.shape()).isEqualTo(x.shape());
    assertRounded(digits, gradient, expected);
  }

  @Test
  void conv2dCEqHEqW() {
    Tensor t = f32(CUBE_X, 1, 4, 4, 4);
    Tensor w = Tensor.ones(Shape.of(2, 4, 3, 3), DType.F32, Device.CPU);
    Tensor res = t.conv2d(w, 1, 1, 1, 1);
    assertDims(res, 1, 2, 4, 4);
    Tensor both = res.i(0);
    assertThat(both.i(0).sub(both.i(1)).abs().maxAll().toScalarF32()).isLessThan(1e-6f);
    // The sum of the four elements in the corner of each of the four channels:
    // 2.8581 + 1.8029 - 2.3615 - 0.8685.
    assertRounded(3, res.i(0, 0, 0, 0), 1.4310);
  }

  @Test
  void conv2dGradNoncontiguousKernel() {
    double[] input = IntStream.rangeClosed(1, 32).mapToDouble(v -> v * 0.1).toArray();
    double[] weight = IntStream.rangeClosed(1, 12).mapToDouble(v -> v * 0.1).toArray();
    Var x = var(input, 1, 2, 4, 4);
    Var w = var(weight, 3, 4, 1, 1);
    Tensor kernel = w.i(all(), range(1, 3));
    Tensor loss = x.conv2d(kernel, 0, 2, 1, 1).sqr().sumAll();
    Tensor reference = x.conv2d(kernel.contiguous(), 0, 2, 1, 1).sqr().sumAll();
    assertThat(loss.toScalarF32()).isEqualTo(reference.toScalarF32());
    GradStore grads = loss.backward();
    GradStore expected = reference.backward();
    for (Var v : List.of(x, w)) {
      double[] numbers = expected.get(v).orElseThrow().flattenAll().toDtype(DType.F64).toVec1F64();
      assertRounded(4, grads.get(v).orElseThrow(), numbers);
    }
  }
}
