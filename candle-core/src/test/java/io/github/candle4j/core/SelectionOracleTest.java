package io.github.candle4j.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.candle4j.core.CandleException.Kind;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/// Orders, scans, reductions and flags at their edges, against the numbers that tools/oracles/selection.py prints.
class SelectionOracleTest {
  private static final Device CPU = Device.CPU;
  private static final float NAN = Float.NaN;
  private static final float INF = Float.POSITIVE_INFINITY;
  private static final float[] MIXED = {3, NAN, -0f, INF, 0, -INF, 3, NAN, -1.5f};

  /// In double, as numbers are there.
  private static double[] numbers(Tensor x) {
    return x.flattenAll().toDtype(DType.F64).toVec1F64();
  }

  private static Tensor row(float... x) {
    return Tensor.of(x, CPU);
  }

  @Test
  void ascendingOrderEndsWithNan() {
    SortResult sorted = row(MIXED).sortLastDim(true);
    assertThat(sorted.values().toVec1F32())
        .containsExactly(-INF, -1.5f, -0f, 0, 3, 3, INF, NAN, NAN);
    assertThat(sorted.indices().toVec1U32()).containsExactly(5, 8, 2, 4, 0, 6, 3, 1, 7);
  }

  @Test
  void descendingOrderEndsWithNanToo() {
    // PyTorch takes NaN for the largest number and puts it first here; all the others come in the
    // same order.
    SortResult sorted = row(MIXED).sortLastDim(false);
    assertThat(sorted.values().toVec1F32())
        .containsExactly(INF, 3, 3, -0f, 0, -1.5f, -INF, NAN, NAN);
    assertThat(sorted.indices().toVec1U32()).containsExactly(3, 0, 6, 2, 4, 8, 5, 1, 7);
  }

  @Test
  void topkTakesNanOnlyWhenThereIsNothingElse() {
    // PyTorch without the NaN; of the equal zeros it names the other.
    assertThat(row(MIXED).topk(3).values().toVec1F32()).containsExactly(INF, 3, 3);
    assertThat(row(MIXED).topk(3, 0, false).values().toVec1F32()).containsExactly(-INF, -1.5f, -0f);
    assertThat(row(MIXED).topk(8).values().toVec1F32()[7]).isNaN();
    assertThat(row(MIXED).topk(0).values().dims()).containsExactly(0);
  }

  @Test
  void medianIsTheLowerMiddleAndNanWins() {
    median(3, 2, 5, 1, 3);
    median(2, 3, 4, 1, 3, 2);
    median(NAN, 1, 1, NAN, 0, NAN);
    median(-INF, 1, INF, -INF);
    median(0, 1, -0f, 0, -0f);
    median(7, 0, 7);
  }

  private static void median(float value, int position, float... x) {
    SortResult median = row(x).median(0);
    assertThat(median.values().toVec0F32()).isEqualTo(Float.valueOf(value));
    assertThat(median.indices().toScalarU32()).isEqualTo(position);
  }

  @Test
  void largestAndSmallestWithNan() {
    Tensor x = row(MIXED);
    for (Tensor y : List.of(x.max(0), x.min(0), x.maxAll(), x.minAll())) {
      assertThat(y.toScalarF32()).isNaN();
    }
    assertThat(x.argmax(0).toScalarU32()).isEqualTo(1);
    assertThat(x.argmin(0).toScalarU32()).isEqualTo(1);
    assertThat(row(1, 5, 5).argmax(0).toScalarU32()).isEqualTo(1);
  }

  @Test
  void reductionsOfNothing() {
    Tensor x = Tensor.full(4f, Shape.of(2, 0), CPU);
    assertThat(numbers(x.sum(1))).containsExactly(0, 0);
    assertThat(numbers(x.prod(1))).containsExactly(1, 1);
    assertThat(numbers(x.logSumExp(1))).containsExactly(-INF, -INF);
    assertThat(numbers(x.any(1))).containsExactly(0, 0);
    assertThat(numbers(x.all(1))).containsExactly(1, 1);
    assertThat(numbers(x.countNonzero(1))).containsExactly(0, 0);
    for (Tensor y : List.of(x.mean(1), x.var(1), x.std(1), x.varPopulation(1))) {
      assertThat(numbers(y)).containsExactly(NAN, NAN);
    }
    for (Tensor y : List.of(x.cumsum(1), x.cumprod(1), x.argsort(1, true))) {
      assertThat(y.dims()).containsExactly(2, 0);
    }
    Errors.of(() -> x.max(1))
        .is(Kind.SHAPE, "reduce")
        .says("empty tensor for reduce", "max has nothing to choose from in shape [2, 0]");
    Errors.of(() -> x.max(0, 1)).is(Kind.SHAPE, "reduce");
    Errors.of(() -> x.argmin(1)).is(Kind.SHAPE, "reduce");
    Errors.of(() -> x.median(1))
        .is(Kind.SHAPE, "median")
        .says("empty tensor for median", "there is no middle element in shape [2, 0]");
  }

