package io.github.candle4j.examples.ch07;

import io.github.candle4j.core.DType;
import io.github.candle4j.core.Device;
import io.github.candle4j.core.Shape;
import io.github.candle4j.core.Tensor;
import java.util.Random;
import java.util.stream.IntStream;

/// Points beside the line y = 2x + 1.
///
/// @param x `[points, 1]`, from -5 to 5
/// @param y `[points, 1]`
record LineData(Tensor x, Tensor y) {
  private static final double REACH = 5;
  private static final double NOISE = 0.1;

  // @start region="points"
  /// Random points, each up to 0.1 above or below the line.
  static LineData random(int points, long seed, DType dtype) {
    Random random = new Random(seed);
    double[] x = random.doubles(points, -REACH, REACH).toArray();
    double[] y = new double[points];
    for (int i = 0; i < points; i++) {
      y[i] = line(x[i]) + random.nextDouble(-NOISE, NOISE);
    }
    Shape shape = Shape.of(points, 1);
    return new LineData(
        Tensor.fromVec(x, shape, dtype, Device.CPU), Tensor.fromVec(y, shape, dtype, Device.CPU));
  }

  static double line(double x) {
    return 2 * x + 1;
  }

  // @end
  int size() {
    return x.dim(0);
  }

  // @start region="order"
  /// The numbers from 0 to n - 1 in random order, each of them once.
  static int[] permutation(int n, Random random) {
    int[] order = IntStream.range(0, n).toArray();
    for (int i = n - 1; i > 0; i--) {
      int j = random.nextInt(i + 1);
      int kept = order[i];
      order[i] = order[j];
      order[j] = kept;
    }
    return order;
  }

  /// n numbers from 0 to n - 1, drawn one by one: some come twice or more, some never.
  static int[] drawn(int n, Random random) {
    return random.ints(n, 0, n).toArray();
  }

  /// These points, in this order.
  LineData select(int[] points) {
    Tensor ids = Tensor.of(points, x.device()); // [points]
    return new LineData(x.indexSelect(ids, 0), y.indexSelect(ids, 0));
  }

  // @end
  /// Some points in a row.
  LineData range(int from, int count) {
    return new LineData(x.narrow(0, from, count), y.narrow(0, from, count));
  }
}
