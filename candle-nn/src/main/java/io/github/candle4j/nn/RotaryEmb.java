package io.github.candle4j.nn;

import io.github.candle4j.core.D;
import io.github.candle4j.core.Fused;
import io.github.candle4j.core.Tensor;

/// Rotary positions, arXiv 2104.09864: each pair of elements of a row is turned by an angle that grows with the position, so that
/// the product of a query and a key depends on how far they are apart.
///
/// Of a pair (a, b) and the angle t comes `(a cos t - b sin t, a sin t + b cos t)`. All have gradients, those of cos and sin among
/// them. [RotaryTable] makes cos and sin.
public final class RotaryEmb {
  private RotaryEmb() {}

  /// Pairs are element i of the first half of a row and of its second half, as in GPT-NeoX and Llama of Hugging Face.
  ///
  /// - `xs` `[batch, heads, positions, size]`; `cos`, `sin` `[positions or more, size / 2]`, or `[batch, positions or more, size / 2]`
  ///   with angles for each sequence
  ///
  /// @throws io.github.candle4j.core.CandleException if shapes or dtypes do not fit
  public static Tensor rope(Tensor xs, Tensor cos, Tensor sin) {
    return Fused.rope(xs, cos, sin);
  }

  /// Pairs are neighbours, elements 2i and 2i + 1 of a row, as in the first Llama; shapes as for [#rope].
  ///
  /// @throws io.github.candle4j.core.CandleException if shapes or dtypes do not fit
  public static Tensor ropeI(Tensor xs, Tensor cos, Tensor sin) {
    return Fused.ropeI(xs, cos, sin);
  }

  /// The same as [#rope] for `xs` `[batch, positions, heads, size]`.
  ///
  /// @throws io.github.candle4j.core.CandleException if shapes or dtypes do not fit
  public static Tensor ropeThd(Tensor xs, Tensor cos, Tensor sin) {
    return Fused.ropeThd(xs, cos, sin);
  }

  /// The same as [#rope] in several operations, for `cos` and `sin` `[positions or more, size / 2]`.
  ///
  /// @throws io.github.candle4j.core.CandleException if shapes or dtypes do not fit
  public static Tensor ropeSlow(Tensor x, Tensor cos, Tensor sin) {
    int length = x.dims4()[2];
    int half = x.dim(3) / 2;
    Tensor c = Tensor.cat(D.MINUS1, cos, cos).narrow(0, 0, length);
    Tensor s = Tensor.cat(D.MINUS1, sin, sin).narrow(0, 0, length);
    Tensor turned = Tensor.cat(3, x.narrow(3, half, half).neg(), x.narrow(3, 0, half));
    return x.broadcastMul(c).add(turned.broadcastMul(s));
  }

  /// The same as [#ropeI] in several operations, for `cos` and `sin` `[positions or more, size / 2]`.
  ///
  /// @throws io.github.candle4j.core.CandleException if shapes or dtypes do not fit
  public static Tensor ropeISlow(Tensor x, Tensor cos, Tensor sin) {
    int[] d = x.dims4();
    Tensor c = cos.narrow(0, 0, d[2]).unsqueeze(2);
    Tensor s = sin.narrow(0, 0, d[2]).unsqueeze(2);
    Tensor pairs = x.reshape(d[0], d[1], d[2], d[3] / 2, 2);
    Tensor x0 = pairs.narrow(4, 0, 1);
    Tensor x1 = pairs.narrow(4, 1, 1);
    Tensor y0 = x0.broadcastMul(c).sub(x1.broadcastMul(s));
    Tensor y1 = x0.broadcastMul(s).add(x1.broadcastMul(c));
    return Tensor.cat(4, y0, y1).flattenFrom(3);
  }
}
