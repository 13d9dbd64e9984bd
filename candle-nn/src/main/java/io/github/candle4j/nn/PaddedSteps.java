package io.github.candle4j.nn;

import io.github.candle4j.core.CandleException;
import io.github.candle4j.core.CandleException.Kind;
import io.github.candle4j.core.DType;
import io.github.candle4j.core.Device;
import io.github.candle4j.core.Shape;
import io.github.candle4j.core.Tensor;
import java.util.Arrays;

/// A batch `[batch, steps, ..]` of sequences that end earlier or later; what is behind an end is padding.
final class PaddedSteps {
  private final int steps;
  private final int[] lengths;
  private final Device device;

  private PaddedSteps(int steps, int[] lengths, Device device) {
    this.steps = steps;
    this.lengths = lengths;
    this.device = device;
  }

  /// Sequences that all have all steps.
  static PaddedSteps whole(Tensor xs) {
    checkRank(xs);
    int[] all = new int[xs.dim(0)];
    Arrays.fill(all, xs.dim(1));
    return new PaddedSteps(xs.dim(1), all, xs.device());
  }

  /// Sequences of these lengths.
  static PaddedSteps of(Tensor xs, int... lengths) {
    checkRank(xs);
    if (lengths.length != xs.dim(0)) {
      throw CandleException.withHint(
          Kind.ARGUMENT,
          "rnn",
          "rnn: " + lengths.length + " lengths for a batch of " + xs.dim(0),
          "one for each sequence");
    }
    for (int length : lengths) {
      if (length < 1 || length > xs.dim(1)) {
        throw CandleException.withHint(
            Kind.ARGUMENT,
            "rnn",
            "rnn: length " + length + " in a batch of " + xs.dim(1) + " steps",
            "a length is 1 or more, and no more than the steps");
      }
    }
    return new PaddedSteps(xs.dim(1), lengths.clone(), xs.device());
  }

  private static void checkRank(Tensor xs) {
    if (xs.rank() != 3) {
      throw CandleException.unexpectedRank("rnn", 3, xs.shape());
    }
    if (xs.dim(1) == 0) {
      throw CandleException.withHint(
          Kind.SHAPE, "rnn", "rnn: no steps in " + xs.shape(), "a sequence has one step at least");
    }
  }

  boolean isWhole() {
    return Arrays.stream(lengths).allMatch(n -> n == steps);
  }

  /// Each sequence moved so that its last step is the last of all; padding comes first.
  Tensor toEnd(Tensor x) {
    return isWhole() ? x : moved(x, 1);
  }

  /// Undoes [#toEnd].
  Tensor toStart(Tensor x) {
    return isWhole() ? x : moved(x, -1);
  }

  /// With zeros behind the ends.
  Tensor cleared(Tensor x) {
    if (isWhole()) {
      return x;
    }
    byte[] inside = new byte[lengths.length * steps];
    for (int b = 0; b < lengths.length; b++) {
      Arrays.fill(inside, b * steps, b * steps + lengths[b], (byte) 1);
    }
    Tensor flags = Tensor.fromVec(inside, Shape.of(lengths.length, steps, 1), device);
    return flags.broadcastAs(x.shape()).whereCond(x, x.detach().zerosLike());
  }

  /// The last step of each sequence, `[batch, ..]`.
  Tensor last(Tensor x) {
    int[] ids = new int[lengths.length];
    Arrays.setAll(ids, b -> b * steps + lengths[b] - 1);
    return select(x, ids);
  }

  /// The first step of each sequence after [#toEnd], `[batch, ..]`.
  Tensor firstAtEnd(Tensor x) {
    int[] ids = new int[lengths.length];
    Arrays.setAll(ids, b -> b * steps + steps - lengths[b]);
    return select(x, ids);
  }

  private Tensor moved(Tensor x, int sign) {
    int[] ids = new int[lengths.length * steps];
    for (int b = 0; b < lengths.length; b++) {
      for (int t = 0; t < steps; t++) {
        ids[b * steps + t] = b * steps + Math.floorMod(t - sign * (steps - lengths[b]), steps);
      }
    }
    return select(x, ids).reshape(x.shape());
  }

  private Tensor select(Tensor x, int... ids) {
    return x.flattenTo(1).indexSelect(Tensor.of(ids, DType.U32, device), 0);
  }
}
