package io.github.candle4j.nn;

import io.github.candle4j.core.Tensor;

/// Dropout, arXiv 1207.0580.
final class Dropping {
  private Dropping() {}

  /// Elements set to 0 with probability `p`, the others times `1 / (1 - p)`.
  static Tensor apply(Tensor x, double p) {
    if (p == 0) {
      return x;
    }
    Tensor kept = x.detach().randLike(0, 1).ge(p).toDtype(x.dtype());
    return x.mul(kept.mul(1 / (1 - p)));
  }
}
