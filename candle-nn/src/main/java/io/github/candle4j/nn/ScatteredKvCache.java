package io.github.candle4j.nn;

import io.github.candle4j.core.Tensor;

/// The last keys and values of a batch of sequences that go on at different times: each sequence has a ring of its own. Made by
/// [ScatteredCacheBuilder#makeCache].
///
/// It is for use without gradients: what leads to a variable is refused unless recording is off ([Tensor#noGrad]). May not be
/// used by several threads at once.
public final class ScatteredKvCache {
  private final Tensor k;
  private final Tensor v;
  private final int context;

  ScatteredKvCache(Tensor k, Tensor v, int context) {
    this.k = k;
    this.v = v;
    this.context = context;
  }

  /// Writes keys and values `[batch, heads, queries, size]` to the places of `iam`, and gives all of the rings; keys and values
  /// themselves, if there are as many as places at least.
  ///
  /// @throws io.github.candle4j.core.CandleException if shapes or dtypes do not fit
  public KeyValue append(Tensor keys, Tensor values, IndicesAndMask iam) {
    if (context <= keys.dim(2)) {
      return new KeyValue(keys, values);
    }
    Tensor indices = iam.indices().unsqueeze(2).unsqueeze(1);
    k.scatterSet(indices.broadcastAs(keys.shape()).contiguous(), keys, 2);
    v.scatterSet(indices.broadcastAs(values.shape()).contiguous(), values, 2);
    return new KeyValue(k, v);
  }

  /// The keys.
  public Tensor k() {
    return k;
  }

  /// The values.
  public Tensor v() {
    return v;
  }

  /// `ScatteredKvCache([2, 8, 16, 64])`
  @Override
  public String toString() {
    return "ScatteredKvCache(" + k.shape() + ")";
  }
}
