package io.github.candle4j.core;

import static io.github.candle4j.core.Numbers.assertIs;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.candle4j.core.CandleException.Kind;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Elements in another order; the numbers are PyTorch's (tools/oracles/shapes.py).
class RearrangingTest {
  private static final Device CPU = Device.CPU;
  private final Tensor x = Numbers.from0(2, 3, 2);

  @Test
  void flip() {
    assertIs(x.flip(0, 2), x.shape(), 7, 6, 9, 8, 11, 10, 1, 0, 3, 2, 5, 4);
    assertIs(x.flip(1), x.shape(), 4, 5, 2, 3, 0, 1, 10, 11, 8, 9, 6, 7);
    assertThat(x.flip()).isSameAs(x);
    assertIs(x.flip(List.of(0, 2)), x.shape(), floats(x.flip(0, 2)));
    Errors.of(() -> x.flip(List.of(1, -2))).is(Kind.SHAPE, "flip");
    assertIs(x.transpose(0, 2).flip(-1).transpose(0, 2), x.shape(), floats(x.flip(0)));
    assertIs(x.narrow(1, 1, 2).flip(1), Shape.of(2, 2, 2), 4, 5, 2, 3, 10, 11, 8, 9);
    assertIs(Numbers.from0(2, 0).flip(0, 1), Shape.of(2, 0));
    assertIs(x.get(0).get(0).unsqueeze(0).broadcastAs(2, 2).flip(0, 1), Shape.of(2, 2), 1, 0, 1, 0);
    Errors.of(() -> x.flip(3)).is(Kind.SHAPE, "flip");
    Errors.of(() -> x.flip(0, -3))
        .is(Kind.SHAPE, "flip")
        .says("flip: duplicate dim index [0, -3] for shape [2, 3, 2]");
  }

  @Test
  void roll() {
    assertIs(x.roll(1, 1), x.shape(), 4, 5, 0, 1, 2, 3, 10, 11, 6, 7, 8, 9);
    assertIs(x.roll(-1, 1), x.shape(), 2, 3, 4, 5, 0, 1, 8, 9, 10, 11, 6, 7);
    assertIs(x.roll(5, 1), x.shape(), 2, 3, 4, 5, 0, 1, 8, 9, 10, 11, 6, 7);
    assertIs(x.roll(-7, 0), x.shape(), 6, 7, 8, 9, 10, 11, 0, 1, 2, 3, 4, 5);
    assertIs(x.roll(1, -1), x.shape(), 1, 0, 3, 2, 5, 4, 7, 6, 9, 8, 11, 10);
    assertThat(x.roll(Integer.MIN_VALUE, 0).shape()).isEqualTo(x.shape());
    assertIs(Numbers.from0(2, 0).roll(3, 1), Shape.of(2, 0));
    Errors.of(() -> x.roll(1, 3)).is(Kind.SHAPE, "roll");
  }

  @Test
  void unfold() {
    Tensor v = Numbers.from0(7);
    assertIs(v.unfold(0, 2, 1), Shape.of(6, 2), 0, 1, 1, 2, 2, 3, 3, 4, 4, 5, 5, 6);
    assertIs(v.unfold(0, 2, 2), Shape.of(3, 2), 0, 1, 2, 3, 4, 5);
    assertIs(v.unfold(0, 3, 2), Shape.of(3, 3), 0, 1, 2, 2, 3, 4, 4, 5, 6);
    assertIs(v.unfold(0, 7, 1), Shape.of(1, 7), 0, 1, 2, 3, 4, 5, 6);
    assertIs(v.unfold(0, 1, 3), Shape.of(3, 1), 0, 3, 6);
    assertIs(v.unfold(0, 5, Integer.MAX_VALUE), Shape.of(1, 5), 0, 1, 2, 3, 4);
    assertIs(
        Numbers.from0(2, 4, 2).unfold(-2, 3, 1),
        Shape.of(2, 2, 2, 3),
        "0 2 4 1 3 5 2 4 6 3 5 7 8 10 12 9 11 13 10 12 14 11 13 15");
    assertThat(v.unfold(0, 3, 1).storage()).as("a view").isSameAs(v.storage());
  }

  @Test
  void gradientsOfOverlappingWindowsAddUp() {
    Var v = Var.fromTensor(Numbers.from0(2, 4, 2));
    Tensor loss = v.unfold(1, 3, 1).mul(Numbers.from0(2, 2, 2, 3)).sumAll();
    Tensor gradient = loss.backward().get(v).orElseThrow();
    assertIs(gradient, v.shape(), 0, 3, 7, 13, 9, 15, 8, 11, 12, 15, 31, 37, 33, 39, 20, 23);
  }

