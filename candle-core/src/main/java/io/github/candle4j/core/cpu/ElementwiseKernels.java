package io.github.candle4j.core.cpu;

import io.github.candle4j.core.CmpOp;
import io.github.candle4j.core.op.BinaryOp;
import io.github.candle4j.core.op.UnaryOp;

/// The kernel of each elementwise operation.
public final class ElementwiseKernels {
  private ElementwiseKernels() {}

  /// The kernel of a function of one number.
  public static ElementwiseKernel of(UnaryOp op) {
    return switch (op) {
      case EXP -> new FunctionKernels.Exp();
      case LOG -> new FunctionKernels.Log();
      case SIN -> new FunctionKernels.Sin();
      case COS -> new FunctionKernels.Cos();
      case TANH -> new FunctionKernels.Tanh();
      case ERF -> new FunctionKernels.Erf();
      case SIGMOID -> new FunctionKernels.Sigmoid();
      case SILU -> new FunctionKernels.Silu();
      case GELU -> new FunctionKernels.Gelu();
      case GELU_ERF -> new FunctionKernels.GeluErf();
      case SQRT -> new SimpleKernels.Sqrt();
      case RECIP -> new SimpleKernels.Recip();
      case NEG -> new SimpleKernels.Neg();
      case SQR -> new SimpleKernels.Sqr();
      case ABS -> new SimpleKernels.Abs();
      case RELU -> new SimpleKernels.Relu();
      case SIGN -> new SimpleKernels.Sign();
      case FLOOR -> new SimpleKernels.Floor();
      case CEIL -> new SimpleKernels.Ceil();
      case ROUND -> new SimpleKernels.Round();
    };
  }

  /// The kernel of a function of two numbers.
  public static ElementwiseKernel of(BinaryOp op) {
    return switch (op) {
      case ADD -> new PairKernels.Add();
      case SUB -> new PairKernels.Sub();
      case MUL -> new PairKernels.Mul();
      case DIV -> new PairKernels.Div();
      case MAXIMUM -> new PairKernels.Maximum();
      case MINIMUM -> new PairKernels.Minimum();
    };
  }

  /// The kernel of a comparison.
  public static ElementwiseKernel of(CmpOp op) {
    return switch (op) {
      case EQ -> new CompareKernels.Equal();
      case NE -> new CompareKernels.NotEqual();
      case LT -> new CompareKernels.Less();
      case LE -> new CompareKernels.LessOrEqual();
      case GT -> new CompareKernels.Greater();
      case GE -> new CompareKernels.GreaterOrEqual();
    };
  }

  /// `mul x + add`
  public static ElementwiseKernel affine(double mul, double add) {
    return new SimpleKernels.Affine(mul, add);
  }

  /// `mul x + add` of integers
  public static ElementwiseKernel wholeAffine(long mul, long add) {
    return new SimpleKernels.WholeAffine(mul, add);
  }

  /// `x^exponent`
  public static ElementwiseKernel powf(double exponent) {
    return new SimpleKernels.Powf(exponent);
  }

  /// `x` above 0, `alpha (e^x - 1)` elsewhere
  public static ElementwiseKernel elu(double alpha) {
    return new SimpleKernels.Elu(alpha);
  }

  /// The second operand where the first is not 0, the third elsewhere.
  public static ElementwiseKernel where() {
    return new PairKernels.Where();
  }

  /// `a^b`
  public static ElementwiseKernel pow() {
    return new PairKernels.Pow();
  }

  /// `x`
  public static ElementwiseKernel identity() {
    return new SimpleKernels.Identity();
  }
}
