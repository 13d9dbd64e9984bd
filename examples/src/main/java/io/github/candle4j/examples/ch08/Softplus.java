package io.github.candle4j.examples.ch08;

import io.github.candle4j.core.Tensor;

/// `log(1 + e^x)` in three ways.
final class Softplus {
  private static final double LARGE = 20;

  private Softplus() {}

  // @start region="softplus"
  /// As it is written: e^100 is infinite in floats.
  static Tensor plain(Tensor x) {
    return x.exp().add(1.0).log();
  }

  /// The draft's: x itself where it is large. But e^x is computed there, too, and 0 times infinity is NaN.
  static Tensor selected(Tensor x) {
    return x.ge(LARGE).whereCond(x, plain(x));
  }

  /// Nothing here can overflow: e^-|x| is at most 1.
  static Tensor stable(Tensor x) {
    return x.relu().add(x.abs().neg().exp().add(1.0).log());
  }
  // @end
}
