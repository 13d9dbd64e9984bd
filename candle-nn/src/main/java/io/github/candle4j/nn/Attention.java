package io.github.candle4j.nn;

import io.github.candle4j.core.AttentionOptions;
import io.github.candle4j.core.CandleException;
import io.github.candle4j.core.CandleException.Kind;
import io.github.candle4j.core.DType;
import io.github.candle4j.core.Device;
import io.github.candle4j.core.Fused;
import io.github.candle4j.core.Shape;
import io.github.candle4j.core.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Attention in the shapes of Candle's module of that name; all have gradients. [Fused#attention] is what they are made of.
public final class Attention {
  private Attention() {}

  /// `softmax(scale q kᵀ + mask) v`; arXiv 1706.03762.
  ///
  /// - `q` `[batch, queries, heads, size]`, `k` and `v` `[batch, keys, groups, size]`, where `groups` divides `heads`; result
  ///   `[batch, heads, queries, size]`
  ///
  /// @throws CandleException if shapes or dtypes do not fit
  public static Tensor flashAttn(
      Tensor q, Tensor k, Tensor v, double softmaxScale, AttnMask attnMask) {
    return flashAttn(q, k, v, softmaxScale, attnMask, null, null);
  }

  /// The same with positions of ALiBi, arXiv 2108.12409, and with products x capped as `softcap tanh(x / softcap)`.
  ///
  /// @param maxBias if it is over 0, head h adds `-2^(-maxBias (h + 1) / n)` times the distance of key and query, with the power of two
  ///     n next to the number of heads; a mask of one's own is multiplied by that slope instead, as in Candle
  /// @throws CandleException if shapes or dtypes do not fit
  public static Tensor flashAttn(
      Tensor q,
      Tensor k,
      Tensor v,
      double softmaxScale,
      AttnMask attnMask,
      @Nullable Double maxBias,
      @Nullable Double softcap) {
    AttentionOptions options = AttentionOptions.defaults().withScale(softmaxScale);
    if (softcap != null) {
      options = options.withSoftcap(softcap);
    }
    if (maxBias != null) {
      Checks.finite("flash_attn", "maxBias", maxBias);
    }
    Tensor slopes = maxBias != null && maxBias > 0 ? slopes(maxBias, q) : null;
    options = slopes == null ? masked(options, attnMask) : biased(options, attnMask, slopes, q, k);
    return Fused.attention(q.transpose(1, 2), k.transpose(1, 2), v.transpose(1, 2), options);
  }

  private static AttentionOptions masked(AttentionOptions options, AttnMask mask) {
    return switch (mask) {
      case AttnMask.None _ -> options;
      case AttnMask.Causal(int offset) -> options.withCausalOffset(offset);
      case AttnMask.Mask(Tensor own) -> options.withMask(perHead(own));
    };
  }

  /// A mask of Candle's is `[batch, queries, keys]`.
  private static Tensor perHead(Tensor mask) {
    return mask.rank() == 3 ? mask.unsqueeze(1) : mask;
  }

  /// Flags cannot be multiplied by a slope.
  private static Tensor added(Tensor mask) {
    if (mask.dtype().isInt()) {
      throw CandleException.unsupportedDtype(
          "flash_attn",
          mask.dtype(),
          "with maxBias a mask is of floats, -inf for what is left out");
    }
    return mask;
  }

  private static AttentionOptions biased(
      AttentionOptions options, AttnMask mask, Tensor slopes, Tensor q, Tensor k) {
    int queries = q.dims4()[1];
    int keys = k.dims4()[1];
    return switch (mask) {
      case AttnMask.None _ -> options.withMask(bias(slopes, queries, keys, keys - queries));
      case AttnMask.Causal(int offset) ->
          options.withCausalOffset(offset).withMask(bias(slopes, queries, keys, offset));
      case AttnMask.Mask(Tensor own) ->
          options.withMask(perHead(added(own)).toDtype(slopes.dtype()).broadcastMul(slopes));
    };
  }

  /// `[heads, 1, 1]`
  private static Tensor slopes(double maxBias, Tensor q) {
    int heads = q.dims4()[2];
    double n = Math.max(1, Integer.highestOneBit(Math.max(1, 2 * heads - 1)));
    double[] slopes = new double[heads];
    for (int h = 0; h < heads; h++) {
      slopes[h] = Math.pow(2, -maxBias * (h + 1) / n);
    }
    DType dtype = q.dtype() == DType.F64 ? DType.F64 : DType.F32;
    return Tensor.fromVec(slopes, Shape.of(heads, 1, 1), q.device()).toDtype(dtype);
  }

  /// `-slope |query + offset - key|`, `[heads, queries, keys]`
  private static Tensor bias(Tensor slopes, int queries, int keys, int offset) {
    return distances(queries, keys, offset, slopes.device())
        .toDtype(slopes.dtype())
        .broadcastMul(slopes.neg());
  }

  private static Tensor distances(int queries, int keys, int offset, Device device) {
    Tensor i = Tensor.arange(0L, queries, device).add((long) offset).unsqueeze(1);
    return i.broadcastSub(Tensor.arange(0L, keys, device)).abs();
  }

