package io.github.candle4j.nn;

import io.github.candle4j.core.AttentionOptions;
import io.github.candle4j.core.CandleException;
import io.github.candle4j.core.CandleException.Kind;
import io.github.candle4j.core.Device;
import io.github.candle4j.core.Shape;
import io.github.candle4j.core.Tensor;
import java.util.Arrays;

/// Which keys a query sees.
public sealed interface AttnMask {
  /// All of them.
  AttnMask NONE = None.NONE;

  /// Query i sees the keys 0 to i.
  static AttnMask causal() {
    return new Causal(0);
  }

  /// Query i sees the keys 0 to i + `kvOffset`: so many keys come before that of the first query.
  static AttnMask causalWithOffset(int kvOffset) {
    return new Causal(kvOffset);
  }

  /// The keys of each sequence of a batch from its length on are not seen: flags `[batch, 1, 1, keys]`.
  ///
  /// @throws CandleException if a length is negative or over the number of keys
  static AttnMask padding(int keys, Device device, int... lengths) {
    byte[] flags = new byte[Math.multiplyExact(keys, lengths.length)];
    for (int b = 0; b < lengths.length; b++) {
      if (lengths[b] < 0 || lengths[b] > keys) {
        throw CandleException.withHint(
            Kind.ARGUMENT,
            "attention",
            "attention: length " + lengths[b] + " of " + keys + " keys",
            "a length is 0 or more, and no more than the keys");
      }
      Arrays.fill(flags, b * keys + lengths[b], (b + 1) * keys, (byte) 1);
    }
    return new Mask(Tensor.fromVec(flags, Shape.of(lengths.length, 1, 1, keys), device));
  }

  /// The same for [io.github.candle4j.core.Fused#attention], with all else as usual.
  AttentionOptions options();

  /// True if keys behind the query are not seen.
  boolean isCausal();

  /// How many keys come before that of the first query; 0 if it is not causal.
  int kvOffset();

  /// All keys are seen.
  enum None implements AttnMask {
    /// See [AttnMask#NONE].
    NONE;

    @Override
    public AttentionOptions options() {
      return AttentionOptions.defaults();
    }

    @Override
    public boolean isCausal() {
      return false;
    }

    @Override
    public int kvOffset() {
      return 0;
    }
  }

  /// Query i sees the keys 0 to i + `kvOffset`.
  ///
  /// @param kvOffset how many keys come before that of the first query
  record Causal(int kvOffset) implements AttnMask {
    @Override
    public AttentionOptions options() {
      return AttentionOptions.defaults().withCausalOffset(kvOffset);
    }

    @Override
    public boolean isCausal() {
      return true;
    }
  }

  /// A mask of one's own: floats that are added to the products of queries and keys, or flags, not 0 for what is left out. Its shape
  /// is broadcast to `[batch, heads, queries, keys]`.
  ///
  /// @param mask the mask
  record Mask(Tensor mask) implements AttnMask {
    @Override
    public AttentionOptions options() {
      return AttentionOptions.defaults().withMask(mask);
    }

    @Override
    public boolean isCausal() {
      return false;
    }

    @Override
    public int kvOffset() {
      return 0;
    }
  }
}
