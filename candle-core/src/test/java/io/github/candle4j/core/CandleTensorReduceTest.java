package io.github.candle4j.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.function.BiFunction;
import org.junit.jupiter.api.Test;

/// The tests of Candle's tensor_tests.rs about reductions, with its inputs and results.
class CandleTensorReduceTest {
  private static final Device CPU = Device.CPU;
  private static final Tensor SMALL =
      Tensor.of(new int[][][] {{{3, 1, 4}, {1, 5, 9}}, {{2, 1, 7}, {8, 2, 8}}}, CPU);

  private static void is3(Tensor x, int[][][] expected) {
    assertThat(x.toVec3U32()).isEqualTo(expected);
  }

  private static void is2(Tensor x, int[][] expected) {
    assertThat(x.toVec2U32()).isEqualTo(expected);
  }

  /// A matrix whose columns lie side by side.
  private static Tensor columns(Tensor x) {
    return x.t().contiguous().t();
  }

  /// A tensor of three dimensions, and the same with other strides.
  private static List<Tensor> layouts(Tensor x) {
    return List.of(x, x.transpose(0, 2).contiguous().transpose(0, 2));
  }

  @Test
  void sum() {
    is3(SMALL.sumKeepdim(2), new int[][][] {{{8}, {15}}, {{10}, {18}}});
    is3(SMALL.sumKeepdim(0), new int[][][] {{{5, 2, 11}, {9, 7, 17}}});
    is3(SMALL.sumKeepdim(0, 2, 1), new int[][][] {{{51}}});
    is3(SMALL.t().sumKeepdim(1).t(), new int[][][] {{{8}, {15}}, {{10}, {18}}});
    is3(SMALL.sumKeepdim(2, 1), new int[][][] {{{8 + 15}}, {{10 + 18}}});
    Tensor row = Tensor.arange(0, 4000, CPU);
    assertThat(row.sumKeepdim(0).toVec1U32()).containsExactly(7998000);
    for (Tensor tensor : List.of(row.reshape(2000, 2), columns(row.reshape(2000, 2)))) {
      is2(tensor.sumKeepdim(0, 1), new int[][] {{7998000}});
      is2(tensor.sumKeepdim(0).sumKeepdim(1), new int[][] {{7998000}});
      is2(tensor.sumKeepdim(1).sumKeepdim(0), new int[][] {{7998000}});
      is2(tensor.sumKeepdim(0), new int[][] {{3998000, 4000000}});
    }
  }

  @Test
  void sumOfThreeDimensions() {
    Tensor columns = columns(Tensor.arange(0, 4000, CPU).reshape(2000, 2));
    for (Tensor tensor : layouts(columns.reshape(200, 5, 4))) {
      int[][][] total = {{{7998000}}};
      is3(tensor.sumKeepdim(0, 1, 2), total);
      is3(tensor.sumKeepdim(0).sumKeepdim(2).sumKeepdim(1), total);
      is3(tensor.sumKeepdim(0).sumKeepdim(1, 2), total);
      is3(tensor.sumKeepdim(1).sumKeepdim(0, 2), total);
      is3(
          tensor.sumKeepdim(0),
          new int[][][] {
            {
              {398000, 398200, 398400, 398600},
              {398800, 399000, 399200, 399400},
              {399600, 399800, 400000, 400200},
              {400400, 400600, 400800, 401000},
              {401200, 401400, 401600, 401800}
            }
          });
    }
  }

  /// What is expected of all numbers, of one reduction after the other, of the columns, and of the lines.
  private record Extremes(int all, int nested, int[][] columns, int[][] lines) {}

  /// What the four tests of extremes have in common: 200 .. 3999 in two columns and in blocks of five lines of four.
  private static void extremes(BiFunction<Tensor, Integer, Tensor> keepdim, Extremes expected) {
    Tensor row = Tensor.arange(200, 4000, CPU);
    assertThat(keepdim.apply(row, 0).toVec1U32()).containsExactly(expected.all());
    for (Tensor tensor : List.of(row.reshape(1900, 2), columns(row.reshape(1900, 2)))) {
      is2(keepdim.apply(keepdim.apply(tensor, 0), 1), new int[][] {{expected.nested()}});
      is2(keepdim.apply(keepdim.apply(tensor, 1), 0), new int[][] {{expected.nested()}});
      is2(keepdim.apply(tensor, 0), expected.columns());
    }
    for (Tensor tensor : layouts(columns(row.reshape(1900, 2)).reshape(190, 5, 4))) {
      Tensor one = keepdim.apply(keepdim.apply(keepdim.apply(tensor, 0), 2), 1);
      is3(one, new int[][][] {{{expected.nested()}}});
      is3(keepdim.apply(tensor, 0), new int[][][] {expected.lines()});
    }
  }

