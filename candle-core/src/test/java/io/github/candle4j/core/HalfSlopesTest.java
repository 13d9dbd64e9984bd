package io.github.candle4j.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/// Slopes of activations in the small floats are taken in F32 and rounded once. The numbers are those of
/// `tools/oracles/slopes.py`.
class HalfSlopesTest {
  private static final double[] POINTS = {-4, -1.2744140625, -0.5, 0.25, 1.5, 3, 300, -300};

  private static final Map<String, UnaryOperator<Tensor>> FUNCTIONS =
      Map.of(
          "silu",
          Tensor::silu,
          "gelu",
          Tensor::gelu,
          "geluErf",
          Tensor::geluErf,
          "erf",
          Tensor::erf);

  private static double[] slopes(String name, double[] points, DType dtype) {
    Var x = Var.fromTensor(Tensor.of(points, Device.CPU).toDtype(dtype));
    Tensor y = Objects.requireNonNull(FUNCTIONS.get(name)).apply(x);
    return y.backward().get(x).orElseThrow().toDtype(DType.F64).toVec1F64();
  }

  /// @param expected lines of a name and the slopes at [#POINTS]
  private static void check(DType dtype, String expected) {
    expected
        .lines()
        .map(line -> line.split(" "))
        .forEach(line -> {
          double[] slopes = Arrays.stream(line).skip(1).mapToDouble(Double::parseDouble).toArray();
          assertThat(slopes(line[0], POINTS, dtype))
              .as("%s in %s", line[0], dtype)
              .isEqualTo(slopes);
        });
  }

  @Test
  void slopesInF16AreRoundedOnce() {
    check(
        DType.F16,
        """
        silu -0.05267333984375 0.0008845329284667969 0.260009765625 0.62353515625 1.041015625 1.087890625 1.0 0
        gelu -0.0003349781036376953 -0.12432861328125 0.1326904296875 0.6953125 1.1279296875 1.01171875 1.0 0
        geluErf -0.0005035400390625 -0.12445068359375 0.1324462890625 0.6953125 1.1279296875 1.01171875 1.0 0
        erf 1.1920928955078125e-07 0.222412109375 0.87890625 1.0595703125 0.11895751953125 0.0001392364501953125 0 0
        """);
  }

  @Test
  void slopesInBf16AreRoundedOnce() {
    check(
        DType.BF16,
        """
        silu -0.052734375 0.0010986328125 0.259765625 0.625 1.0390625 1.0859375 1.0 0
        gelu -0.000335693359375 -0.1240234375 0.1328125 0.6953125 1.125 1.0078125 1.0 0
        geluErf -0.0005035400390625 -0.12451171875 0.1328125 0.6953125 1.125 1.015625 1.0 0
        erf 1.2665987014770508e-07 0.22265625 0.87890625 1.0625 0.119140625 0.0001392364501953125 0 0
        """);
  }

  @Test
  void farOutNothingOverflows() {
    FUNCTIONS
        .keySet()
        .forEach(name -> {
          double[] ends = name.equals("erf") ? new double[] {0, 0} : new double[] {1, 0};
          for (DType dtype : new DType[] {DType.F16, DType.BF16, DType.F32, DType.F64}) {
            double far = dtype == DType.F16 ? 6e4 : 1e25;
            assertThat(Anomaly.detect(() -> slopes(name, new double[] {far, -far}, dtype)))
                .as("%s in %s", name, dtype)
                .containsExactly(ends);
          }
          double infinity = Double.POSITIVE_INFINITY;
          assertThat(slopes(name, new double[] {infinity, -infinity}, DType.F32))
              .containsExactly(ends);
        });
  }
}
