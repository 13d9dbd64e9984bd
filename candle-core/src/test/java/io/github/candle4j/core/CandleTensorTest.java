package io.github.candle4j.core;

import static io.github.candle4j.core.CandleRounding.rounded;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/// The tests of Candle's tensor_tests.rs about elements, comparisons and sorts, with its inputs and results.
class CandleTensorTest {
  private static final Device CPU = Device.CPU;
  private static final float[][] DATA = {{3, 1, 4, 1, 5}, {2, 1, 7, 8, 2}};

  private static void is(Tensor x, float[]... expected) {
    assertThat(x.toVec2F32()).isEqualTo(expected);
  }

  private static void same(Tensor x, Tensor expected) {
    assertThat(x.flattenAll().toVec1F32()).isEqualTo(expected.flattenAll().toVec1F32());
    assertThat(x.dims()).isEqualTo(expected.dims());
  }

  /// Candle's bodies of `full` and `const_set` have changed places; this is the one that sets.
  @Test
  void constSet() {
    Tensor tensor = Tensor.zeros(Shape.of(3, 4), DType.U32, CPU);
    tensor.constSet(42);
    int[] row = {42, 42, 42, 42};
    assertThat(tensor.toVec2U32()).isEqualTo(new int[][] {row, row, row});
    tensor.i(Index.all(), Index.at(2)).constSet(1337);
    int[] marked = {42, 42, 1337, 42};
    assertThat(tensor.toVec2U32()).isEqualTo(new int[][] {marked, marked, marked});
    tensor.i(Index.at(2), Index.all()).constSet(1);
    assertThat(tensor.toVec2U32()).isEqualTo(new int[][] {marked, marked, {1, 1, 1, 1}});
    assertThat(Tensor.full(42, Shape.of(2, 3), CPU).toVec2U32())
        .isEqualTo(new int[][] {{42, 42, 42}, {42, 42, 42}});
  }

  @Test
  void clamp() {
    is(
        Tensor.of(DATA, CPU).clamp(1.5, 6.2),
        new float[][] {{3, 1.5f, 4, 1.5f, 5}, {2, 1.5f, 6.2f, 6.2f, 2}});
  }

  @Test
  void asort() {
    Tensor tensor = Tensor.of(new float[][] {{3, 1, 4, 1.1f, 5}, {2.1f, 1, 7, 8, 2}}, CPU);
    int[][] up = {{1, 3, 0, 2, 4}, {1, 4, 0, 2, 3}};
    int[][] down = {{4, 2, 0, 3, 1}, {3, 2, 0, 4, 1}};
    assertThat(tensor.argSortLastDim(true).toVec2U32()).isEqualTo(up);
    assertThat(tensor.argSortLastDim(false).toVec2U32()).isEqualTo(down);
    SortResult ascending = tensor.sortLastDim(true);
    assertThat(ascending.indices().toVec2U32()).isEqualTo(up);
    is(ascending.values(), new float[][] {{1, 1.1f, 3, 4, 5}, {1, 2, 2.1f, 7, 8}});
    SortResult descending = tensor.sortLastDim(false);
    assertThat(descending.indices().toVec2U32()).isEqualTo(down);
    is(descending.values(), new float[][] {{5, 4, 3, 1.1f, 1}, {8, 7, 2.1f, 2, 1}});
    Tensor view = Tensor.of(new float[][] {{1, 2, 3}, {30, 10, 20}}, CPU).narrow(0, 1, 1);
    assertThat(view.sortLastDim(true).indices().toVec2U32()).isEqualTo(new int[][] {{1, 2, 0}});
    is(view.sortLastDim(true).values(), new float[][] {{10, 20, 30}});
    assertThat(view.sortLastDim(false).indices().toVec2U32()).isEqualTo(new int[][] {{0, 2, 1}});
    is(view.sortLastDim(false).values(), new float[][] {{30, 20, 10}});
  }