  @Test
  void reductionsOfNoRows() {
    Tensor x = Tensor.full(4f, Shape.of(0, 2), CPU);
    List<UnaryOperator<Tensor>> reductions =
        List.of(
            t -> t.sum(1),
            t -> t.prod(1),
            t -> t.mean(1),
            t -> t.var(1),
            t -> t.std(1),
            t -> t.any(1),
            t -> t.all(1),
            t -> t.max(1),
            t -> t.argmax(1),
            t -> t.logSumExp(1),
            t -> t.median(1).values());
    for (UnaryOperator<Tensor> reduction : reductions) {
      assertThat(reduction.apply(x).dims()).containsExactly(0);
    }
    assertThat(x.cumsum(1).dims()).containsExactly(0, 2);
    assertThat(x.cumprod(0).dims()).containsExactly(0, 2);
    assertThat(x.sortLastDim(true).values().dims()).containsExactly(0, 2);
    assertThat(x.topk(1).values().dims()).containsExactly(0, 1);
  }

  @Test
  void reductionsOfOneElement() {
    Tensor x = Tensor.full(4f, Shape.of(2, 1), CPU);
    for (Tensor y :
        List.of(x.sum(1), x.prod(1), x.mean(1), x.max(1), x.logSumExp(1), x.median(1).values())) {
      assertThat(numbers(y)).containsExactly(4, 4);
    }
    assertThat(numbers(x.var(1))).containsExactly(NAN, NAN);
    assertThat(numbers(x.std(1))).containsExactly(NAN, NAN);
    assertThat(numbers(x.varPopulation(1))).containsExactly(0, 0);
    assertThat(numbers(x.argmax(1))).containsExactly(0, 0);
    assertThat(numbers(x.cumprod(1))).containsExactly(4, 4);
  }

  @Test
  void productsWithZerosAndTheirGradients() {
    product(new double[] {2, 3, 4}, 24, 12, 8, 6);
    product(new double[] {2, 0, 4}, 0, 0, 8, 0);
    product(new double[] {0, 3, 0}, 0, 0, 0, 0);
    product(new double[] {0}, 0, 1);
    productsSoFar(new double[] {2, 3, 4}, new double[] {2, 6, 24}, 43, 28, 18);
    productsSoFar(new double[] {2, 0, 4}, new double[] {2, 0, 0}, 1, 28, 0);
    productsSoFar(new double[] {0, 3, 0}, new double[] {0, 0, 0}, 7, 0, 0);
    productsSoFar(new double[] {0}, new double[] {0}, 1);
  }

  private static void product(double[] x, double expected, double... gradient) {
    Var v = Var.of(x, CPU);
    Tensor y = v.prod(0);
    assertThat(y.toScalarF64()).isEqualTo(expected);
    assertThat(y.backward().get(v).orElseThrow().toVec1F64()).containsExactly(gradient);
  }

  /// The sum of the products is weighted with 1, 2, ..
  private static void productsSoFar(double[] x, double[] expected, double... gradient) {
    Var v = Var.of(x, CPU);
    Tensor y = v.cumprod(0);
    assertThat(y.toVec1F64()).containsExactly(expected);
    Tensor loss = y.mul(Tensor.arange(1.0, x.length + 1.0, CPU)).sumAll();
    assertThat(loss.backward().get(v).orElseThrow().toVec1F64()).containsExactly(gradient);
  }

  @Test
  void lastOfSeveralWritersStays() {
    Tensor ids = Tensor.of(new int[][] {{0, 1, 0, 0}, {2, 2, 1, 2}}, CPU);
    Tensor src = Tensor.arange(1f, 9f, CPU).reshape(2, 4);
    Tensor zeros = Tensor.zeros(Shape.of(2, 3), DType.F32, CPU);
    assertThat(zeros.scatter(ids, src, 1).toVec2F32())
        .isEqualTo(new float[][] {{4, 2, 0}, {0, 7, 8}});
    assertThat(zeros.scatterAdd(ids, src, 1).toVec2F32())
        .isEqualTo(new float[][] {{8, 2, 0}, {0, 7, 19}});
    assertThat(Tensor.zeros(Shape.of(3, 4), DType.F32, CPU).scatter(ids, src, 0).toVec2F32())
        .isEqualTo(new float[][] {{1, 0, 3, 4}, {0, 2, 7, 0}, {5, 6, 0, 8}});
  }

