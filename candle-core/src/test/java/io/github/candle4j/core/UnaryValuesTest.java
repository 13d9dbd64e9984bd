package io.github.candle4j.core;

import io.github.candle4j.core.op.Op;
import io.github.candle4j.core.op.UnaryOp;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Test;

/// Values of every unary function against the JDK's functions of doubles.
class UnaryValuesTest {
  private static final Device CPU = Device.CPU;

  /// Sizes around the widths of vectors and of blocks.
  private static final int[] SIZES = {
    0, 1, 2, 3, 7, 8, 15, 16, 17, 31, 33, 63, 65, 1023, 1024, 1025
  };

  /// Half a unit in the last place, relative to the value: F16 has 11 bits of precision, BF16 8; F32 and F64 are allowed
  /// several units, since their functions are polynomials.
  private static final double HALF_ULP_F16 = 0x1p-11;

  private static final double[] NODES = {
    0.148874338981631, 0.433395394129247, 0.679409568299024, 0.865063366688985, 0.973906528517172
  };
  private static final double[] WEIGHTS = {
    0.295524224714753, 0.269266719309996, 0.219086362515982, 0.149451349150581, 0.066671344308688
  };
  private static final double HALF_ULP_BF16 = 0x1p-8;
  private static final double SEVERAL_ULPS_F32 = 8 * 0x1p-23;
  private static final double SEVERAL_ULPS_F64 = 4e-14;

  @Test
  void f64() {
    // 4e-15: the tail of gelu_erf is a difference of numbers of the size of 1.
    checkAll(DType.F64, SEVERAL_ULPS_F64, 4e-15);
  }

  @Test
  void f32() {
    checkAll(DType.F32, SEVERAL_ULPS_F32, 0x1p-24);
  }

  @Test
  void f16() {
    // Half of the smallest F16, 2⁻²⁴, is the error of subnormal results.
    checkAll(DType.F16, 1.02 * HALF_ULP_F16, 0x1p-24);
  }

  @Test
  void bf16() {
    checkAll(DType.BF16, 1.02 * HALF_ULP_BF16, 0x1p-24);
  }

  @Test
  void specialValues() {
    double inf = Double.POSITIVE_INFINITY;
    double[] special = {0, -0.0, inf, -inf, Double.NaN};
    for (DType dtype : List.of(DType.F32, DType.F64)) {
      for (UnaryOp kind : UnaryOp.values()) {
        Tensor x = Tensor.fromVec(special.clone(), Shape.of(5), CPU).toDtype(dtype);
        double[] y = numbers(Tensor.apply(new Op.Unary(kind), x));
        for (int i = 0; i < special.length; i++) {
          double expected = limit(kind, special[i]);
          if (Double.compare(y[i] + 0.0, expected + 0.0) != 0) {
            throw new AssertionError(
                kind + " of " + special[i] + " in " + dtype + " is " + y[i] + ", not " + expected);
          }
        }
      }
    }
  }

  private static void checkAll(DType dtype, double relative, double absolute) {
    for (UnaryOp kind : UnaryOp.values()) {
      for (Tensor x : inputs(kind, dtype)) {
        double[] in = numbers(x);
        double[] out = numbers(Tensor.apply(new Op.Unary(kind), x));
        DoubleUnaryOperator oracle = oracle(kind);
        for (int i = 0; i < in.length; i++) {
          double expected = oracle.applyAsDouble(in[i]);
          if (!(Math.abs(out[i] - expected) <= relative * Math.abs(expected) + absolute)) {
            throw new AssertionError(
                kind + " of " + in[i] + " in " + dtype + " is " + out[i] + ", not " + expected);
          }
        }
      }
    }
  }