  @Test
  void errorsOfUnfold() {
    Errors.of(() -> x.unfold(1, 4, 1))
        .is(Kind.SHAPE, "unfold")
        .says("unfold: maximum size for tensor at dimension 1 is 3 but size is 4");
    Errors.of(() -> x.unfold(1, 2, 0))
        .is(Kind.ARGUMENT, "unfold")
        .says("unfold wants a size of 0 or more and a step of 1 or more, got size: 2, step: 0");
    Errors.of(() -> x.unfold(1, -1, 1)).is(Kind.ARGUMENT, "unfold");
    Errors.of(() -> x.unfold(3, 1, 1)).is(Kind.SHAPE, "unfold");
  }

  @Test
  void splitIntoParts() {
    List<Tensor> parts = x.split(List.of(1, 0, 2), 1);
    assertIs(parts.get(0), Shape.of(2, 1, 2), 0, 1, 6, 7);
    assertIs(parts.get(1), Shape.of(2, 0, 2));
    assertIs(parts.get(2), Shape.of(2, 2, 2), 2, 3, 4, 5, 8, 9, 10, 11);
    assertThat(x.split(-2, 2, 1).stream().map(Tensor::shape))
        .containsExactly(Shape.of(2, 2, 2), Shape.of(2, 1, 2));
    String hint = "sizes are 0 or more and their sum is that of the dimension, 3";
    Errors.of(() -> x.split(1, 2, 2))
        .is(Kind.SHAPE, "split")
        .says("split: sizes [2, 2] do not fit dimension 1 of shape [2, 3, 2]", hint);
    Errors.of(() -> x.split(1, -1, 4))
        .says("split: sizes [-1, 4] do not fit dimension 1 of shape [2, 3, 2]", hint);
    Errors.of(() -> x.split(List.of(1), 3)).is(Kind.SHAPE, "split");
  }

  @Test
  void movedim() {
    assertIs(x.movedim(0, 2), Shape.of(3, 2, 2), 0, 6, 1, 7, 2, 8, 3, 9, 4, 10, 5, 11);
    assertIs(x.movedim(-1, 0), Shape.of(2, 2, 3), 0, 2, 4, 6, 8, 10, 1, 3, 5, 7, 9, 11);
    assertThat(x.movedim(1, -2)).isSameAs(x);
    Errors.of(() -> x.movedim(0, 3)).is(Kind.SHAPE, "movedim");
  }

  @Test
  void repeatInterleave() {
    assertIs(
        x.repeatInterleave(2, 1),
        Shape.of(2, 6, 2),
        "0 1 0 1 2 3 2 3 4 5 4 5 6 7 6 7 8 9 8 9 10 11 10 11");
    assertIs(x.repeatInterleave(0, 1), Shape.of(2, 0, 2));
    Errors.of(() -> x.repeatInterleave(-1, 1))
        .is(Kind.ARGUMENT, "repeat_interleave")
        .says("repeat_interleave wants 0 or more, got -1");
    Errors.of(() -> x.repeatInterleave(1 << 30, 1))
        .is(Kind.SHAPE, "repeat_interleave")
        .says("repeat_interleave: a dimension cannot have the size 3221225472");
  }

  @Test
  void pixelShuffle() {
    assertIs(
        Numbers.from0(1, 8, 1, 2).pixelShuffle(2),
        Shape.of(1, 2, 2, 4),
        "0 2 1 3 4 6 5 7 8 10 9 11 12 14 13 15");
    assertIs(
        Numbers.from0(1, 2, 2, 4).pixelUnshuffle(2),
        Shape.of(1, 8, 1, 2),
        "0 2 1 3 4 6 5 7 8 10 9 11 12 14 13 15");
    Tensor image = Numbers.from0(3, 4, 6);
    assertIs(image.pixelUnshuffle(2).pixelShuffle(2), image.shape(), floats(image));
    assertIs(Numbers.from0(0, 4, 1, 1).pixelShuffle(2), Shape.of(0, 1, 2, 2));
  }

  @Test
  void errorsOfPixelShuffle() {
    Errors.of(() -> Numbers.from0(2, 6, 1, 1).pixelShuffle(2))
        .is(Kind.SHAPE, "pixel_shuffle")
        .says("pixel_shuffle: 4 does not divide the size of dimension 1 of shape [2, 6, 1, 1]");
    Errors.of(() -> Numbers.from0(1, 4, 3).pixelUnshuffle(2))
        .is(Kind.SHAPE, "pixel_unshuffle")
        .says("pixel_unshuffle: 2 does not divide the size of dimension 2 of shape [1, 4, 3]");
    Errors.of(() -> x.pixelShuffle(0))
        .is(Kind.ARGUMENT, "pixel_shuffle")
        .says("pixel_shuffle wants a factor of 1 or more, got 0");
    Errors.of(() -> x.pixelShuffle(1 << 20)).is(Kind.SHAPE, "pixel_shuffle");
    Errors.of(() -> Numbers.from0(4, 4).pixelShuffle(2))
        .is(Kind.SHAPE, "pixel_shuffle")
        .says(
            "unexpected rank, expected: 3, got: 2 ([4, 4])",
            "pixel_shuffle wants images [.., channels, height, width]");
  }

