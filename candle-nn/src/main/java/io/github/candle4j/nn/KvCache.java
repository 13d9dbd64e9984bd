package io.github.candle4j.nn;

import io.github.candle4j.core.CandleException;
import io.github.candle4j.core.Tensor;
import java.util.Optional;

/// Keys and values in a [Cache] each.
///
/// ```java
/// KvCache cache = new KvCache(2, 512);      // [batch, heads, positions, size]
/// KeyValue all = cache.append(k, v);
/// ```
public final class KvCache implements AttentionCache {
  private final Cache k;
  private final Cache v;

  /// An empty cache that grows along `dim`, with room for `maxSeqLen`.
  ///
  /// @throws io.github.candle4j.core.CandleException if the dimension is negative or there is no room
  public KvCache(int dim, int maxSeqLen) {
    k = new Cache(dim, maxSeqLen);
    v = new Cache(dim, maxSeqLen);
  }

  /// The cache of the keys.
  public Cache kCache() {
    return k;
  }

  /// The cache of the values.
  public Cache vCache() {
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

  @Override
  public KeyValue append(Tensor keys, Tensor values) {
    Cache.checkBoth(dim(), keys, values);
    int before = k.currentSeqLen();
    k.append(keys);
    try {
      v.append(values);
    } catch (CandleException e) {
      k.takeBackTo(before);
      throw e;
    }
    return new KeyValue(k.currentData().orElseThrow(), v.currentData().orElseThrow());
  }

  @Override
  public int dim() {
    return k.dim();
  }

  @Override
  public int currentSeqLen() {
    return k.currentSeqLen();
  }

  @Override
  public void reset() {
    k.reset();
    v.reset();
  }

  /// `KvCache(3 of 16 along dimension 2)`
  @Override
  public String toString() {
    return "Kv" + k;
  }
}
