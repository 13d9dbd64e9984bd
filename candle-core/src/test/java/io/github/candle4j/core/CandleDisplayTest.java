package io.github.candle4j.core;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/// The tests of Candle's display_tests.rs.
class CandleDisplayTest {
  private static final Device CPU = Device.CPU;
  private static final String ROW = "[42., 42., 42., ..., 42., 42., 42.]";

  @Test
  void displayScalar() {
    Tensor t = Tensor.of(1234, CPU);
    assertThat(t).hasToString("[1234]\nTensor[[], u32]");
    t = t.toDtype(DType.F32).neg();
    assertThat(t.div(10)).hasToString("[-123.4000]\nTensor[[], f32]");
    assertThat(t.div(1e8)).hasToString("[-1.2340e-5]\nTensor[[], f32]");
    assertThat(t.mul(1e8)).hasToString("[-1.2340e11]\nTensor[[], f32]");
    assertThat(t.mul(0)).hasToString("[0.]\nTensor[[], f32]");
  }

  @Test
  void displayVector() {
    assertThat(Tensor.of(new int[0], CPU)).hasToString("[]\nTensor[[0], u32]");
    assertThat(Tensor.of(new double[] {0.1234567, 1.0, -1.2, 4.1, Double.NaN}, CPU))
        .hasToString("[ 0.1235,  1.0000, -1.2000,  4.1000,     NaN]\nTensor[[5], f64]");
    String sixteen = "42., ".repeat(15) + "42.,\n ";
    assertThat(Tensor.ones(Shape.of(50), DType.F32, CPU).mul(42))
        .hasToString("[" + sixteen.repeat(3) + "42., 42.]\nTensor[[50], f32]");
    assertThat(Tensor.ones(Shape.of(11000), DType.F32, CPU).mul(42))
        .hasToString(ROW + "\nTensor[[11000], f32]");
  }

  @Test
  void displayMultiDim() {
    Tensor t = Tensor.ones(Shape.of(200, 100), DType.F32, CPU).mul(42);
    assertThat(t).hasToString("[" + matrix(1) + "]\nTensor[[200, 100], f32]");
    // Each of the two outermost blocks opens three more brackets, and each line stands under its
    // own.
    String block = "[[[" + matrix(4) + "]]]";
    assertThat(t.reshape(2, 1, 1, 100, 100))
        .hasToString("[" + block + ",\n " + block + "]\nTensor[[2, 1, 1, 100, 100], f32]");
  }

  /// Six rows and what stands between them, each line after the first with so many spaces before it.
  private static String matrix(int indent) {
    String next = "\n" + " ".repeat(indent);
    String three = ROW + "," + next + ROW + "," + next + ROW;
    return three + "," + next + "..." + next + three;
  }
}