  @Test
  void diagonals() {
    Tensor v = Numbers.from(1, 2);
    assertIs(v.diag(), Shape.of(2, 2), 1, 0, 0, 2);
    assertIs(v.diag(-1), Shape.of(3, 3), 0, 0, 0, 1, 0, 0, 0, 2, 0);
    assertIs(v.diag(1), Shape.of(3, 3), 0, 1, 0, 0, 0, 2, 0, 0, 0);
    Tensor m = Numbers.from0(3, 4);
    assertIs(m.diag(), Shape.of(3), 0, 5, 10);
    assertIs(m.diag(-1), Shape.of(2), 4, 9);
    assertIs(m.diag(1), Shape.of(3), 1, 6, 11);
    assertIs(m.diag(3), Shape.of(1), 3);
    for (int k : new int[] {-4, 4, Integer.MIN_VALUE, Integer.MAX_VALUE}) {
      assertIs(m.diag(k), Shape.of(0));
    }
    assertIs(m.t().diag(1), Shape.of(2), 4, 9);
    assertIs(Numbers.from0(2, 2, 3).diagonal(1, 0, 2), Shape.of(2, 2), 1, 8, 4, 11);
    assertIs(Numbers.from0(2, 2, 3).diagonal(-1, 2, 0), Shape.of(2, 2), 1, 8, 4, 11);
    assertIs(Tensor.of(new long[] {7, 8}, CPU).diag(), Shape.of(2, 2), 7, 0, 0, 8);
    Errors.of(() -> x.diag())
        .is(Kind.SHAPE, "diag")
        .says(
            "unexpected rank, expected: 2, got: 3 ([2, 3, 2])",
            "squeeze(dim) takes a dimension of size 1 away, flatten(from, to) joins several");
    Errors.of(() -> v.diag(Integer.MAX_VALUE))
        .is(Kind.SHAPE, "diag")
        .says("diag: a dimension cannot have the size 2147483649");
    Errors.of(() -> m.diagonal(0, 1, -1)).is(Kind.SHAPE, "diagonal");
  }

  @Test
  void triangles() {
    Tensor m = Numbers.from0(3, 4);
    assertIs(m.tril(), m.shape(), 0, 0, 0, 0, 4, 5, 0, 0, 8, 9, 10, 0);
    assertIs(m.triu(), m.shape(), 0, 1, 2, 3, 0, 5, 6, 7, 0, 0, 10, 11);
    assertIs(m.tril(-1), m.shape(), 0, 0, 0, 0, 4, 0, 0, 0, 8, 9, 0, 0);
    assertIs(m.triu(-1), m.shape(), 0, 1, 2, 3, 4, 5, 6, 7, 0, 9, 10, 11);
    assertIs(m.tril(1), m.shape(), 0, 1, 0, 0, 4, 5, 6, 0, 8, 9, 10, 11);
    assertIs(m.triu(1), m.shape(), 0, 1, 2, 3, 0, 0, 6, 7, 0, 0, 0, 11);
    assertIs(m.triu(Integer.MIN_VALUE), m.shape(), floats(m));
    assertIs(m.tril(Integer.MIN_VALUE), m.shape(), new double[12]);
    Tensor infinite = m.div(0);
    assertIs(infinite.tril(-3), m.shape(), new double[12]);
    Tensor batch = Tensor.stack(0, m, m.mul(2)).toDtype(DType.U8);
    assertIs(batch.tril().get(1), m.shape(), 0, 0, 0, 0, 8, 10, 0, 0, 16, 18, 20, 0);
    Errors.of(() -> Numbers.from0(3).tril())
        .is(Kind.SHAPE, "tril")
        .says(
            "unexpected rank, expected: 2, got: 1 ([3])",
            "unsqueeze(dim) adds a dimension of size 1");
  }

  @Test
  void outerProduct() {
    assertIs(Numbers.from(1, 2).outer(Numbers.from(2, 3)), Shape.of(2, 3), 2, 3, 4, 4, 6, 8);
    Errors.of(() -> x.outer(x))
        .is(Kind.SHAPE, "outer")
        .says("shape mismatch in outer, lhs: [2, 3, 2], rhs: [2, 3, 2]", "outer wants two vectors");
  }

