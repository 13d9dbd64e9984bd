package io.github.candle4j.nn.train;

import io.github.candle4j.core.DType;
import io.github.candle4j.core.Tensor;
import java.util.Arrays;

/// How the finite values of a tensor are spread, in buckets of equal width from the smallest to the largest.
///
/// @param values the finite values
record Histogram(double[] values) {
  private static final int BUCKETS = 30;

  static Histogram of(Tensor x) {
    double[] all = x.detach().toDtype(DType.F64).flattenAll().toVec1F64();
    return new Histogram(Arrays.stream(all).filter(Double::isFinite).toArray());
  }

  boolean isEmpty() {
    return values.length == 0;
  }

  /// `HistogramProto` of tensorflow/core/framework/summary.proto.
  ProtoBuffer proto() {
    double min = Arrays.stream(values).min().orElse(0);
    double max = Arrays.stream(values).max().orElse(0);
    return new ProtoBuffer()
        .number(1, min)
        .number(2, max)
        .number(3, (double) values.length)
        .number(4, Arrays.stream(values).sum())
        .number(5, Arrays.stream(values).map(v -> v * v).sum())
        .numbers(6, limits(min, max))
        .numbers(7, counts(min, max));
  }

  /// The upper ends of the buckets. The format gives the first one no lower end, so an empty one comes first. Halves are added, so that the
  /// width of the widest range is finite.
  private static double[] limits(double min, double max) {
    double[] limits = new double[BUCKETS + 1];
    for (int i = 0; i < BUCKETS; i++) {
      double part = (double) i / BUCKETS;
      limits[i] = min * (1 - part) + max * part;
    }
    limits[BUCKETS] = max;
    return limits;
  }

  private double[] counts(double min, double max) {
    double[] counts = new double[BUCKETS + 1];
    double width = max / BUCKETS - min / BUCKETS;
    for (double value : values) {
      int bucket = width > 0 ? (int) ((value / width) - (min / width)) : BUCKETS - 1;
      counts[1 + Math.clamp(bucket, 0, BUCKETS - 1)]++;
    }
    return counts;
  }
}
