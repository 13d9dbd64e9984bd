package io.github.candle4j.nn;

import io.github.candle4j.core.CandleException;
import io.github.candle4j.core.CandleException.Kind;
import io.github.candle4j.core.Tensor;
import java.util.Optional;

/// A tensor that grows along one dimension: what is appended is written into room that was made before. When the room is used up,
/// as much is added again.
///
/// It is for use without gradients: what leads to a variable is refused unless recording is off ([Tensor#noGrad]).
/// [ConcatKvCache] keeps gradients. May not be used by several threads at once.
public final class Cache {
  private final int dim;
  private final int growBy;
  private int maxSeqLen;
  private int currentSeqLen;
  private Optional<Tensor> allData = Optional.empty();

  /// An empty cache.
  ///
  /// @param dim the dimension along which it grows
  /// @param maxSeqLen the room
  /// @throws CandleException if the dimension is negative or there is no room
  public Cache(int dim, int maxSeqLen) {
    checkRoom(dim, maxSeqLen);
    this.dim = dim;
    this.maxSeqLen = maxSeqLen;
    growBy = maxSeqLen;
  }

  static void checkRoom(int dim, int maxSeqLen) {
    if (dim < 0 || maxSeqLen < 1) {
      throw CandleException.withHint(
          Kind.ARGUMENT,
          "kv_cache",
          "kv_cache: dimension " + dim + ", room for " + maxSeqLen,
          "the dimension counts from 0, the room is 1 or more");
    }
  }

  /// The dimension along which it grows.
  public int dim() {
    return dim;
  }

  /// How much is in it.
  public int currentSeqLen() {
    return currentSeqLen;
  }

  /// How much it has room for.
  public int maxSeqLen() {
    return maxSeqLen;
  }

  /// All of the room, if something was appended.
  public Optional<Tensor> allData() {
    return allData;
  }

  /// What is in it: a view, over which nothing will be written before [#reset].
  public Optional<Tensor> currentData() {
    return allData.map(data -> data.narrow(dim, 0, currentSeqLen));
  }

  /// Empties it.
  public void reset() {
    currentSeqLen = 0;
    allData = Optional.empty();
  }

  /// Adds `src` behind what is in it.
  ///
  /// @throws CandleException if the shape or dtype is another, or gradients would be lost
  public void append(Tensor src) {
    int length = src.dim(dim);
    Tensor data = allData.orElseGet(() -> room(src, maxSeqLen));
    int room = maxSeqLen;
    if (length > room - currentSeqLen) {
      int times = Math.ceilDiv(length - (room - currentSeqLen), growBy);
      int more = Math.multiplyExact(times, growBy);
      data = Tensor.cat(dim, data, room(src, more));
      room += more;
    }
    data.sliceSet(src, dim, currentSeqLen);
    allData = Optional.of(data);
    maxSeqLen = room;
    currentSeqLen += length;
  }

  /// Takes back what was appended behind `length`, which nobody has seen.
  void takeBackTo(int length) {
    currentSeqLen = length;
    if (length == 0) {
      allData = Optional.empty();
    }
  }

  /// Throws unless keys and values are as many along a dimension.
  static void checkBoth(int dim, Tensor keys, Tensor values) {
    if (keys.rank() <= dim || values.rank() <= dim || keys.dim(dim) != values.dim(dim)) {
      throw CandleException.shapeMismatch(
          "kv_cache",
          keys.shape(),
          values.shape(),
          "keys and values are as many along dimension " + dim);
    }
  }

  private Tensor room(Tensor like, int size) {
    return Tensor.zeros(like.shape().with(dim, size), like.dtype(), like.device());
  }

  /// `Cache(3 of 16 along dimension 2)`
  @Override
  public String toString() {
    return "Cache(" + currentSeqLen + " of " + maxSeqLen + " along dimension " + dim + ")";
  }
}