  /// Tensors of every size, some of them views with strides.
  private static List<Tensor> inputs(UnaryOp kind, DType dtype) {
    List<Tensor> found = new ArrayList<>();
    boolean positive = kind == UnaryOp.LOG || kind == UnaryOp.SQRT;
    for (int size : SIZES) {
      double[] x = new Random(size).doubles(2L * size, positive ? 0.01 : -6, 6).toArray();
      Tensor both = Tensor.fromVec(x, Shape.of(size, 2), CPU).toDtype(dtype);
      found.add(both.flattenAll());
      found.add(both.t().get(1));
      found.add(both.flattenAll().narrow(0, size / 2, size));
    }
    return found;
  }

  private static DoubleUnaryOperator oracle(UnaryOp kind) {
    return switch (kind) {
      case EXP -> StrictMath::exp;
      case LOG -> StrictMath::log;
      case SIN -> StrictMath::sin;
      case COS -> StrictMath::cos;
      case TANH -> StrictMath::tanh;
      case ERF -> UnaryValuesTest::erf;
      case SIGMOID -> UnaryValuesTest::sigmoid;
      case SILU -> x -> x * sigmoid(x);
      case GELU -> x -> x * sigmoid(2 * Math.sqrt(2 / Math.PI) * (x + 0.044715 * x * x * x));
      case GELU_ERF -> x -> x * 0.5 * (x < 0 ? erfc(-x / Math.sqrt(2)) : 1 + erf(x / Math.sqrt(2)));
      case SQRT -> Math::sqrt;
      case RECIP -> x -> 1 / x;
      case NEG -> x -> -x;
      case SQR -> x -> x * x;
      case ABS -> Math::abs;
      case RELU -> x -> x > 0 ? x : 0;
      case SIGN -> Math::signum;
      case FLOOR -> Math::floor;
      case CEIL -> Math::ceil;
      case ROUND -> x -> Math.signum(x) * Math.floor(Math.abs(x) + 0.5);
    };
  }

  /// The limits of the functions: NaN for NaN, and where there is none.
  private static double limit(UnaryOp kind, double x) {
    if (Double.isNaN(x)) {
      return x;
    }
    boolean infinite = Double.isInfinite(x);
    return switch (kind) {
      case SIN, COS -> infinite ? Double.NaN : oracle(kind).applyAsDouble(x);
      case ERF -> infinite ? Math.signum(x) : 0;
      case SIGMOID -> infinite ? (x > 0 ? 1 : 0) : 0.5;
      case SILU, GELU, GELU_ERF -> x > 0 ? x : 0;
      case EXP, LOG, TANH, SQRT, RECIP, NEG, SQR, ABS, RELU, SIGN, FLOOR, CEIL, ROUND ->
          oracle(kind).applyAsDouble(x);
    };
  }

  /// `1/2 (1 + tanh(x/2))`, another way than the library's; for small results `e^x / (1 + e^x)`.
  private static double sigmoid(double x) {
    return x < 0 ? StrictMath.exp(x) / (1 + StrictMath.exp(x)) : 0.5 * (1 + StrictMath.tanh(x / 2));
  }

  /// `1 - erfc x` above 0, the negative of `erf -x` below.
  private static double erf(double x) {
    return x < 0 ? -erf(-x) : 1 - erfc(x);
  }

  /// `2/√π e^(-x²) ∫ e^(-s²-2xs) ds` for x of 0 or more, integrated from 0 to 6 with ten Gauss-Legendre points on each of
  /// 12 intervals; what is left beyond 6 is below 1e-16. Nodes and weights: Abramowitz and Stegun, table 25.4.
  private static double erfc(double x) {
    double half = 0.25;
    double sum = 0;
    for (int i = 0; i < 12; i++) {
      double middle = (2 * i + 1) * half;
      for (int k = 0; k < NODES.length; k++) {
        sum += WEIGHTS[k] * (tail(x, middle - half * NODES[k]) + tail(x, middle + half * NODES[k]));
      }
    }
    return 2 / Math.sqrt(Math.PI) * StrictMath.exp(-x * x) * sum * half;
  }

  private static double tail(double x, double s) {
    return StrictMath.exp(-s * s - 2 * x * s);
  }

  private static double[] numbers(Tensor x) {
    return x.flattenAll().toDtype(DType.F64).toVec1F64();
  }
}
