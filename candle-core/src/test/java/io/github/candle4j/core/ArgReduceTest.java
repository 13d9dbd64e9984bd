package io.github.candle4j.core;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ArgReduceTest {
  private static final Device CPU = Device.CPU;
  private static final float NAN = Float.NaN;

  @Test
  void firstRowIsSearchedAloneWhateverTheDtype() {
    // Row 0 is largest at 1 and smallest at 2; larger and smaller numbers follow in row 1.
    float[][] rows = {{5, 7, 1}, {-9, 2, 9}};
    for (DType dtype : DType.values()) {
      if (dtype == DType.U8 || dtype == DType.U32) {
        continue;
      }
      Tensor x = Tensor.of(rows, CPU).toDtype(dtype);
      assertThat(x.argmax(1).toVec1U32()).as("argmax " + dtype).containsExactly(1, 2);
      assertThat(x.argmin(1).toVec1U32()).as("argmin " + dtype).containsExactly(2, 0);
    }
  }

  @Test
  void partAtTheStartOfATensorIsSearchedAlone() {
    Tensor x = Tensor.of(new double[] {1, 3, 2, 8, -4}, CPU);
    assertThat(x.narrow(0, 0, 3).argmax(0).toScalarU32()).isEqualTo(1);
    assertThat(x.narrow(0, 0, 3).argmin(0).toScalarU32()).isZero();
  }

  @Test
  void firstOfEqualElementsIsFound() {
    Tensor x = Tensor.of(new float[] {1, 4, 4, 1, 4}, CPU);
    assertThat(x.argmax(0).toScalarU32()).isEqualTo(1);
    assertThat(x.argmin(0).toScalarU32()).isZero();
  }

  @Test
  void firstNanIsFound() {
    Tensor x = Tensor.of(new float[] {1, NAN, 9, NAN, -3}, CPU);
    assertThat(x.argmax(0).toScalarU32()).isEqualTo(1);
    assertThat(x.argmin(0).toScalarU32()).isEqualTo(1);
  }

  @Test
  void columnsAndMiddleDimensionsAreSearched() {
    Tensor x = Tensor.of(new float[][][] {{{1, 9}, {5, 2}, {3, 4}}}, CPU);
    assertThat(x.argmax(1).toVec2U32()).isEqualTo(new int[][] {{1, 0}});
    assertThat(x.argmaxKeepdim(-1).toVec3U32()).isEqualTo(new int[][][] {{{1}, {0}, {1}}});
    assertThat(x.t().argmin(-1).toVec2U32()).isEqualTo(new int[][] {{0, 1}});
  }
}
