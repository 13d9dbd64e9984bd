package io.github.candle4j.nn;

import io.github.candle4j.core.CandleException;
import io.github.candle4j.core.CandleException.Kind;
import io.github.candle4j.core.Device;
import io.github.candle4j.core.Shape;
import io.github.candle4j.core.Tensor;
import java.util.Optional;

/// The last `maxSeqLen` elements of a sequence along one dimension, in a ring: new ones are written over the oldest.
///
/// It is for use without gradients: what leads to a variable is refused unless recording is off ([Tensor#noGrad]). May not be
/// used by several threads at once.
public final class RotatingCache {
  private final int dim;
  private final int maxSeqLen;
  private int offset;
  private int currentSeqLen;
  private Optional<Tensor> allData = Optional.empty();

  /// An empty cache.
  ///
  /// @param dim the dimension along which the sequence lies
  /// @param maxSeqLen how many elements are kept
  /// @throws CandleException if the dimension is negative or there is no room
  public RotatingCache(int dim, int maxSeqLen) {
    Cache.checkRoom(dim, maxSeqLen);
    this.dim = dim;
    this.maxSeqLen = maxSeqLen;
  }

  /// Where the next element will be written.
  public int offset() {
    return offset;
  }

  /// The dimension along which the sequence lies.
  public int dim() {
    return dim;
  }

  /// How many elements have been appended in all.
  public int currentSeqLen() {
    return currentSeqLen;
  }

  /// How many elements are kept.
  public int maxSeqLen() {
    return maxSeqLen;
  }

  /// The ring, if something was appended.
  public Optional<Tensor> allData() {
    return allData;
  }

  /// What is in the ring, in its order there: a view, which the next elements are written to.
  public Optional<Tensor> currentData() {
    return allData.map(this::filled);
  }

  /// Throws if `src` has another shape or dtype than what is in the ring.
  void check(Tensor src) {
    Tensor data = allData.orElse(src);
    if (!src.shape().with(dim, 0).equals(data.shape().with(dim, 0))) {
      throw CandleException.shapeMismatch(
          "kv_cache", data.shape(), src.shape(), "sizes are equal but along dimension " + dim);
    }
    if (src.dtype() != data.dtype()) {
      throw CandleException.dtypeMismatch("kv_cache", data.dtype(), src.dtype());
    }
  }

  private Tensor filled(Tensor data) {
    return currentSeqLen >= maxSeqLen ? data : data.narrow(dim, 0, currentSeqLen);
  }

  /// Empties it.
  public void reset() {
    offset = 0;
    currentSeqLen = 0;
    allData = Optional.empty();
  }

  /// Appends `src`, and gives what is in the ring, or `src` itself if that is as long as the ring at least, so that all of it is
  /// seen. What is in the ring is a view, which the next elements are written to.
  ///
  /// @throws CandleException if the shape or dtype is another, or gradients would be lost
  public Tensor append(Tensor src) {
    int length = src.dim(dim);
    Tensor data =
        allData.orElseGet(
            () -> Tensor.zeros(src.shape().with(dim, maxSeqLen), src.dtype(), src.device()));
    if (length >= maxSeqLen) {
      data.sliceSet(src.narrow(dim, length - maxSeqLen, maxSeqLen), dim, 0);
      offset = 0;
    } else {
      int first = Math.min(length, maxSeqLen - offset);
      data.sliceSet(src.narrow(dim, 0, first), dim, offset);
      if (first < length) {
        data.sliceSet(src.narrow(dim, first, length - first), dim, 0);
      }
      offset = (offset + length) % maxSeqLen;
    }
    allData = Optional.of(data);
    currentSeqLen += length;
    return length >= maxSeqLen ? src : filled(data);
  }

  /// The positions in the whole sequence of what [#append] would give for `seqLen` elements.
  ///
  /// @throws CandleException if the number is negative
  public int[] positions(int seqLen) {
    checkLength(seqLen);
    if (seqLen >= maxSeqLen) {
      int[] all = new int[seqLen];
      for (int i = 0; i < seqLen; i++) {
        all[i] = currentSeqLen + i;
      }
      return all;
    }
    int[] all = new int[Math.min(currentSeqLen + seqLen, maxSeqLen)];
    for (int i = 0; i < all.length; i++) {
      all[i] = position(i, seqLen);
    }
    return all;
  }

  /// The position of place `i` of the ring after `seqLen` more elements.
  private int position(int i, int seqLen) {
    int next = (offset + seqLen) % maxSeqLen;
    int position = currentSeqLen + seqLen + i - next;
    return i < next ? position : position - maxSeqLen;
  }

  /// The flags, 1 for what a query must not see, for `seqLen` queries and what [#append] would give for them, `[queries, keys]` of U8.
  /// Empty for one query, which sees all.
  ///
  /// @throws CandleException if the number is negative
  public Optional<Tensor> attnMask(int seqLen, Device device) {
    checkLength(seqLen);
    if (seqLen == 1) {
      return Optional.empty();
    }
    boolean ring = seqLen < maxSeqLen;
    int keys = ring ? Math.min(currentSeqLen + seqLen, maxSeqLen) : seqLen;
    byte[] mask = new byte[Math.multiplyExact(seqLen, keys)];
    for (int i = 0; i < seqLen; i++) {
      for (int j = 0; j < keys; j++) {
        int query = ring ? currentSeqLen + i : i;
        int key = ring ? position(j, seqLen) : j;
        mask[i * keys + j] = (byte) (key > query || key + maxSeqLen < query ? 1 : 0);
      }
    }
    return Optional.of(Tensor.fromVec(mask, Shape.of(seqLen, keys), device));
  }

  private static void checkLength(int seqLen) {
    if (seqLen < 0) {
      throw new CandleException(
          Kind.ARGUMENT, "kv_cache", "kv_cache: a sequence of " + seqLen + " elements");
    }
  }

  /// `RotatingCache(last 6 of 13 along dimension 2)`
  @Override
  public String toString() {
    return "RotatingCache(last "
        + Math.min(currentSeqLen, maxSeqLen)
        + " of "
        + currentSeqLen
        + " along dimension "
        + dim
        + ")";
  }
}
