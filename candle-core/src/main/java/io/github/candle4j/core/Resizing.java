package io.github.candle4j.core;

import io.github.candle4j.core.op.Op;
import io.github.candle4j.core.op.Resize;
import io.github.candle4j.core.op.Sampling;
import io.github.candle4j.core.op.Sampling.Kind;
import io.github.candle4j.core.op.Steps;
import io.github.candle4j.core.op.WindowShapes;

/// Images and sequences in other sizes, larger or smaller. The derivatives hold for any ratio of sizes.
sealed interface Resizing permits Tensor {
  /// Element `i` of the result is element `floor(i * length / target)`; `[batch, channels, length]`. Any dtype.
  ///
  /// @throws CandleException if the rank is not 3, the target is less than 1 or there is nothing to draw from
  default Tensor interpolate1d(int target) {
    checkRank("upsample_nearest1d", 3);
    Sampling width = sampling("upsample_nearest1d", 2, target, Kind.NEAREST);
    return Tensor.apply(new Op.Upsample(new Resize(1, Sampling.NONE, width)), self());
  }

  /// The same as [#interpolate1d].
  ///
  /// @throws CandleException if the rank is not 3, the target is less than 1 or there is nothing to draw from
  default Tensor upsampleNearest1d(int target) {
    return interpolate1d(target);
  }

  /// Element `(i, j)` of the result is element `(floor(i * height / targetHeight), floor(j * width / targetWidth))`;
  /// `[batch, channels, height, width]`. Any dtype.
  ///
  /// @throws CandleException if the rank is not 4, a target is less than 1 or there is nothing to draw from
  default Tensor interpolate2d(int targetHeight, int targetWidth) {
    checkRank("upsample_nearest2d", 4);
    Sampling height = sampling("upsample_nearest2d", 2, targetHeight, Kind.NEAREST);
    Sampling width = sampling("upsample_nearest2d", 3, targetWidth, Kind.NEAREST);
    return Tensor.apply(new Op.Upsample(new Resize(2, height, width)), self());
  }

  /// The same as [#interpolate2d].
  ///
  /// @throws CandleException if the rank is not 4, a target is less than 1 or there is nothing to draw from
  default Tensor upsampleNearest2d(int targetHeight, int targetWidth) {
    return interpolate2d(targetHeight, targetWidth);
  }

  /// Bilinear: each element of the result is the mean of the four that surround its place, weighted by nearness;
  /// `[batch, channels, height, width]`. Floats only.
  ///
  /// Elements are squares, and element `i` of the result lies at `(i + 1/2) height / targetHeight - 1/2`, no less than
  /// 0. With `alignCorners` they are points, and it lies at `i (height - 1) / (targetHeight - 1)`.
  ///
  /// @throws CandleException if the rank is not 4, a target is less than 1, there is nothing to draw from, or the dtype is
  ///     not accepted
  default Tensor upsampleBilinear2d(int targetHeight, int targetWidth, boolean alignCorners) {
    String operation = "upsample_bilinear2d";
    checkRank(operation, 4);
    Kind kind = alignCorners ? Kind.ALIGNED : Kind.HALF_PIXEL;
    return bilinear(
        sampling(operation, 2, targetHeight, kind), sampling(operation, 3, targetWidth, kind));
  }

  /// [#upsampleBilinear2d] to `floor(height * scaleHeight)` by `floor(width * scaleWidth)`. Without `alignCorners` the given
  /// scales tell where an element lies, as in PyTorch, even if the sizes were rounded: at `(i + 1/2) / scaleHeight - 1/2`.
  ///
  /// @throws CandleException if the rank is not 4, a scale is not above 0, the result would be empty, or the dtype is not
  ///     accepted
  default Tensor upsampleBilinear2dWithScale(
      double scaleHeight, double scaleWidth, boolean alignCorners) {
    String operation = "upsample_bilinear2d";
    checkRank(operation, 4);
    int height = scaled(operation, self().dim(2), scaleHeight);
    int width = scaled(operation, self().dim(3), scaleWidth);
    Kind kind = alignCorners ? Kind.ALIGNED : Kind.HALF_PIXEL;
    Sampling rows = sampling(operation, 2, height, kind);
    Sampling columns = sampling(operation, 3, width, kind);
    return alignCorners
        ? bilinear(rows, columns)
        : bilinear(
            new Sampling(rows.in(), height, kind, 1 / scaleHeight),
            new Sampling(columns.in(), width, kind, 1 / scaleWidth));
  }

  private Tensor bilinear(Sampling height, Sampling width) {
    WindowShapes.checkFloat("upsample_bilinear2d", self().dtype());
    return Tensor.apply(new Op.Upsample(new Resize(2, height, width)), self());
  }

  private void checkRank(String operation, int rank) {
    try {
      WindowShapes.checkRank(operation, rank, self().shape());
    } catch (CandleException e) {
      throw Origins.placed(e, self());
    }
  }

  private Sampling sampling(String operation, int dim, int target, Kind kind) {
    int in = self().dim(dim);
    Steps.check(operation, "target size", target, 1);
    if (in == 0) {
      throw Origins.placed(
          CandleException.withHint(
              CandleException.Kind.SHAPE,
              operation,
              "empty tensor for " + operation,
              "there is nothing to draw from in shape " + self().shape()),
          self());
    }
    double step =
        switch (kind) {
          case NEAREST, HALF_PIXEL -> (double) in / target;
          case ALIGNED -> target > 1 ? (in - 1.0) / (target - 1) : 0;
        };
    return new Sampling(in, target, kind, step);
  }

  private static int scaled(String operation, int size, double scale) {
    double result = Math.floor(size * scale);
    if (!(scale > 0) || !(result >= 1) || result > Shape.MAX_ELEMENTS) {
      throw CandleException.withHint(
          CandleException.Kind.ARGUMENT,
          operation,
          operation + ": a size of " + size + " cannot be scaled by " + scale,
          "the size of the result is floor(size * scale), 1 or more");
    }
    return (int) result;
  }

  private Tensor self() {
    return (Tensor) this;
  }
}
