package io.github.candle4j.nn;

import io.github.candle4j.core.Tensor;
import org.jspecify.annotations.Nullable;

/// Candle's other name of the module that has attention of sequences of different lengths; see [Attention].
public final class VarlenAttention {
  private VarlenAttention() {}

  /// [Attention#flashAttnVarlenUnfused].
  ///
  /// @throws io.github.candle4j.core.CandleException if shapes, dtypes or lengths do not fit
  public static Tensor flashAttnVarlenUnfused(
      Tensor q,
      Tensor k,
      Tensor v,
      @Nullable Tensor alibiSlopes,
      Tensor seqlensQ,
      Tensor seqlensK,
      int maxSeqlenQ,
      int maxSeqlenK,
      double softmaxScale,
      boolean causal,
      @Nullable Integer windowSizeLeft,
      @Nullable Integer windowSizeRight) {
    return Attention.flashAttnVarlenUnfused(
        q,
        k,
        v,
        alibiSlopes,
        seqlensQ,
        seqlensK,
        maxSeqlenQ,
        maxSeqlenK,
        softmaxScale,
        causal,
        windowSizeLeft,
        windowSizeRight);
  }
}
