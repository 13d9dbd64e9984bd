package io.github.candle4j.examples.ch08;

import io.github.candle4j.nn.Activation;
import java.util.Locale;

/// The functions of the chapter with their derivatives, written out.
enum Function {
  SIGMOID,
  TANH,
  RELU,
  LEAKY_RELU,
  SOFTPLUS,
  ELU,
  SILU;

  private static final double SLOPE = 0.01;

  // @start region="values"
  double value(double x) {
    return switch (this) {
      case SIGMOID -> sigmoid(x);
      case TANH -> Math.tanh(x);
      case RELU -> Math.max(x, 0);
      case LEAKY_RELU -> x > 0 ? x : SLOPE * x;
      case SOFTPLUS -> Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)));
      case ELU -> x > 0 ? x : Math.expm1(x);
      case SILU -> x * sigmoid(x);
    };
  }

  // @end
  // @start region="derivatives"
  double derivative(double x) {
    return switch (this) {
      case SIGMOID -> sigmoid(x) * (1 - sigmoid(x));
      case TANH -> 1 - Math.tanh(x) * Math.tanh(x);
      case RELU -> x > 0 ? 1 : 0;
      case LEAKY_RELU -> x > 0 ? 1 : SLOPE;
      case SOFTPLUS -> sigmoid(x);
      case ELU -> x > 0 ? 1 : Math.exp(x);
      case SILU -> sigmoid(x) * (1 + x * (1 - sigmoid(x)));
    };
  }

  private static double sigmoid(double x) {
    return 1 / (1 + Math.exp(-x));
  }

  // @end

  /// The same of the library.
  Activation library() {
    return Activation.fromName(toString());
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
