package io.github.candle4j.core.cpu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.candle4j.core.cpu.vector.VectorRows;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// The tests name [VectorRows] directly: without the Vector API they fail, they do not pass empty.
class RowKernelsTest {
  private static final float INFINITY = Float.POSITIVE_INFINITY;
  private static final int LONG_ROW = 10_000_000;

  /// A float sum in independent partial sums of at most `m` terms, then folded in at most 6 steps, is off by no more
  /// than `(m + 6) 2^-24` of the sum of absolute values (Higham, Accuracy and Stability, 4.2); the exponentials of
  /// softmax have one accumulator for a block, hence m = 4 * 32 (vector) and 256 (scalar).
  private static final double SUM_TOLERANCE = (256 + 6) * 0x1p-24;

  static Stream<RowKernels> kernels() {
    return Stream.of(new ScalarRows(), new VectorRows());
  }

  @ParameterizedTest
  @MethodSource("kernels")
  void sumsAgreeWithDoubleSumsForEveryLengthAndOffset(RowKernels rows) {
    Random random = new Random(3);
    for (int n = 0; n <= 5000; n = n < 150 ? n + 1 : n + 89) {
      int xo = random.nextInt(20);
      int yo = random.nextInt(20);
      float[] x = guarded(random, xo, n);
      float[] y = guarded(random, yo, n);
      double sum = 0;
      double sumAbs = 0;
      double dot = 0;
      double dotAbs = 0;
      double squares = 0;
      float mean = 0.25f;
      for (int i = 0; i < n; i++) {
        sum += x[xo + i];
        sumAbs += Math.abs(x[xo + i]);
        dot += (double) x[xo + i] * y[yo + i];
        dotAbs += Math.abs((double) x[xo + i] * y[yo + i]);
        squares += Math.pow((double) x[xo + i] - mean, 2);
      }
      assertThat((double) rows.sum(x, xo, n)).isCloseTo(sum, within(SUM_TOLERANCE * sumAbs));
      assertThat((double) rows.dot(x, xo, y, yo, n)).isCloseTo(dot, within(SUM_TOLERANCE * dotAbs));
      assertThat((double) rows.sumOfSquares(x, xo, n, mean))
          .isCloseTo(squares, within((SUM_TOLERANCE + 0x1p-22) * squares));
    }
  }

  @ParameterizedTest
  @MethodSource("kernels")
  void accumulateAddsExactlyTheRow(RowKernels rows) {
    Random random = new Random(4);
    for (int n = 0; n <= 150; n++) {
      int xo = random.nextInt(20);
      int yo = random.nextInt(20);
      float[] x = guarded(random, xo, n);
      float[] y = guarded(random, yo, n);
      float[] expected = y.clone();
      for (int i = 0; i < n; i++) {
        expected[yo + i] = y[yo + i] + x[xo + i];
      }
      rows.accumulate(x, xo, y, yo, n);
      assertThat(y).isEqualTo(expected);
    }
  }

  @ParameterizedTest
  @MethodSource("kernels")
  void longRowsLoseNothing(RowKernels rows) {
    float[] x = new float[LONG_ROW];
    Arrays.fill(x, 1);
    assertThat(rows.sum(x, 0, LONG_ROW)).isEqualTo(LONG_ROW);
    assertThat(rows.dot(x, 0, x, 0, LONG_ROW)).isEqualTo(LONG_ROW);
    Random random = new Random(5);
    double exact = 0;
    for (int i = 0; i < LONG_ROW; i++) {
      x[i] = random.nextFloat();
      exact += x[i];
    }
    assertThat(rows.sum(x, 0, LONG_ROW) / exact).isCloseTo(1, within(1e-7));
    Arrays.fill(x, 0.1f);
    assertThat(rows.sum(x, 0, LONG_ROW) / (0.1f * (double) LONG_ROW)).isCloseTo(1, within(4e-7));
  }

  @ParameterizedTest
  @MethodSource("kernels")
  void maximumAndMinimumAreExactAndNanWins(RowKernels rows) {
    Random random = new Random(3);
    for (int n = 1; n <= 300; n++) {
      int xo = random.nextInt(20);
      float[] x = guarded(random, xo, n);
      float max = x[xo];
      float min = x[xo];
      for (int i = 1; i < n; i++) {
        max = Math.max(max, x[xo + i]);
        min = Math.min(min, x[xo + i]);
      }
      assertThat(rows.max(x, xo, n)).isEqualTo(max);
      assertThat(rows.min(x, xo, n)).isEqualTo(min);
      x[xo + random.nextInt(n)] = Float.NaN;
      assertThat(rows.max(x, xo, n)).isNaN();
      assertThat(rows.min(x, xo, n)).isNaN();
    }
  }