  @Test
  void asortBig() {
    Tensor falling = Tensor.arangeStep(2000f, 0f, -1f, CPU);
    assertThat(falling.argSortLastDim(true).toVec1U32())
        .isEqualTo(Tensor.arangeStep(1999L, -1L, -1L, CPU).toDtype(DType.U32).toVec1U32());
    assertThat(falling.argSortLastDim(false).toVec1U32())
        .isEqualTo(Tensor.arange(0, 2000, CPU).toVec1U32());
  }

  private static final Tensor SIGNED =
      Tensor.of(new float[][] {{-3, 1, 4, -0.1f, 0.5f}, {2.7f, -1.8f, -0.28f, 1.8f, 2.8f}}, CPU);

  @Test
  void unaryOp() {
    assertThat(rounded(SIGNED.gelu(), 4))
        .containsExactly(
            -0.0036f, 0.8412f, 3.9999f, -0.046f, 0.3457f, 2.6911f, -0.0647f, -0.1091f, 1.7353f,
            2.7933f);
    Tensor half = SIGNED.toDtype(DType.F16).gelu().toDtype(DType.F32);
    assertThat(SIGNED.gelu().sub(half).flattenAll().max(0).toScalarF32()).isLessThan(5e-3f);
    assertThat(rounded(SIGNED.geluErf(), 4))
        .containsExactly(
            -0.004f, 0.8413f, 3.9999f, -0.046f, 0.3457f, 2.6906f, -0.0647f, -0.1091f, 1.7353f,
            2.7928f);
    assertThat(rounded(SIGNED.erf(), 4))
        .containsExactly(
            -1, 0.8427f, 1, -0.1125f, 0.5205f, 0.9999f, -0.9891f, -0.3079f, 0.9891f, 0.9999f);
    assertThat(rounded(SIGNED.silu(), 4))
        .containsExactly(
            -0.1423f, 0.7311f, 3.9281f, -0.0475f, 0.3112f, 2.53f, -0.2553f, -0.1205f, 1.5447f,
            2.6395f);
    Tensor x = Tensor.of(new float[] {-1, 0, -2, 3}, CPU);
    assertThat(rounded(x.elu(2), 4)).containsExactly(-1.2642f, 0, -1.7293f, 3);
    assertThat(rounded(x.reshape(2, 2).t().elu(2), 4)).containsExactly(-1.2642f, -1.7293f, 0, 3);
  }

  @Test
  void unaryOpsThatRound() {
    is(SIGNED.ceil(), new float[][] {{-3, 1, 4, -0f, 1}, {3, -1, -0f, 2, 3}});
    is(SIGNED.floor(), new float[][] {{-3, 1, 4, -1, 0}, {2, -2, -1, 1, 2}});
    is(SIGNED.round(), new float[][] {{-3, 1, 4, -0f, 1}, {3, -2, -0f, 2, 3}});
    Tensor digits = Tensor.of(new float[] {2997.9246f, 314.15926f}, CPU);
    assertThat(digits.roundTo(2).toVec1F32()).containsExactly(2997.92f, 314.16f);
    assertThat(digits.roundTo(-2).toVec1F32()).containsExactly(3000, 300);
    Tensor signs = Tensor.of(new float[] {-1.01f, -0.9f, -0.1f, 0, -0f, 0.1f, 0.9f, 1, 1.1f}, CPU);
    // Rust compares numbers, for which -0 is 0.
    assertThat(signs.sign().add(0).toVec1F32()).containsExactly(-1, -1, -1, 0, 0, 1, 1, 1, 1);
  }

  @Test
  void binaryOp() {
    Tensor tensor1 = Tensor.of(DATA, CPU);
    Tensor tensor2 = Tensor.of(new float[][] {{5, 5, 5, 5, 5}, {2, 1, 7, 8, 2}}, CPU);
    Tensor tensor = tensor1.add(tensor1.mul(tensor1).div(tensor1.add(tensor2)));
    is(
        tensor,
        new float[][] {
          {4.125f, 1.1666666f, 5.7777777f, 1.1666666f, 7.5f}, {3, 1.5f, 10.5f, 12, 3}
        });
    is(tensor.sub(tensor), new float[2][5]);
    is(
        tensor1.minimum(tensor2.mul(0.5)),
        new float[][] {{2.5f, 1, 2.5f, 1, 2.5f}, {1, 0.5f, 3.5f, 4, 1}});
    is(tensor1.maximum(tensor2.mul(0.5)), new float[][] {{3, 2.5f, 4, 2.5f, 5}, {2, 1, 7, 8, 2}});
    Tensor part = Tensor.arange(1f, 91f, CPU).reshape(3, 6, 5).narrow(1, 0, 4);
    Tensor whole = part.contiguous();
    Tensor scale = Tensor.arange(1f, 61f, CPU).reshape(3, 4, 5);
    same(part.add(scale), whole.add(scale));
    same(part.mul(scale), whole.mul(scale));
    same(scale.add(part), scale.add(whole));
  }

