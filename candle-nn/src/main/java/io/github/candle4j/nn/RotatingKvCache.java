package io.github.candle4j.nn;

import io.github.candle4j.core.Device;
import io.github.candle4j.core.Tensor;
import java.util.Optional;

/// Keys and values in a [RotatingCache] each, for attention that sees the last positions alone.
public final class RotatingKvCache {
  private final RotatingCache k;
  private final RotatingCache v;

  /// An empty cache of the last `maxSeqLen` positions along `dim`.
  ///
  /// @throws io.github.candle4j.core.CandleException if the dimension is negative or there is no room
  public RotatingKvCache(int dim, int maxSeqLen) {
    k = new RotatingCache(dim, maxSeqLen);
    v = new RotatingCache(dim, maxSeqLen);
  }

  /// The cache of the keys.
  public RotatingCache kCache() {
    return k;
  }

  /// The cache of the values.
  public RotatingCache vCache() {
    return v;
  }

  /// The keys that are there.
  public Optional<Tensor> k() {
    return k.currentData();
  }

  /// The values that are there.
  public Optional<Tensor> v() {
    return v.currentData();
  }

  /// Appends keys and values, and gives those to be seen; see [RotatingCache#append].
  ///
  /// @throws io.github.candle4j.core.CandleException if shapes or dtypes do not fit
  public KeyValue append(Tensor keys, Tensor values) {
    Cache.checkBoth(k.dim(), keys, values);
    k.check(keys);
    v.check(values);
    // Now only a gradient may be refused; what has one comes first, so that both are appended or
    // none.
    if (values.trackOp()) {
      Tensor all = v.append(values);
      return new KeyValue(k.append(keys), all);
    }
    return new KeyValue(k.append(keys), v.append(values));
  }

  /// Where the next element will be written.
  public int offset() {
    return k.offset();
  }

  /// How many positions have been appended in all.
  public int currentSeqLen() {
    return k.currentSeqLen();
  }

  /// The mask for the next `seqLen` queries; see [RotatingCache#attnMask].
  ///
  /// @throws io.github.candle4j.core.CandleException if the number is negative
  public Optional<Tensor> attnMask(int seqLen, Device device) {
    return k.attnMask(seqLen, device);
  }

  /// The positions after the next `seqLen` elements; see [RotatingCache#positions].
  ///
  /// @throws io.github.candle4j.core.CandleException if the number is negative
  public int[] positions(int seqLen) {
    return k.positions(seqLen);
  }

  /// Empties it.
  public void reset() {
    k.reset();
    v.reset();
  }

  /// `RotatingKvCache(last 6 of 13 along dimension 2)`
  @Override
  public String toString() {
    return k.toString().replace("Cache", "KvCache");
  }
}
