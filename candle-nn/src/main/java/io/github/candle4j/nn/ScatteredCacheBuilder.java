package io.github.candle4j.nn;

import io.github.candle4j.core.CandleException;
import io.github.candle4j.core.CandleException.Kind;
import io.github.candle4j.core.DType;
import io.github.candle4j.core.Device;
import io.github.candle4j.core.Shape;
import io.github.candle4j.core.Tensor;
import java.util.Arrays;

/// Keeps count of a batch of sequences that go on at different times, for any number of [ScatteredKvCache].
///
/// ```java
/// ScatteredCacheBuilder builder = new ScatteredCacheBuilder(2, 128, DType.F32, device);
/// ScatteredKvCache cache = builder.makeCache(8, 64);
/// IndicesAndMask iam = builder.indicesAndMask(1, new boolean[] {true, false});    // the first alone goes on
/// KeyValue all = cache.append(k, v, iam);
/// ```
///
/// May not be used by several threads at once.
public final class ScatteredCacheBuilder {
  private final int context;
  private final int[] positions;
  private final int[] indices;
  private final DType dtype;
  private final Device device;

  /// A count of sequences that have not begun.
  ///
  /// @param batchSize the number of sequences
  /// @param context how many positions of each are kept
  /// @param dtype the dtype of the caches
  /// @param device their device
  /// @throws CandleException if a number is not positive
  public ScatteredCacheBuilder(int batchSize, int context, DType dtype, Device device) {
    if (batchSize < 1 || context < 1) {
      throw CandleException.withHint(
          Kind.ARGUMENT,
          "kv_cache",
          "kv_cache: a batch of " + batchSize + ", room for " + context,
          "both must be 1 or more");
    }
    this.context = context;
    positions = new int[batchSize];
    indices = new int[batchSize];
    this.dtype = dtype;
    this.device = device;
  }

  /// A cache of zeros for such a batch.
  public ScatteredKvCache makeCache(int numHeads, int headDim) {
    Shape shape = Shape.of(batchSize(), numHeads, context, headDim);
    return new ScatteredKvCache(
        Tensor.zeros(shape, dtype, device), Tensor.zeros(shape, dtype, device), context);
  }

  /// How many positions each sequence has had.
  public int[] positions() {
    return positions.clone();
  }

  /// Starts all sequences anew.
  public void reset() {
    Arrays.fill(positions, 0);
    Arrays.fill(indices, 0);
  }

  /// The number of sequences.
  public int batchSize() {
    return positions.length;
  }

  /// The device of the caches.
  public Device device() {
    return device;
  }

  /// Starts one sequence anew.
  ///
  /// @throws CandleException if there is no such sequence
  public void resetBatchIndex(int batchIndex) {
    if (batchIndex < 0 || batchIndex >= batchSize()) {
      throw CandleException.withHint(
          Kind.INDEX,
          "kv_cache",
          "kv_cache: no sequence " + batchIndex,
          "there are " + batchSize() + ", from 0 on");
    }
    positions[batchIndex] = 0;
    indices[batchIndex] = 0;
  }

  /// Where the next `seqLen` elements of the sequences that go on are to be written, and what they may see. The others get places
  /// and a mask, too, which mean nothing.
  ///
  /// @throws CandleException if the number of flags is not that of the sequences or the number of elements is negative
  public IndicesAndMask indicesAndMask(int seqLen, boolean[] batchMask) {
    if (batchMask.length != batchSize() || seqLen < 0) {
      throw CandleException.withHint(
          Kind.ARGUMENT,
          "kv_cache",
          "kv_cache: " + batchMask.length + " flags for " + batchSize() + " sequences of " + seqLen,
          "a flag for each sequence, and no negative length");
    }
    boolean ring = seqLen < context;
    float[] mask = ring ? new float[batchSize() * seqLen * context] : causal(seqLen);
    int[] places = new int[batchSize() * seqLen];
    for (int b = 0; b < batchSize(); b++) {
      if (!batchMask[b]) {
        Arrays.fill(places, b * seqLen, (b + 1) * seqLen, indices[b]);
        continue;
      }
      int start = positions[b];
      long[] held = held(b);
      for (int i = 0; i < seqLen; i++) {
        places[b * seqLen + i] = indices[b];
        held[indices[b]] = (long) start + i;
        indices[b] = (indices[b] + 1) % context;
        positions[b]++;
      }
      if (ring) {
        fill(mask, b * seqLen * context, start, held);
      }
    }
    Shape shape = ring ? Shape.of(batchSize(), 1, seqLen, context) : Shape.of(seqLen, seqLen);
    return new IndicesAndMask(
        Tensor.fromVec(places, Shape.of(batchSize(), seqLen), DType.U32, device),
        Tensor.fromVec(mask, shape, device).toDtype(dtype));
  }

  /// The position that each place of a ring holds; one that holds nothing has the largest of all.
  private long[] held(int b) {
    long[] held = new long[context];
    for (int i = 0; i < context; i++) {
      int before = positions[b] - indices[b];
      if (positions[b] < context) {
        held[i] = i < positions[b] ? i : Long.MAX_VALUE;
      } else {
        held[i] = i < indices[b] ? i + before : i + before - context;
      }
    }
    return held;
  }

  /// -inf where a place holds what comes after the query.
  private void fill(float[] mask, int at, int start, long... held) {
    int queries = mask.length / batchSize() / context;
    for (int i = 0; i < queries; i++) {
      for (int j = 0; j < context; j++) {
        mask[at + i * context + j] = held[j] <= start + i ? 0 : Float.NEGATIVE_INFINITY;
      }
    }
  }

  /// -inf where a key comes after the query or lies more than the context before it.
  private float[] causal(int n) {
    float[] mask = new float[Math.multiplyExact(n, n)];
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < n; j++) {
        mask[i * n + j] = j > i || j + context < i ? Float.NEGATIVE_INFINITY : 0;
      }
    }
    return mask;
  }

  /// `ScatteredCacheBuilder(2 sequences of 128)`
  @Override
  public String toString() {
    return "ScatteredCacheBuilder(" + batchSize() + " sequences of " + context + ")";
  }
}
