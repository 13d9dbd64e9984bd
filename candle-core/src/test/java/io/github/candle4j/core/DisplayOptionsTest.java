package io.github.candle4j.core;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

/// Texts printed by Candle 0.11.1 itself for the same tensors and options (tools/oracles/candle).
@Isolated
class DisplayOptionsTest {
  private static final Device CPU = Device.CPU;
  private static final Tensor X =
      Tensor.of(new float[][] {{1.125f, 2.375f, 100.5f}, {0, -3.14159f, 7}}, CPU);

  @AfterEach
  void restore() {
    Display.setPrintOptionsDefault();
  }

  @Test
  void precisionIsTheDigitsAfterThePoint() {
    Display.setPrecision(2);
    assertThat(X.toString())
        .isEqualTo(
            """
            [[  1.12,   2.38, 100.50],
             [  0.00,  -3.14,   7.00]]
            Tensor[[2, 3], f32]\
            """);
  }

  @Test
  void sciModeForcesExponentsOrForbidsThem() {
    Display.setSciMode(true);
    assertThat(X.toString())
        .isEqualTo(
            """
            [[ 1.1250e0,  2.3750e0,  1.0050e2],
             [ 0.0000e0, -3.1416e0,  7.0000e0]]
            Tensor[[2, 3], f32]\
            """);
    Display.setSciMode(false);
    assertThat(Tensor.of(new float[] {1e-7f, 1e9f}, CPU).toString())
        .isEqualTo("[         0.0000, 1000000000.0000]\nTensor[[2], f32]");
  }

  @Test
  void lineWidthDecidesWhereRowsGoOn() {
    Display.setLineWidth(20);
    assertThat(X.toString())
        .isEqualTo(
            """
            [[  1.1250,   2.3750,
              100.5000],
             [  0.0000,  -3.1416,
                7.0000]]
            Tensor[[2, 3], f32]\
            """);
  }

  @Test
  void thresholdAndEdgeItemsDecideWhatIsLeftOut() {
    Display.setThreshold(5);
    Display.setEdgeItems(1);
    assertThat(X.toString())
        .isEqualTo(
            """
            [[  1.1250, ..., 100.5000],
             [  0.0000, ...,   7.0000]]
            Tensor[[2, 3], f32]\
            """);
  }

  @Test
  void shortOptions() {
    Display.setPrintOptionsShort();
    assertThat(Tensor.arange(0f, 1200f, CPU).affine(0.125, 0).toString())
        .isEqualTo("[ 0.00e0, 1.25e-1, ...,  1.50e2,  1.50e2]\nTensor[[1200], f32]");
  }

  @Test
  void fullOptionsLeaveNothingOut() {
    Display.setPrintOptionsFull();
    String text = Tensor.arange(0L, 1001L, CPU).toDtype(DType.U32).toString();
    assertThat(text.lines()).hasSize(78);
    assertThat(text).endsWith("\nTensor[[1001], u32]").doesNotContain("...");
  }

  @Test
  void debugTextOfNumbers() {
    assertDebug(Tensor.of(3.5f, CPU), "Tensor[3.5; f32]");
    assertDebug(Tensor.of(-0f, CPU), "Tensor[-0; f32]");
    assertDebug(Tensor.of(1e-7f, CPU), "Tensor[0.0000001; f32]");
    assertDebug(Tensor.of(1e20f, CPU), "Tensor[100000000000000000000; f32]");
    assertDebug(Tensor.of(16777216f, CPU), "Tensor[16777216; f32]");
    assertDebug(Tensor.of(0.1f, CPU), "Tensor[0.1; f32]");
    assertDebug(Tensor.of(Float.NaN, CPU), "Tensor[NaN; f32]");
    assertDebug(Tensor.of(Float.NEGATIVE_INFINITY, CPU), "Tensor[-inf; f32]");
    assertDebug(Tensor.of(0.1, CPU), "Tensor[0.1; f64]");
    assertDebug(Tensor.of(1e300, CPU), "Tensor[1" + "0".repeat(300) + "; f64]");
    assertDebug(Tensor.of(1e-5, CPU), "Tensor[0.00001; f64]");
    assertDebug(Tensor.of(123456789.125, CPU), "Tensor[123456789.125; f64]");
    assertDebug(Tensor.of(0.1f, DType.F16, CPU), "Tensor[0.099975586; f16]");
    assertDebug(Tensor.of(0.1f, DType.BF16, CPU), "Tensor[0.100097656; bf16]");
  }

  @Test
  void debugTextOfShortVectorsHoldsTheElements() {
    assertDebug(Tensor.of(new float[] {1, 2.5f, 3}, CPU), "Tensor[1, 2.5, 3; f32]");
    assertDebug(
        Tensor.arange(0L, 9L, CPU).toDtype(DType.U8), "Tensor[0, 1, 2, 3, 4, 5, 6, 7, 8; u8]");
    assertDebug(Tensor.arange(0L, 10L, CPU).toDtype(DType.U8), "Tensor[dims 10; u8]");
    assertDebug(Tensor.zeros(Shape.of(2, 3), DType.I64, CPU), "Tensor[dims 2, 3; i64]");
    assertDebug(Tensor.zeros(Shape.of(0), DType.F32, CPU), "Tensor[; f32]");
  }

  private static void assertDebug(Tensor x, String text) {
    assertThat(x.toDebugString()).isEqualTo(text);
  }
}
