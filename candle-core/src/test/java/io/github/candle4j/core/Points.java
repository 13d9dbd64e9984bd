package io.github.candle4j.core;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.function.UnaryOperator;

/// Makes the points of one check: numbers that are all different, by more than any step of [GradCheck], and not near a
/// multiple of a half, where floor, round, clamps and absolute values have their kinks; seen through views with strides
/// of every kind.
final class Points {
  private static final double STEP = 1 / 128.0;

  /// How near to a multiple of a half a number may be.
  private static final double MARGIN = 1 / 40.0;

  private static final double SMALLEST_POSITIVE = 0.25;

  private final Random random;
  private final List<Double> pool = new ArrayList<>();
  private int next;

  private Points(long seed, double low, double high) {
    random = new Random(seed);
    for (double x = low; x < high; x += STEP) {
      double moved = x + random.nextDouble() * STEP / 2;
      if (Math.abs(moved * 2 - Math.rint(moved * 2)) > 2 * MARGIN) {
        pool.add(moved);
      }
    }
    Collections.shuffle(pool, random);
  }

  /// Numbers of both signs.
  static Points mixed(long seed) {
    return new Points(seed, -2.75, 2.75);
  }

  /// Numbers from 0.25 to 2.75.
  static Points positive(long seed) {
    return new Points(seed, SMALLEST_POSITIVE, 2.75);
  }

  Random random() {
    return random;
  }

  /// One of `0 .. bound-1`.
  int below(int bound) {
    return random.nextInt(bound);
  }

  /// Indices below `size`, as a tensor of one of the index dtypes.
  Tensor ids(Shape shape, int size) {
    long[] ids = new long[shape.arrayLength()];
    Arrays.setAll(ids, i -> random.nextInt(size));
    DType[] dtypes = {DType.U8, DType.U32, DType.I16, DType.I32, DType.I64};
    return Tensor.fromVec(ids, shape, dtypes[below(dtypes.length)], Device.CPU);
  }

  /// Zeros and ones, as U8.
  Tensor flags(Shape shape) {
    return ids(shape, 2).toDtype(DType.U8);
  }

  /// A point of its own elements, contiguous.
  Point plain(Shape shape) {
    double[] x = new double[shape.arrayLength()];
    Arrays.setAll(x, i -> pool.get(next++ % pool.size()));
    return Point.of(Tensor.fromVec(x, shape, Device.CPU));
  }

  /// A point whose view has this shape: some dimensions broadcast with stride 0, then a part of a larger tensor, then
  /// permuted.
  Point strided(Shape shape) {
    int[] dims = shape.dims();
    List<UnaryOperator<Tensor>> steps = new ArrayList<>();
    if (random.nextInt(3) == 0) {
      steps.addFirst(x -> x.broadcastAs(shape));
      for (int d = 0; d < dims.length; d++) {
        dims[d] = dims[d] > 1 && random.nextBoolean() ? 1 : dims[d];
      }
    }
    if (dims.length > 0 && random.nextBoolean()) {
      int dim = below(dims.length);
      int start = below(2);
      int length = dims[dim];
      steps.addFirst(x -> x.narrow(dim, start, length));
      dims[dim] += start + below(2);
    }
    if (dims.length > 1 && random.nextBoolean()) {
      dims = permuted(dims, steps);
    }
    return new Point(plain(Shape.of(dims)).base(), all(steps));
  }

  private int[] permuted(int[] dims, List<UnaryOperator<Tensor>> steps) {
    List<Integer> order = new ArrayList<>();
    for (int d = 0; d < dims.length; d++) {
      order.add(d);
    }
    Collections.shuffle(order, random);
    int[] permutation = order.stream().mapToInt(Integer::intValue).toArray();
    int[] before = new int[dims.length];
    for (int d = 0; d < dims.length; d++) {
      before[permutation[d]] = dims[d];
    }
    steps.addFirst(x -> x.permute(permutation));
    return before;
  }

  private static UnaryOperator<Tensor> all(List<UnaryOperator<Tensor>> steps) {
    List<UnaryOperator<Tensor>> fixed = List.copyOf(steps);
    return base -> {
      Tensor x = base;
      for (UnaryOperator<Tensor> step : fixed) {
        x = step.apply(x);
      }
      return x;
    };
  }
}
