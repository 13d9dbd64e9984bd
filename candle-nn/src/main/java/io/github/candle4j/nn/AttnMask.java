package io.github.candle4j.nn;

import io.github.candle4j.core.Tensor;

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

  /// True if keys behind the query are not seen.
  boolean isCausal();

  /// How many keys come before that of the first query; 0 if it is not causal.
  int kvOffset();

  /// All keys are seen.
  enum None implements AttnMask {
    /// See [AttnMask#NONE].
    NONE;

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
    public boolean isCausal() {
      return false;
    }

    @Override
    public int kvOffset() {
      return 0;
    }
  }
}