  /// Five lines of four numbers that go on from `first` by `step`.
  private static int[][] lines(int first, int step) {
    int[][] lines = new int[5][4];
    for (int i = 0; i < 20; i++) {
      lines[i / 4][i % 4] = first + i * step;
    }
    return lines;
  }

  @Test
  void min() {
    is3(SMALL.minKeepdim(2), new int[][][] {{{1}, {1}}, {{1}, {2}}});
    is3(SMALL.minKeepdim(0), new int[][][] {{{2, 1, 4}, {1, 2, 8}}});
    extremes(
        (x, d) -> x.minKeepdim(d), new Extremes(200, 200, new int[][] {{200, 201}}, lines(200, 1)));
  }

  @Test
  void max() {
    is3(SMALL.maxKeepdim(2), new int[][][] {{{4}, {9}}, {{7}, {8}}});
    is3(SMALL.maxKeepdim(0), new int[][][] {{{3, 1, 7}, {8, 5, 9}}});
    extremes(
        (x, d) -> x.maxKeepdim(d),
        new Extremes(3999, 3999, new int[][] {{3998, 3999}}, lines(3980, 1)));
  }

  @Test
  void argmin() {
    is3(SMALL.argminKeepdim(2), new int[][][] {{{1}, {0}}, {{1}, {1}}});
    is3(SMALL.argminKeepdim(0), new int[][][] {{{1, 0, 0}, {0, 1, 1}}});
    extremes((x, d) -> x.argminKeepdim(d), new Extremes(0, 0, new int[][] {{0, 0}}, lines(0, 0)));
  }

  @Test
  void argmax() {
    is3(SMALL.argmaxKeepdim(2), new int[][][] {{{2}, {2}}, {{2}, {0}}});
    is3(SMALL.argmaxKeepdim(0), new int[][][] {{{0, 0, 1}, {1, 0, 0}}});
    // All positions along the second dimension are equal, so the first is the largest: 0.
    extremes(
        (x, d) -> x.argmaxKeepdim(d),
        new Extremes(3799, 0, new int[][] {{1899, 1899}}, lines(189, 0)));
  }

  @Test
  void var() {
    // Values of https://pytorch.org/docs/stable/generated/torch.var.html, as in Candle.
    Tensor tensor =
        Tensor.of(
            new float[][] {
              {0.2035f, 1.2959f, 1.8101f, -0.4644f},
              {1.5027f, -0.3270f, 0.5905f, 0.6538f},
              {-1.5745f, 1.3330f, -0.5596f, -0.6548f},
              {0.1264f, -0.5080f, 1.6420f, 0.1992f}
            },
            CPU);
    assertThat(tensor.varKeepdim(1).dims()).containsExactly(4, 1);
    assertThat(CandleRounding.rounded(tensor.varKeepdim(1), 4))
        .containsExactly(1.0631f, 0.559f, 1.4893f, 0.8258f);
  }

  @Test
  void cumsum() {
    Tensor t = Tensor.of(new float[] {3, 1, 4, 1, 5}, CPU);
    assertThat(t.cumsum(0).toVec1F32()).containsExactly(3, 4, 8, 9, 14);
    Tensor column = t.unsqueeze(1);
    assertThat(column.cumsum(0).toVec2F32()).isEqualTo(new float[][] {{3}, {4}, {8}, {9}, {14}});
    assertThat(column.cumsum(1).toVec2F32()).isEqualTo(new float[][] {{3}, {1}, {4}, {1}, {5}});
    Tensor two = Tensor.of(new float[][] {{3, 1, 4, 1, 5}, {2, 1, 7, 8, 2}}, CPU);
    assertThat(two.cumsum(1).toVec2F32())
        .isEqualTo(new float[][] {{3, 4, 8, 9, 14}, {2, 3, 10, 18, 20}});
    assertThat(two.cumsum(0).toVec2F32())
        .isEqualTo(new float[][] {{3, 1, 4, 1, 5}, {5, 2, 11, 9, 7}});
  }

  @Test
  void logSumExp() {
    Tensor input =
        Tensor.of(
            new double[][][] {{{1, 2, 3}, {4, 5, 6}}, {{-1000, -999, -1001}, {1000, 999, 1001}}},
            CPU);
    Tensor expected = Tensor.of(new double[][] {{3.4076, 6.4076}, {-998.5924, 1001.4076}}, CPU);
    assertThat(input.logSumExp(-1).allClose(expected, 0, 0.0001)).isTrue();
    assertThat(input.logSumExp(0, 1).toVec1F64()).containsExactly(1000, 999, 1001);
    assertThat(input.logSumExp(List.of()).toVec3F64()).isEqualTo(input.toVec3F64());
  }

  @Test
  void tensorNorm() {
    assertThat(Tensor.of(new double[][] {{3, 4}, {0, 0}}, CPU).norm().toScalarF64()).isEqualTo(5);
  }
}
