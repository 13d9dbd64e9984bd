package io.github.candle4j.nn;

import io.github.candle4j.core.CandleException;
import io.github.candle4j.core.DType;
import io.github.candle4j.core.Tensor;

/// What a norm multiplies each channel by and adds to it.
///
/// @param weight the factors, `[channels]`
/// @param bias what is added, `[channels]`
public record WeightAndBias(Tensor weight, Tensor bias) {
  /// Throws, naming the layer, unless both have the size of the channels.
  void check(String layer, int channels) {
    Checks.size(layer, "weight", weight, channels);
    Checks.size(layer, "bias", bias, channels);
    if (weight.dtype() != bias.dtype()) {
      throw CandleException.dtypeMismatch(layer, weight.dtype(), bias.dtype());
    }
  }

  /// `x w + b` of the channels of x, dimension 1, which is of F32 or F64; the result in that dtype.
  ///
  /// @throws CandleException if the dtype of the result is not that of the weight
  Tensor apply(Tensor x, DType dtype) {
    if (weight.dtype() != dtype) {
      throw CandleException.dtypeMismatch("norm", dtype, weight.dtype());
    }
    Tensor w = Channels.across(weight.toDtype(x.dtype()), x.rank());
    Tensor b = Channels.across(bias.toDtype(x.dtype()), x.rank());
    return x.broadcastMul(w).broadcastAdd(b).toDtype(dtype);
  }
}
