package io.github.candle4j.core.op;

/// The functions of one number that are applied to each element.
///
/// Adding one: a constant here, then what the compiler asks for (docs/how-to/add-an-operation.md).
public enum UnaryOp {
  /// `e^x`
  EXP("exp", Domain.FLOATS),
  /// `ln x`; -inf at 0, NaN below
  LOG("log", Domain.FLOATS),
  /// `sin x`, x in radians
  SIN("sin", Domain.FLOATS),
  /// `cos x`, x in radians
  COS("cos", Domain.FLOATS),
  /// `(e^x - e^-x) / (e^x + e^-x)`
  TANH("tanh", Domain.FLOATS),
  /// `2/√π ∫₀ˣ e^(-t²) dt`
  ERF("erf", Domain.FLOATS),
  /// `1 / (1 + e^-x)`
  SIGMOID("sigmoid", Domain.FLOATS),
  /// `x / (1 + e^-x)`; arXiv 1702.03118
  SILU("silu", Domain.FLOATS),
  /// `x/2 (1 + tanh(√(2/π) (x + 0.044715 x³)))`; arXiv 1606.08415, section 2
  GELU("gelu", Domain.FLOATS),
  /// `x/2 (1 + erf(x/√2))`; arXiv 1606.08415, section 2
  GELU_ERF("gelu_erf", Domain.FLOATS),
  /// `√x`; NaN below 0
  SQRT("sqrt", Domain.FLOATS),
  /// `1/x`
  RECIP("recip", Domain.FLOATS),
  /// `-x`
  NEG("neg", Domain.SIGNED),
  /// `x²`
  SQR("sqr", Domain.NUMBERS),
  /// `|x|`
  ABS("abs", Domain.NUMBERS),
  /// `max(x, 0)`, NaN for NaN
  RELU("relu", Domain.NUMBERS),
  /// -1, 0 or 1; NaN for NaN
  SIGN("sign", Domain.NUMBERS),
  /// the largest integer not above x
  FLOOR("floor", Domain.NUMBERS),
  /// the smallest integer not below x
  CEIL("ceil", Domain.NUMBERS),
  /// the nearest integer, halves away from zero
  ROUND("round", Domain.NUMBERS);

  /// The dtypes that a function accepts.
  public enum Domain {
    /// Floating-point numbers only.
    FLOATS,
    /// Floating-point numbers and signed integers.
    SIGNED,
    /// All numbers.
    NUMBERS
  }

  private final String text;
  private final Domain domain;

  UnaryOp(String text, Domain domain) {
    this.text = text;
    this.domain = domain;
  }

  /// The name that Candle uses, such as `gelu_erf`.
  public String text() {
    return text;
  }

  /// The dtypes that the function accepts.
  public Domain domain() {
    return domain;
  }
}