  @Test
  void axesAreCountedFromEitherEnd() {
    assertThat(x.normalizeAxis(2)).isEqualTo(2);
    assertThat(x.normalizeAxis(-3)).isZero();
    Errors.of(() -> x.normalizeAxis(3))
        .is(Kind.SHAPE, "normalize_axis")
        .says("axis 3 is too large, tensor rank 3");
    Errors.of(() -> x.normalizeAxis(Long.MIN_VALUE))
        .says("axis -9223372036854775808 is too small, tensor rank 3");
  }

  @Test
  void roundedInF64AndOnce() {
    // Between 64 and 128 an F16 is a multiple of 1/16, so the first number is 100.125.
    Tensor half = Tensor.of(new float[] {100.1234f, 1, 0.25f}, DType.F16, CPU);
    assertIs(half.roundTo(3), Shape.of(3), 100.125, 1, 0.25);
    assertIs(half.roundTo(5), Shape.of(3), 100.125, 1, 0.25);
    for (DType dtype : List.of(DType.BF16, DType.F16, DType.F32, DType.F64)) {
      Tensor v = Tensor.of(new double[] {1.5, 0, 2}, dtype, CPU);
      for (int decimals : new int[] {7, 39, 308, 309, Integer.MAX_VALUE}) {
        assertIs(v.roundTo(decimals), v.shape(), 1.5, 0, 2);
        assertIs(v.roundTo(-decimals), v.shape(), 0, 0, 0);
      }
    }
    double inf = Double.POSITIVE_INFINITY;
    Tensor extreme = Tensor.of(new double[] {1e300, -inf, Double.NaN, 4e-320}, CPU);
    for (int decimals : new int[] {10, 308, 400}) {
      assertThat(extreme.roundTo(decimals).toVec1F64())
          .containsExactly(1e300, -inf, Double.NaN, decimals == 400 ? 4e-320 : 0);
    }
    assertThat(extreme.roundTo(-400).toVec1F64()).containsExactly(0, -inf, Double.NaN, 0);
    assertThat(extreme.roundTo(-300).toVec1F64()).containsExactly(1e300, -inf, Double.NaN, 0);
    for (int decimals : new int[] {2, 400, -400}) {
      Var x = Var.fromTensor(extreme);
      assertThat(x.roundTo(decimals).backward().get(x).orElseThrow().toVec1F64())
          .containsExactly(0, 0, 0, 0);
    }
  }

  @Test
  void roundingToDecimals() {
    Tensor v = Tensor.of(new double[] {1.2345, -1.2367, 1250, -1350}, CPU);
    assertIs(v.roundTo(2), v.shape(), 1.23, -1.24, 1250, -1350);
    // Halves go away from zero, as in Candle; PyTorch rounds them to even.
    assertIs(v.roundTo(-2), v.shape(), 0, 0, 1300, -1400);
    Tensor halves = Tensor.of(new double[] {-2.5, -1.5, -0.5, 0.5, 1.5, 2.5}, CPU);
    assertIs(halves.roundTo(0), halves.shape(), -3, -2, -1, 1, 2, 3);
    Errors.of(() -> v.toDtype(DType.I64).roundTo(1))
        .is(Kind.DTYPE, "round_to")
        .says(
            "unsupported dtype I64 for op round_to", "cast first: x.toDtype(DType.F32).roundTo(1)");
  }

  @Test
  void viewsOfFewDimensionsAreRefusedByName() {
    Tensor scalar = Tensor.of(1f, CPU);
    Errors.of(() -> scalar.transpose(0, 1))
        .is(Kind.SHAPE, "transpose")
        .says(
            "transpose: dimension index 0 out of range for shape []", "a scalar has no dimensions");
    Errors.of(() -> Numbers.from0(3).transpose(0, 1))
        .is(Kind.SHAPE, "transpose")
        .says(
            "transpose: dimension index 1 out of range for shape [3]",
            "dimensions go from 0 to 0, or from -1 (the last) to -1");
    Errors.of(scalar::t).is(Kind.SHAPE, "t");
    Errors.of(() -> scalar.squeeze(0)).is(Kind.SHAPE, "squeeze");
    assertThat(x.squeeze(1)).as("its size is 3").isSameAs(x);
    assertThat(scalar.unsqueeze(0).unsqueeze(-1).shape()).isEqualTo(Shape.of(1, 1));
    assertThat(x.transpose(0, 2).unsqueeze(1).stride()).containsExactly(1, 6, 2, 6);
  }

  private static double[] floats(Tensor x) {
    return x.flattenAll().toVec1F64();
  }
}
