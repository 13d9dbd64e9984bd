package io.github.candle4j.nn;

import io.github.candle4j.core.CandleException;
import io.github.candle4j.core.CandleException.Kind;
import io.github.candle4j.core.Shape;
import io.github.candle4j.core.Tensor;

/// What layers, losses and optimizers ask of their settings and parameters before they use them.
final class Checks {
  private Checks() {}

  /// Throws unless a rule that a number must keep holds, such as `delta must be above 0`.
  static void check(boolean holds, String operation, String rule, double value) {
    if (!holds) {
      throw argument(operation, rule + ", got " + value);
    }
  }

  /// Throws if a setting is less than it may be.
  static void atLeast(String layer, String setting, int value, int least) {
    if (value < least) {
      throw argument(layer, setting + " must be " + least + " or more, got " + value);
    }
  }

  /// Throws if a number is negative, infinite or NaN.
  static void notNegative(String layer, String setting, double value) {
    check(
        value >= 0 && Double.isFinite(value),
        layer,
        setting + " must be 0 or more and finite",
        value);
  }

  /// Throws if a number is infinite or NaN.
  static void finite(String layer, String setting, double value) {
    check(Double.isFinite(value), layer, setting + " must be finite", value);
  }

  /// Throws if a count of channels cannot be cut into that many equal groups.
  static void divides(String layer, int groups, String channels, int count) {
    if (count % groups != 0) {
      throw CandleException.withHint(
          Kind.ARGUMENT,
          layer,
          layer + ": " + channels + " " + count + " is not divisible by the number of groups",
          "groups: " + groups);
    }
  }

  /// Throws unless the tensor has this rank; the hint names its dimensions.
  static void rank(String layer, Tensor x, int rank, String wanted) {
    if (x.rank() != rank) {
      throw CandleException.withHint(
          Kind.SHAPE,
          layer,
          "unexpected rank, expected: " + rank + ", got: " + x.rank() + " (" + x.shape() + ")",
          layer + " wants " + wanted);
    }
  }

  /// Throws unless a parameter has the shape `[size]`.
  static void size(String layer, String parameter, Tensor x, int size) {
    if (!x.shape().equals(Shape.of(size))) {
      throw new CandleException(
          Kind.SHAPE,
          layer,
          layer
              + ": "
              + parameter
              + " has unexpected shape "
              + x.shape()
              + ", should be ["
              + size
              + "]");
    }
  }

  /// Throws unless a convolution of these sizes can be made.
  static void channels(String layer, int in, int out, int size, int groups) {
    atLeast(layer, "in channels", in, 1);
    atLeast(layer, "out channels", out, 1);
    atLeast(layer, "kernel size", size, 1);
    divides(layer, groups, "in channels", in);
    divides(layer, groups, "out channels", out);
  }

  /// Writes a setting that is not the usual one.
  static void append(StringBuilder text, String setting, int value, int usual) {
    if (value != usual) {
      text.append(", ").append(setting).append(' ').append(value);
    }
  }

  static CandleException argument(String layer, String message) {
    return new CandleException(Kind.ARGUMENT, layer, layer + ": " + message);
  }
}
