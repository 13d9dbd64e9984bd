package io.github.candle4j.nn;

import io.github.candle4j.core.CandleException;
import io.github.candle4j.core.CandleException.Kind;
import io.github.candle4j.core.Tensor;
import java.util.Optional;

/// Keys and values that are joined anew at each step. Costs a copy of all, and keeps gradients: without [Tensor#noGrad] the graph
/// grows with each step.
public final class ConcatKvCache implements AttentionCache {
  private final int dim;
  private Optional<KeyValue> all = Optional.empty();

  /// An empty cache that grows along `dim`.
  ///
  /// @throws CandleException if the dimension is negative
  public ConcatKvCache(int dim) {
    if (dim < 0) {
      throw CandleException.withHint(
          Kind.ARGUMENT, "kv_cache", "kv_cache: dimension " + dim, "the dimension counts from 0");
    }
    this.dim = dim;
  }

  @Override
  public int dim() {
    return dim;
  }

  @Override
  public int currentSeqLen() {
    return all.map(kv -> kv.k().dim(dim)).orElse(0);
  }

  /// True if nothing was appended.
  public boolean isEmpty() {
    return all.isEmpty();
  }

  @Override
  public KeyValue append(Tensor k, Tensor v) {
    Cache.checkBoth(dim, k, v);
    Optional<KeyValue> before = all;
    KeyValue joined =
        before.isEmpty()
            ? new KeyValue(k.contiguous(), v.contiguous())
            : new KeyValue(
                Tensor.cat(dim, before.get().k(), k), Tensor.cat(dim, before.get().v(), v));
    all = Optional.of(joined);
    return joined;
  }

  @Override
  public void reset() {
    all = Optional.empty();
  }

  /// The keys that are there.
  public Optional<Tensor> k() {
    return all.map(KeyValue::k);
  }

  /// The values that are there.
  public Optional<Tensor> v() {
    return all.map(KeyValue::v);
  }

  /// Keys and values, if there are any.
  public Optional<KeyValue> intoInner() {
    return all;
  }

  /// `ConcatKvCache(3 along dimension 2)`
  @Override
  public String toString() {
    return "ConcatKvCache(" + currentSeqLen() + " along dimension " + dim + ")";
  }
}