  /// Attention of sequences of different lengths that lie one after the other, without padding.
  ///
  /// - `q` `[all queries, heads, size]`, `k` and `v` `[all keys, groups, size]`; result `[all queries, heads, size]`
  /// - causal, the last query of a sequence sees its last key
  ///
  /// @param alibiSlopes `[heads]`, by which the distance of key and query is taken off, or null
  /// @param seqlensQ the number of queries of each sequence, of any integer dtype
  /// @param seqlensK the number of keys of each sequence
  /// @param maxSeqlenQ not used, as in Candle
  /// @param maxSeqlenK not used, as in Candle
  /// @param windowSizeLeft how far back a query sees, or null
  /// @param windowSizeRight how far ahead a query sees, or null; not ahead at all if only the left is given
  /// @throws CandleException if shapes, dtypes or lengths do not fit
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
    long[] queries = seqlensQ.toDtype(DType.I64).toVec1I64();
    long[] keys = seqlensK.toDtype(DType.I64).toVec1I64();
    checkLengths(q, k, queries, keys);
    checkValues(k, v);
    checkBeside(q, alibiSlopes, windowSizeLeft, windowSizeRight);
    Varlen form = new Varlen(alibiSlopes, softmaxScale, causal, windowSizeLeft, windowSizeRight);
    List<Tensor> parts = new ArrayList<>();
    int startQ = 0;
    int startK = 0;
    for (int b = 0; b < queries.length; b++) {
      int n = (int) queries[b];
      int m = (int) keys[b];
      Tensor y =
          Fused.attention(
              sequenceOf(q, startQ, n),
              sequenceOf(k, startK, m),
              sequenceOf(v, startK, m),
              form.options(b, n, m, q));
      parts.add(y.transpose(1, 2).squeeze(0));
      startQ += n;
      startK += m;
    }
    return parts.isEmpty() ? q : Tensor.cat(parts, 0);
  }

  /// The same as [#flashAttnVarlenUnfused], under the name of Candle's other form, which has no gradient there.
  ///
  /// @throws CandleException if shapes, dtypes or lengths do not fit
  public static Tensor flashAttnVarlenCpu(
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
      @Nullable Integer windowLeft,
      @Nullable Integer windowRight) {
    return flashAttnVarlenUnfused(
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
        windowLeft,
        windowRight);
  }

  /// What all sequences of different lengths have in common.
  private record Varlen(
      @Nullable Tensor slopes,
      double scale,
      boolean causal,
      @Nullable Integer left,
      @Nullable Integer right) {
    /// Those of sequence b with n queries and m keys.
    AttentionOptions options(int b, int n, int m, Tensor like) {
      AttentionOptions options = AttentionOptions.defaults().withScale(scale);
      if (causal) {
        checkCausal(b, n, m);
        options = options.withCausalOffset(m - n);
      }
      if (slopes == null && left == null && right == null) {
        return options;
      }
      Tensor mask = window(n, m, like);
      if (slopes != null) {
        Tensor each = slopes.toDtype(mask.dtype()).reshape(-1, 1, 1);
        mask = mask.broadcastAdd(bias(each, n, m, m - n));
      }
      return options.withMask(mask);
    }

    /// 0 for keys within the window and -inf beyond.
    private Tensor window(int queries, int keys, Tensor like) {
      if (left == null && right != null) {
        throw CandleException.withHint(
            Kind.ARGUMENT,
            "flash_attn_varlen",
            "window_right without window_left",
            "give both, or the left alone");
      }
      double[] mask = new double[Math.multiplyExact(queries, keys)];
      if (left != null) {
        int ahead = right == null ? 0 : right;
        for (int i = 0; i < mask.length; i++) {
          int distance = i / keys + keys - queries - i % keys;
          boolean seen = distance <= left && -distance <= ahead;
          mask[i] = seen ? 0 : Double.NEGATIVE_INFINITY;
        }
      }
      DType dtype = like.dtype() == DType.F64 ? DType.F64 : DType.F32;
      return Tensor.fromVec(mask, Shape.of(queries, keys), like.device()).toDtype(dtype);
    }
  }

  private static void checkCausal(int b, int queries, int keys) {
    if (keys < queries) {
      throw CandleException.withHint(
          Kind.ARGUMENT,
          "flash_attn_varlen",
          "causal attention requires seq_len_k >= seq_len_q (got k="
              + keys
              + ", q="
              + queries
              + ") for batch index "
              + b,
          "the last query of a sequence stands at its last key");
    }
  }

  private static Tensor sequenceOf(Tensor x, int start, int length) {
    return x.narrow(0, start, length).unsqueeze(0).transpose(1, 2);
  }

  private static void checkValues(Tensor k, Tensor v) {
    if (v.rank() != 3 || v.dim(0) != k.dim(0)) {
      throw CandleException.shapeMismatch(
          "flash_attn_varlen", k.shape(), v.shape(), "there are as many values as keys");
    }
  }

  private static void checkBeside(
      Tensor q, @Nullable Tensor slopes, @Nullable Integer left, @Nullable Integer right) {
    if (slopes != null && !slopes.shape().equals(Shape.of(q.dim(1)))) {
      throw CandleException.shapeMismatch(
          "flash_attn_varlen", q.shape(), slopes.shape(), "there is a slope for each head");
    }
    if ((left != null && left < 0) || (right != null && right < 0)) {
      throw CandleException.withHint(
          Kind.ARGUMENT,
          "flash_attn_varlen",
          "flash_attn_varlen: a window of " + left + " keys back and " + right + " ahead",
          "both are 0 or more; null is no window");
    }
  }

  private static void checkLengths(Tensor q, Tensor k, long[] queries, long[] keys) {
    q.dims3();
    k.dims3();
    if (queries.length != keys.length
        || Arrays.stream(queries).sum() != q.dim(0)
        || Arrays.stream(keys).sum() != k.dim(0)
        || Arrays.stream(queries).anyMatch(n -> n < 0)
        || Arrays.stream(keys).anyMatch(n -> n < 0)) {
      throw CandleException.withHint(
          Kind.ARGUMENT,
          "flash_attn_varlen",
          "lengths "
              + Arrays.toString(queries)
              + " and "
              + Arrays.toString(keys)
              + " for "
              + q.shape()
              + " and "
              + k.shape(),
          "the lengths of queries and of keys add up to the first sizes");
    }
  }
}
