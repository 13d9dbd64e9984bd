package io.github.candle4j.nn;

import io.github.candle4j.core.CandleException;
import io.github.candle4j.core.CandleException.Kind;
import io.github.candle4j.core.DType;
import io.github.candle4j.core.Shape;
import io.github.candle4j.core.Tensor;
import java.util.Arrays;
import java.util.OptionalLong;

/// Class ids that were read and checked, one for each place of a batch.
///
/// @param shape the shape of the ids
/// @param ids the ids, 0 where the place is ignored
/// @param kept whether the place counts
record ClassTargets(Shape shape, long[] ids, boolean[] kept) {
  /// Reads the ids of a target.
  ///
  /// @throws CandleException if one is neither a class nor the ignored one
  static ClassTargets of(String operation, Tensor target, int classes, OptionalLong ignored) {
    if (target.dtype().isFloat()) {
      throw CandleException.unsupportedDtype(
          operation, target.dtype(), "class ids are integers: target.toDtype(DType.U32)");
    }
    long[] ids = target.toDtype(DType.I64).flattenAll().toVec1I64().clone();
    boolean[] kept = new boolean[ids.length];
    for (int i = 0; i < ids.length; i++) {
      kept[i] = ignored.isEmpty() || ids[i] != ignored.getAsLong();
      if (!kept[i]) {
        ids[i] = 0;
      } else if (ids[i] < 0 || ids[i] >= classes) {
        throw CandleException.withHint(
            Kind.INDEX,
            operation,
            operation + " invalid index " + ids[i] + " with dim size " + classes,
            "target "
                + i
                + " is not a class: ids are 0 to "
                + (classes - 1)
                + ", and what withIgnoreIndex(..) names");
      }
    }
    return new ClassTargets(target.shape(), ids, kept);
  }

  /// The weight of each place: that of its class, 0 where it is ignored.
  double[] weights(double[] classWeights) {
    double[] weights = new double[ids.length];
    Arrays.setAll(weights, i -> kept[i] ? classWeights[Math.toIntExact(ids[i])] : 0);
    return weights;
  }

  /// The ids as a tensor.
  Tensor tensor(Tensor like) {
    return Tensor.fromVec(ids, shape, like.device());
  }

  /// Numbers, one for each place, as a tensor.
  Tensor tensor(double[] numbers, Tensor like) {
    return Tensor.fromVec(numbers, shape, like.device()).toDtype(like.dtype());
  }

  /// True if some place is ignored.
  boolean ignoresSome() {
    for (boolean k : kept) {
      if (!k) {
        return true;
      }
    }
    return false;
  }

  /// 0 instead of what is ignored, whatever it is.
  Tensor keep(Tensor losses) {
    if (!ignoresSome()) {
      return losses;
    }
    byte[] flags = new byte[kept.length];
    for (int i = 0; i < flags.length; i++) {
      flags[i] = (byte) (kept[i] ? 1 : 0);
    }
    Tensor condition = Tensor.fromVec(flags, shape, losses.device());
    return condition.whereCond(losses, losses.zerosLike());
  }
}