  @ParameterizedTest
  @MethodSource("kernels")
  void softmaxAndItsDerivativeAgreeWithDouble(RowKernels rows) {
    Random random = new Random(3);
    for (int n = 1; n <= 3000; n = n < 70 ? n + 1 : n + 97) {
      int xo = random.nextInt(20);
      int yo = random.nextInt(20);
      float[] x = guarded(random, xo, n);
      float[] dy = guarded(random, 0, n);
      double total = 0;
      for (int i = 0; i < n; i++) {
        total += Math.exp((double) x[xo + i]);
      }
      float[] y = new float[yo + n + 20];
      Arrays.fill(y, 123);
      rows.softmax(x, xo, y, yo, n);
      double dot = 0;
      for (int i = 0; i < n; i++) {
        double exact = Math.exp((double) x[xo + i]) / total;
        // x - max is rounded (|x - max| < 32: 2^-20), then come e^x, a sum and a product.
        assertThat(y[yo + i] / exact).isCloseTo(1, within(0x1p-20 + SUM_TOLERANCE));
        dot += (double) y[yo + i] * dy[i];
      }
      assertThat(y[yo + n]).isEqualTo(123);
      assertThat(yo == 0 ? 123 : y[yo - 1]).isEqualTo(123);
      assertThat((double) rows.logSumExp(x, xo, n)).isCloseTo(Math.log(total), within(4e-6));
      rows.softmaxGrad(y, yo, dy, 0, dy, 0, n);
      float[] dx = dy;
      assertThat(dx[n]).isNaN();
      double sum = 0;
      for (int i = 0; i < n; i++) {
        sum += dx[i];
      }
      // Σ dx = Σ y dy - (Σ y)(Σ y dy) = 0
      assertThat(sum).isCloseTo(0, within(1e-5 * (1 + Math.abs(dot))));
      float[] inPlace = x.clone();
      rows.softmax(inPlace, xo, inPlace, xo, n);
      assertThat(Arrays.copyOfRange(inPlace, xo, xo + n))
          .isEqualTo(Arrays.copyOfRange(y, yo, yo + n));
    }
  }

  @ParameterizedTest
  @MethodSource("kernels")
  void softmaxGradIsTheFormula(RowKernels rows) {
    // y = (0.25, 0.75), dy = (1, 3): Σ y dy = 2.5, dx = (0.25 · -1.5, 0.75 · 0.5)
    float[] dx = new float[2];
    rows.softmaxGrad(new float[] {0.25f, 0.75f}, 0, new float[] {1, 3}, 0, dx, 0, 2);
    assertThat(dx).containsExactly(-0.375f, 0.375f);
  }

  /// As PyTorch does.
  @ParameterizedTest
  @MethodSource("kernels")
  void softmaxOfInfinitiesIsThatOfPyTorch(RowKernels rows) {
    for (int n : new int[] {2, 40}) {
      float[] row = new float[n];
      row[1] = INFINITY;
      assertThat(softmax(rows, row)).containsOnly(Float.NaN);
      assertThat(rows.logSumExp(row, 0, n)).isEqualTo(INFINITY);
      Arrays.fill(row, -INFINITY);
      assertThat(softmax(rows, row)).containsOnly(Float.NaN);
      assertThat(rows.logSumExp(row, 0, n)).isEqualTo(-INFINITY);
      row[1] = 3;
      float[] one = new float[n];
      one[1] = 1;
      assertThat(softmax(rows, row)).isEqualTo(one);
      assertThat(rows.logSumExp(row, 0, n)).isEqualTo(3);
      row[0] = Float.NaN;
      assertThat(softmax(rows, row)).containsOnly(Float.NaN);
      assertThat(rows.logSumExp(row, 0, n)).isNaN();
    }
  }

  @ParameterizedTest
  @MethodSource("kernels")
  void largeNumbersDoNotOverflow(RowKernels rows) {
    float[] row = new float[100];
    Arrays.fill(row, 1e30f);
    assertThat(softmax(rows, row)).containsOnly(0.01f);
    assertThat(rows.logSumExp(row, 0, 100)).isEqualTo(1e30f);
  }

  /// Interpreter and compilers must add in the same order.
  @ParameterizedTest
  @MethodSource("kernels")
  void theSameRowGivesTheSameBitsBeforeAndAfterCompilation(RowKernels rows) {
    float[] x = guarded(new Random(11), 0, 3001);
    float sum = rows.sum(x, 0, 3001);
    float dot = rows.dot(x, 0, x, 0, 3001);
    float squares = rows.sumOfSquares(x, 0, 3001, 0.5f);
    float logSumExp = rows.logSumExp(x, 0, 3001);
    for (int i = 0; i < 3000; i++) {
      assertThat(rows.sum(x, 0, 3001)).isEqualTo(sum);
      assertThat(rows.dot(x, 0, x, 0, 3001)).isEqualTo(dot);
      assertThat(rows.sumOfSquares(x, 0, 3001, 0.5f)).isEqualTo(squares);
      assertThat(rows.logSumExp(x, 0, 3001)).isEqualTo(logSumExp);
    }
  }

  private static float[] softmax(RowKernels rows, float[] row) {
    float[] y = new float[row.length];
    rows.softmax(row, 0, y, 0, row.length);
    return y;
  }

  /// Normal numbers within NaN, so that a read outside the run shows.
  private static float[] guarded(Random random, int offset, int n) {
    float[] x = new float[offset + n + 20];
    Arrays.fill(x, Float.NaN);
    for (int i = 0; i < n; i++) {
      x[offset + i] = 3 * (float) random.nextGaussian();
    }
    return x;
  }
}