  @Test
  void variancesAndDeviations() {
    Tensor x =
        Tensor.of(
            new double[][] {{0.2035, 1.2959, 1.8101, -0.4644}, {1.5027, -0.3270, 0.5905, 0.6538}},
            CPU);
    close(x.var(1), 1.0630833091666667, 0.5590269933333333);
    close(x.std(1), 1.0310593140875393, 0.7476810772871902);
    close(x.varPopulation(1), 0.797312481875, 0.41927024499999993);
    close(x.stdPopulation(1), 0.8929235588083675, 0.6475108068596229);
    assertThat(x.stdKeepdim(-1).dims()).containsExactly(2, 1);
    assertThat(x.varPopulationKeepdim(0).dims()).containsExactly(1, 4);
    assertThat(x.stdPopulationKeepdim(0).dims()).containsExactly(1, 4);
    // 5/3: the mean is taken off first, so large numbers lose nothing.
    assertThat(row(10000, 10001, 10002, 10003).var(0).toScalarF32()).isEqualTo(1.6666666f);
    Tensor half = row(300, -300, 200).toDtype(DType.F16);
    assertThat(half.var(0).toScalarF16()).isEqualTo(INF);
    // The deviation fits F16 although the variance does not: √103333.3 = 321.46, rounded to a
    // multiple of 1/4.
    assertThat(half.std(0).toScalarF16()).isEqualTo(321.5f);
  }

  @Test
  void deviationsAndNormsAreFlatAtTheirKink() {
    Var x = Var.of(new float[] {5, 5, 5}, CPU);
    assertThat(x.std(0).backward().get(x).orElseThrow().toVec1F32()).containsExactly(0, 0, 0);
    Var zero = Var.of(new float[] {0, 0}, CPU);
    assertThat(zero.norm().backward().get(zero).orElseThrow().toVec1F32()).containsExactly(0, 0);
  }

  @Test
  void integerDivisionRoundsTowardsZero() {
    Tensor a = Tensor.of(new long[] {7, -7, 7, -7}, CPU);
    Tensor b = Tensor.of(new long[] {2, 2, -2, -2}, CPU);
    assertThat(a.div(b).toVec1I64()).containsExactly(3, -3, -3, 3);
  }

  private static void close(Tensor x, double... expected) {
    assertThat(numbers(x)).containsExactly(expected, within(1e-14));
  }

  @Test
  void logarithmOfSumsOfExponentials() {
    Tensor x =
        Tensor.of(
            new float[][] {
              {1, 2, 3}, {-INF, -INF, -INF}, {INF, 1, 2}, {NAN, 1, 2}, {1000, 1000, -INF}
            },
            CPU);
    double[] y = numbers(x.logSumExp(1));
    double[] expected = {3.4076058864593506, -INF, INF, NAN, 1000.6931762695312};
    for (int i = 0; i < y.length; i++) {
      if (Double.isFinite(expected[i])) {
        // A unit in the last place of F32.
        assertThat(y[i]).isCloseTo(expected[i], within(Math.abs(expected[i]) * 1.2e-7));
      } else {
        assertThat(y[i]).isEqualTo(Double.valueOf(expected[i]));
      }
    }
    // PyTorch has NaN here. A row of -inf has no slope; 0 leaves the other gradients of a batch
    // alone.
    Var u = Var.of(new float[] {-INF, -INF}, CPU);
    assertThat(u.logSumExp(0).backward().get(u).orElseThrow().toVec1F32()).containsExactly(0, 0);
  }

  @Test
  void smallFloatsAreSummedWide() {
    for (DType dtype : new DType[] {DType.F16, DType.BF16}) {
      assertThat(numbers(Tensor.ones(Shape.of(4096), dtype, CPU).sum(0))).containsExactly(4096);
      Tensor tenths = Tensor.full(0.1f, Shape.of(3000), CPU).toDtype(dtype);
      assertThat(numbers(tenths.sum(0))).containsExactly(300);
      assertThat(numbers(tenths.cumsum(0))[2999]).isEqualTo(300);
    }
    Tensor x = row(1, 0.001f, 0.002f, 1000, 0.3f);
    assertThat(numbers(x.toDtype(DType.F16).cumsum(0)))
        .containsExactly(1.0, 1.0009765625, 1.0029296875, 1001.0, 1001.5);
    assertThat(numbers(x.toDtype(DType.BF16).cumsum(0))).containsExactly(1, 1, 1, 1000, 1000);
  }

