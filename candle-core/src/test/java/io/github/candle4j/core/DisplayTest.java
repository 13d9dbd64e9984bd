package io.github.candle4j.core;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

/// Texts printed by Candle 0.11.1 itself for the same tensors (tools/oracles/candle), or pinned by its display tests.
@Isolated
class DisplayTest {
  private static final Device CPU = Device.CPU;
  private static final float INF = Float.POSITIVE_INFINITY;
  private static final float NAN = Float.NaN;

  @AfterEach
  void restore() {
    Display.setPrintOptionsDefault();
  }

  @Test
  void scalars() {
    assertShown(Tensor.of(1234, CPU), "[1234]", "Tensor[[], u32]");
    assertShown(Tensor.of(-123.4f, CPU), "[-123.4000]", "Tensor[[], f32]");
    assertShown(Tensor.of(-1.234e-5f, CPU), "[-1.2340e-5]", "Tensor[[], f32]");
    assertShown(Tensor.of(0f, CPU), "[0.]", "Tensor[[], f32]");
  }

  @Test
  void vectors() {
    assertShown(
        Tensor.of(new double[] {0.123456789, 1, -1.2, 4.1, Double.NaN}, CPU),
        "[ 0.1235,  1.0000, -1.2000,  4.1000,     NaN]",
        "Tensor[[5], f64]");
    assertShown(
        Tensor.full(42f, Shape.of(11000), CPU),
        "[42., 42., 42., ..., 42., 42., 42.]",
        "Tensor[[11000], f32]");
  }

  @Test
  void matricesAndCubes() {
    assertShown(
        Tensor.arange(0f, 6f, CPU).reshape(2, 3).affine(0.5, -1.25),
        "[[-1.2500, -0.7500, -0.2500],",
        " [ 0.2500,  0.7500,  1.2500]]",
        "Tensor[[2, 3], f32]");
    assertShown(
        Tensor.arange(0f, 24f, CPU).reshape(2, 3, 4),
        "[[[ 0.,  1.,  2.,  3.],",
        "  [ 4.,  5.,  6.,  7.],",
        "  [ 8.,  9., 10., 11.]],",
        " [[12., 13., 14., 15.],",
        "  [16., 17., 18., 19.],",
        "  [20., 21., 22., 23.]]]",
        "Tensor[[2, 3, 4], f32]");
    assertShown(
        Tensor.arange(0f, 6f, CPU).reshape(2, 3).t(),
        "[[0., 3.],",
        " [1., 4.],",
        " [2., 5.]]",
        "Tensor[[3, 2], f32]");
  }

  @Test
  void integers() {
    assertShown(
        Tensor.of(new long[][] {{-5, 12}, {100, 0}}, CPU),
        "[[ -5,  12],",
        " [100,   0]]",
        "Tensor[[2, 2], i64]");
    assertShown(
        Tensor.of(new byte[][] {{-1, 1, 0}}, CPU), "[[255,   1,   0]]", "Tensor[[1, 3], u8]");
  }

  @Test
  void longRowsGoOnInTheNextLine() {
    assertShown(
        Tensor.arange(0L, 30L, CPU).toDtype(DType.U32),
        "[ 0,  1,  2,  3,  4,  5,  6,  7,  8,  9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19,",
        " 20, 21, 22, 23, 24, 25, 26, 27, 28, 29]",
        "Tensor[[30], u32]");
    assertShown(
        Tensor.arange(0f, 30f, CPU).affine(1.1, 0),
        "[ 0.0000,  1.1000,  2.2000,  3.3000,  4.4000,  5.5000,  6.6000,  7.7000,",
        "  8.8000,  9.9000, 11.0000, 12.1000, 13.2000, 14.3000, 15.4000, 16.5000,",
        " 17.6000, 18.7000, 19.8000, 20.9000, 22.0000, 23.1000, 24.2000, 25.3000,",
        " 26.4000, 27.5000, 28.6000, 29.7000, 30.8000, 31.9000]",
        "Tensor[[30], f32]");
  }

  @Test
  void rowsOfSixteenAtFiftyByFortyTwo() {
    // 50 * 42 elements of width 3 would be abbreviated, so a part of them: 16 values fit in 80
    // characters.
    Tensor x = Tensor.full(42f, Shape.of(2, 42), CPU);
    String row = "42., ".repeat(15) + "42.,";
    String rest = "42., ".repeat(9) + "42.]";
    assertShown(
        x,
        "[[" + row,
        "  " + row,
        "  " + rest + ",",
        " [" + row,
        "  " + row,
        "  " + rest + "]",
        "Tensor[[2, 42], f32]");
  }

  @Test
  void largeTensorsAreAbbreviated() {
    String row = "[42., 42., 42., ..., 42., 42., 42.]";
    assertShown(
        Tensor.full(42f, Shape.of(200, 100), CPU),
        "[" + row + ",",
        " " + row + ",",
        " " + row + ",",
        " ...",
        " " + row + ",",
        " " + row + ",",
        " " + row + "]",
        "Tensor[[200, 100], f32]");
    assertShown(
        Tensor.arange(0L, 1001L, CPU).toDtype(DType.U32),
        "[   0,    1,    2, ...,  998,  999, 1000]",
        "Tensor[[1001], u32]");
    assertShown(
        Tensor.arange(0L, 1200L, CPU).reshape(3, 400),
        "[[   0,    1,    2, ...,  397,  398,  399],",
        " [ 400,  401,  402, ...,  797,  798,  799],",
        " [ 800,  801,  802, ..., 1197, 1198, 1199]]",
        "Tensor[[3, 400], i64]");
    assertShown(
        Tensor.arange(0L, 1200L, CPU).reshape(400, 3),
        "[[   0,    1,    2],",
        " [   3,    4,    5],",
        " [   6,    7,    8],",
        " ...",
        " [1191, 1192, 1193],",
        " [1194, 1195, 1196],",
        " [1197, 1198, 1199]]",
        "Tensor[[400, 3], i64]");
  }

