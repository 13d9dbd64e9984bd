package io.github.candle4j.nn;

import io.github.candle4j.core.CandleException;
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
  /// themselves, if there are as many as places at least, of which the last are kept.
  ///
  /// @throws io.github.candle4j.core.CandleException if shapes or dtypes do not fit
  public KeyValue append(Tensor keys, Tensor values, IndicesAndMask iam) {
    int queries = iam.indices().dim(1);
    if (keys.rank() != 4 || values.rank() != 4 || keys.dim(2) != queries) {
      throw CandleException.shapeMismatch(
          "kv_cache",
          keys.shape(),
          iam.indices().shape(),
          "keys and values [batch, heads, queries, size] want places [batch, queries]");
    }
    Cache.checkBoth(2, keys, values);
    int kept = Math.min(queries, context);
    Tensor places = iam.indices().narrow(1, queries - kept, kept).unsqueeze(2).unsqueeze(1);
    write(k, keys.narrow(2, queries - kept, kept), places);
    write(v, values.narrow(2, queries - kept, kept), places);
    return context <= queries ? new KeyValue(keys, values) : new KeyValue(k, v);
  }

  private static void write(Tensor rings, Tensor src, Tensor places) {
    rings.scatterSet(places.broadcastAs(src.shape()).contiguous(), src, 2);
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