  private static final Tensor IDS = Tensor.of(new byte[][] {{0, 1, 0, 1, 0}, {1, 1, 1, 0, 0}}, CPU);
  private static final Tensor A = Tensor.arange(0f, 10f, CPU).reshape(2, 5);
  private static final Tensor B = Tensor.arange(10f, 20f, CPU).reshape(2, 5);

  @Test
  void ternaryOp() {
    assertThat(IDS.whereCond(A, B).flattenAll().toVec1F32())
        .containsExactly(10, 1, 12, 3, 14, 5, 6, 7, 18, 19);
    Tensor fill = Tensor.of(7f, CPU).broadcastAs(2, 5);
    is(IDS.whereCond(fill, B), new float[][] {{10, 7, 12, 7, 14}, {7, 7, 7, 18, 19}});
    Tensor fill2 = Tensor.of(9f, CPU).broadcastAs(2, 5);
    Tensor narrowed = Tensor.arange(0f, 14f, CPU).reshape(2, 7).narrow(1, 1, 5);
    Tensor mask = Tensor.of(new byte[][] {{0, 1, 1, 0, 1}}, CPU).broadcastAs(2, 5);
    Tensor rowMask = Tensor.of(new byte[][] {{1}, {0}}, CPU).broadcastAs(2, 5);
    Tensor idsT = Tensor.of(new byte[][] {{0, 1}, {1, 1}, {0, 0}, {1, 0}, {1, 1}}, CPU).t();
    Tensor aT = Tensor.arange(0f, 10f, CPU).reshape(5, 2).t();
    // Candle compares ten of these; every condition with every pair of values is no more code.
    List<Tensor> values = List.of(A, B, fill, fill2, narrowed, aT);
    for (Tensor condition : List.of(IDS, mask, rowMask, idsT)) {
      for (Tensor a : values) {
        for (Tensor b : values) {
          Tensor packed = condition.contiguous().whereCond(a.contiguous(), b.contiguous());
          same(condition.whereCond(a, b), packed);
        }
      }
    }
  }

  @Test
  void cmp() {
    Tensor t1 = Tensor.of(new float[][] {{0, 1}, {2, 3}, {4, 5}}, CPU);
    Tensor t2 = Tensor.of(new float[][] {{1, 0}, {3, 3}, {4, 7}}, CPU);
    flags(t1.eq(t2), 0, 0, 0, 1, 1, 0);
    flags(t1.ne(t2), 1, 1, 1, 0, 0, 1);
    flags(t1.le(t2), 1, 0, 1, 1, 1, 1);
    flags(t1.lt(t2), 1, 0, 1, 0, 0, 1);
    flags(t1.gt(t2), 0, 1, 0, 0, 0, 0);
    flags(t1.ge(t2), 0, 1, 0, 1, 1, 0);
  }

  private static void flags(Tensor x, int... expected) {
    assertThat(x.dims()).containsExactly(3, 2);
    assertThat(x.flattenAll().toVec1U8()).containsExactly(expected);
  }

  @Test
  void i64Abs() {
    assertThat(Tensor.of(new long[] {-42, 1337}, CPU).abs().toVec1I64()).containsExactly(42, 1337);
  }

  @Test
  void pow() {
    Tensor lhs = Tensor.of(new float[][] {{1, 2, 3}, {4, 5, 6}}, CPU);
    assertThat(rounded(lhs.pow(lhs.sub(2)), 3)).containsExactly(1, 1, 3, 16, 125, 1296);
  }
}