  @Test
  void largeCubesAreAbbreviatedInEachDimension() {
    String text = Tensor.arange(0f, 2000f, CPU).reshape(20, 10, 10).toString();
    assertThat(text)
        .startsWith(
            """
            [[[0.0000e0, 1.0000e0, 2.0000e0, ..., 7.0000e0, 8.0000e0, 9.0000e0],
              [1.0000e1, 1.1000e1, 1.2000e1, ..., 1.7000e1, 1.8000e1, 1.9000e1],
              [2.0000e1, 2.1000e1, 2.2000e1, ..., 2.7000e1, 2.8000e1, 2.9000e1],
              ...
              [7.0000e1, 7.1000e1, 7.2000e1, ..., 7.7000e1, 7.8000e1, 7.9000e1],
            """)
        .contains(
            """
              [2.9000e2, 2.9100e2, 2.9200e2, ..., 2.9700e2, 2.9800e2, 2.9900e2]],
             ...
             [[1.7000e3, 1.7010e3, 1.7020e3, ..., 1.7070e3, 1.7080e3, 1.7090e3],
            """)
        .endsWith("1.9980e3, 1.9990e3]]]\nTensor[[20, 10, 10], f32]");
  }

  @Test
  void sizesOfTheNumbersDecideOnExponents() {
    assertFirstLine(Tensor.of(new float[] {1e-4f, 1}, CPU), "[1.0000e-4,  1.0000e0]");
    assertFirstLine(Tensor.of(new float[] {1e-3f, 1}, CPU), "[0.0010, 1.0000]");
    assertFirstLine(Tensor.of(new float[] {1e9f, 2e9f}, CPU), "[1.0000e9, 2.0000e9]");
    assertFirstLine(Tensor.of(new float[] {1e8f}, CPU), "[100000000.]");
    assertFirstLine(Tensor.of(new double[] {-1.23456e-7}, CPU), "[-1.2346e-7]");
    assertFirstLine(
        Tensor.of(new double[] {0, 1e-9, -3e5}, CPU), "[ 0.0000e0, 1.0000e-9, -3.0000e5]");
  }

  @Test
  void numbersThatAreNotFinite() {
    assertFirstLine(
        Tensor.of(new float[] {INF, -INF, NAN, 1.5f}, CPU), "[   inf,   -inf,    NaN, 1.5000]");
    assertFirstLine(Tensor.of(new float[] {INF, NAN, 2}, CPU), "[inf, NaN,  2.]");
    assertFirstLine(Tensor.of(new float[] {NAN, NAN}, CPU), "[NaN, NaN]");
  }

  @Test
  void halvesOfTheExactValueAreRoundedToEven() {
    assertFirstLine(
        Tensor.of(new double[] {0.00005, 0.03125, 0.12345, 2.00005, 1.00015}, CPU),
        "[5.0000e-5, 3.1250e-2, 1.2345e-1,  2.0000e0,  1.0002e0]");
    assertFirstLine(
        Tensor.of(new double[] {0.00390625, 0.01171875, 0.5}, CPU), "[0.0039, 0.0117, 0.5000]");
    assertFirstLine(Tensor.of(new double[] {-0.02, 0.000051}, CPU), "[-2.0000e-2,  5.1000e-5]");
  }

  @Test
  void smallFloatsShowTheValueTheyHold() {
    Tensor x = Tensor.of(new float[] {0.1f, -2.7f, 30}, CPU);
    assertFirstLine(x.toDtype(DType.F16), "[ 0.1000, -2.6992, 30.0000]");
    assertFirstLine(x.toDtype(DType.BF16), "[ 0.1001, -2.7031, 30.0000]");
    assertFirstLine(x.toDtype(DType.F8E4M3), "[ 0.1016, -2.7500, 30.0000]");
    assertFirstLine(x.round().toDtype(DType.BF16), "[ 0., -3., 30.]");
  }

  @Test
  void negativeZeroKeepsItsSign() {
    assertFirstLine(Tensor.of(new float[] {-0f, 0.25f}, CPU), "[-0.0000,  0.2500]");
    assertFirstLine(Tensor.of(new float[] {-0f, 2}, CPU), "[-0.,  2.]");
  }

  @Test
  void emptyTensors() {
    assertShown(Tensor.zeros(Shape.of(0), DType.U32, CPU), "[]", "Tensor[[0], u32]");
    assertShown(
        Tensor.zeros(Shape.of(2, 0), DType.F32, CPU), "[[],", " []]", "Tensor[[2, 0], f32]");
    assertShown(Tensor.zeros(Shape.of(0, 3), DType.F32, CPU), "[]", "Tensor[[0, 3], f32]");
    assertShown(
        Tensor.zeros(Shape.of(2, 0, 3), DType.F32, CPU), "[[],", " []]", "Tensor[[2, 0, 3], f32]");
    assertShown(
        Tensor.zeros(Shape.of(1, 1, 1), DType.F32, CPU), "[[[0.]]]", "Tensor[[1, 1, 1], f32]");
  }

  private static void assertShown(Tensor x, String... lines) {
    assertThat(x.toString()).isEqualTo(String.join("\n", lines));
  }

  private static void assertFirstLine(Tensor x, String line) {
    assertThat(x.toString().lines().findFirst()).hasValue(line);
  }
}
