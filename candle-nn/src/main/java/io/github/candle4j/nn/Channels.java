package io.github.candle4j.nn;

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
}
