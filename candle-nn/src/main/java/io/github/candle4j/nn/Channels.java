package io.github.candle4j.nn;

import io.github.candle4j.core.DType;
import io.github.candle4j.core.Fused;
import io.github.candle4j.core.Shape;
import io.github.candle4j.core.Tensor;
import java.util.Arrays;
import java.util.Optional;

/// Numbers of which each channel has one; channels are dimension 1.
final class Channels {
  private Channels() {}

  /// `[channels]` seen as `[1, channels, 1, ..]`, so that it can be broadcast to a tensor of that rank.
  static Tensor across(Tensor perChannel, int rank) {
    int[] dims = new int[rank];
    Arrays.fill(dims, 1);
    dims[1] = perChannel.dim(0);
    return perChannel.reshape(Shape.of(dims));
  }

  /// `y` with a bias for each channel, if there is one.
  static Tensor withBias(Tensor y, Optional<Tensor> bias) {
    return bias.isPresent() ? y.broadcastAdd(across(bias.get(), y.rank())) : y;
  }

  /// x `[batch, channels, ..]` in F32 or F64, each of so many groups of its channels with mean 0 and variance 1.
  static Tensor normalized(Tensor x, int groups, double eps) {
    int size = Math.toIntExact(x.elemCount() / Math.max(1, (long) x.dim(0) * groups));
    Tensor rows = wide(x).reshape(x.dim(0) * groups, size);
    return Fused.layerNorm(rows, eps).reshape(x.shape());
  }

  /// A tensor of floats in the dtype that norms and averages are computed in: F32 for the smaller ones.
  static Tensor wide(Tensor x) {
    return x.dtype() == DType.F64 || x.dtype().isInt() ? x : x.toDtype(DType.F32);
  }
}