  @Test
  void smallFloatsAreMultipliedWide() {
    Tensor x = row(1.1f, 2.3f, 0.7f, 3.9f);
    Tensor half = x.toDtype(DType.F16);
    assertThat(numbers(half.prod(0))).containsExactly(6.91015625);
    assertThat(numbers(half.cumprod(0)))
        .containsExactly(1.099609375, 2.529296875, 1.771484375, 6.91015625);
    Tensor brain = x.toDtype(DType.BF16);
    assertThat(numbers(brain.cumprod(0))).containsExactly(1.1015625, 2.53125, 1.765625, 6.90625);
    // PyTorch rounds in between and has 6.9375; the four numbers in BF16 have the product 6.9107.
    assertThat(numbers(brain.prod(0))).containsExactly(6.90625);
  }

  @Test
  void flagsOfPairs() {
    Tensor p = row(0, 1, NAN, -0f, INF, 2);
    Tensor q = row(0, 0, 1, 5, NAN, -1);
    assertThat(p.logicalAnd(q).toVec1U8()).containsExactly(0, 0, 1, 0, 1, 1);
    assertThat(p.logicalOr(q).toVec1U8()).containsExactly(0, 1, 1, 1, 1, 1);
    assertThat(p.logicalXor(q).toVec1U8()).containsExactly(0, 1, 0, 1, 0, 0);
    assertThat(p.logicalNot().toVec1U8()).containsExactly(1, 0, 0, 1, 0, 0);
    assertThat(p.isNan().toVec1U8()).containsExactly(0, 0, 1, 0, 0, 0);
    assertThat(p.isInf().toVec1U8()).containsExactly(0, 0, 0, 0, 1, 0);
    assertThat(p.isFinite().toVec1U8()).containsExactly(1, 1, 0, 1, 0, 1);
    // Flags of different dtypes: each is compared with 0 on its own.
    assertThat(p.logicalAnd(q.toDtype(DType.I64)).toVec1U8()).containsExactly(0, 0, 1, 0, 0, 1);
  }

  @Test
  void closeness() {
    assertThat(allClose(new double[] {1, INF}, 1, INF)).isTrue();
    assertThat(allClose(new double[] {1}, INF)).isFalse();
    assertThat(allClose(new double[] {NAN}, NAN)).isFalse();
    assertThat(allClose(new double[] {1}, 1.00001)).isTrue();
    assertThat(allClose(new double[] {1}, 1.00002)).isFalse();
    assertThat(allClose(new double[] {0}, 2e-8)).isFalse();
    assertThat(allClose(new double[] {INF}, -INF)).isFalse();
    assertThat(allClose(new double[0])).isTrue();
    assertThat(row(1, 2).allClose(row(1.5f, 2), 0, 0.5)).isTrue();
    assertThat(Tensor.of(new long[] {3}, CPU).allClose(Tensor.of(new long[] {4}, CPU), 0.25, 0))
        .isTrue();
    Errors.of(() -> row(1).allClose(row(1).toDtype(DType.F64)))
        .is(Kind.DTYPE, "allclose")
        .says(
            "dtype mismatch in allclose, lhs: F32, rhs: F64",
            "cast one of them: toDtype(DType.F32) or toDtype(DType.F64)");
  }

  private static boolean allClose(double[] a, double... b) {
    return Tensor.of(a, CPU).allClose(Tensor.of(b, CPU));
  }

  @Test
  void masksAndPositions() {
    Tensor m = Tensor.arange(1f, 7f, CPU).reshape(2, 3);
    Tensor rowMask = Tensor.of(new byte[] {1, 0, 1}, CPU);
    assertThat(m.maskedFill(rowMask, -1).toVec2F32())
        .isEqualTo(new float[][] {{-1, 2, -1}, {-1, 5, -1}});
    assertThat(m.maskedSelect(m.gt(2.5)).toVec1F32()).containsExactly(3, 4, 5, 6);
    assertThat(m.t().maskedSelect(rowMask.unsqueeze(1)).toVec1F32()).containsExactly(1, 4, 3, 6);
    assertThat(Tensor.of(new int[][] {{0, 3, 0}, {4, 0, 5}}, CPU).nonzero().toVec2U32())
        .isEqualTo(new int[][] {{0, 1}, {1, 0}, {1, 2}});
    assertThat(Tensor.of(5, CPU).nonzero().dims()).containsExactly(1, 0);
    assertThat(m.maskedSelect(m.gt(9)).dims()).containsExactly(0);
    Errors.of(() -> m.maskedFill(m, 0)).is(Kind.DTYPE, "masked_fill");
    Errors.of(() -> rowMask.maskedFill(rowMask, 0.5)).is(Kind.DTYPE, "masked_fill");
    Errors.of(() -> m.maskedSelect(m.t())).is(Kind.SHAPE, "masked_select");
  }
}
