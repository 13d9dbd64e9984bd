package io.github.candle4j.nn;

import io.github.candle4j.core.CandleException;
import io.github.candle4j.core.Tensor;
import java.util.Optional;

/// Keys and values of one sequence in one tensor `[positions, heads, 2 size]`: the key of a head, then its value.
public final class InterleavedKvCache {
  private final int headDim;
  private Optional<Tensor> kv = Optional.empty();

  /// An empty cache for heads of this size.
  ///
  /// @throws CandleException if the size is not positive
  public InterleavedKvCache(int headDim) {
    Cache.checkRoom(0, headDim);
    this.headDim = headDim;
  }

  /// How many positions are there.
  public int currentSeqLen() {
    return kv.map(x -> x.dim(0)).orElse(0);
  }

  /// True if nothing was appended.
  public boolean isEmpty() {
    return kv.isEmpty();
  }

  /// The size of a head.
  public int headDim() {
    return headDim;
  }

  /// Appends keys and values `[1, heads, positions, size]`, and gives all of the cache.
  ///
  /// @throws CandleException if the shapes do not fit
  public Tensor append(Tensor k, Tensor v) {
    if (k.rank() != 4 || k.dim(0) != 1 || k.dim(3) != headDim || !k.shape().equals(v.shape())) {
      throw CandleException.shapeMismatch(
          "kv_cache",
          k.shape(),
          v.shape(),
          "keys and values are [1, heads, positions, " + headDim + "]");
    }
    Tensor next = Tensor.cat(3, k, v).squeeze(0).transpose(0, 1).contiguous();
    Tensor all = kv.isEmpty() ? next : Tensor.cat(0, kv.get(), next);
    kv = Optional.of(all);
    return all;
  }

  /// All of the cache, if something was appended.
  public Optional<Tensor> kv() {
    return kv;
  }

  /// Empties it.
  public void reset() {
    kv = Optional.empty();
  }

  /// `InterleavedKvCache(3 positions)`
  @Override
  public String toString() {
    return "InterleavedKvCache(" + currentSeqLen() + " positions)";
  }
}
