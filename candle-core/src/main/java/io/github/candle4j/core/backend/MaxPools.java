package io.github.candle4j.core.backend;

import io.github.candle4j.core.CpuStorage;
import io.github.candle4j.core.op.Axis;
import io.github.candle4j.core.op.Frame;
import java.util.Arrays;

/// The largest elements of windows, where they are, and the two moves between windows and those places.
///
/// The rows of a window are combined first, all columns at once, which C2 turns into vector instructions. Then each column
/// of the windows is taken in turn, for all windows that have it.
///
/// @param height how the windows lie downwards
/// @param width how they lie to the right
record MaxPools(Axis height, Axis width) {
  private static final double NANOS_PER_ELEMENT = 1;

  private static MaxPools of(Frame f) {
    return new MaxPools(f.height(), f.width());
  }

  /// The largest element of each window, NaN where there is one.
  static CpuStorage largest(Frame f, Operand x) {
    MaxPools pool = of(f);
    int planes = x.shape().dim(0) * x.shape().dim(1);
    int out = f.outputs();
    return switch (Arithmetic.of(x.dtype())) {
      case FLOAT -> {
        float[] data = Dense.floats(x);
        float[] y = new float[planes * out];
        Spans.eachPlane(planes, f, NANOS_PER_ELEMENT, p -> pool.floats(data, y, p));
        yield Dense.of(y, x.dtype());
      }
      case DOUBLE -> {
        double[] data = Dense.doubles(x);
        double[] y = new double[planes * out];
        Spans.eachPlane(planes, f, NANOS_PER_ELEMENT, p -> pool.doubles(data, y, p));
        yield Dense.of(y, x.dtype());
      }
      case LONG -> {
        long[] data = Dense.longs(x);
        long[] y = new long[planes * out];
        Spans.eachPlane(planes, f, NANOS_PER_ELEMENT, p -> pool.longs(data, y, p));
        yield Dense.of(y, x.dtype());
      }
    };
  }

  private void floats(float[] x, float[] y, int plane) {
    int in = width.in();
    int out = width.out();
    Blocks blocks = Blocks.ofThread();
    float[] line = blocks.floats(0, in);
    float[] next = blocks.floats(1, in);
    float[] best = blocks.floats(2, out);
    int step = width.stride();
    for (int o = 0; o < height.out(); o++) {
      int first = height.firstElement(o);
      int row = (plane * height.in() + height.at(o, first)) * in;
      System.arraycopy(x, row, line, 0, in);
      for (int i = height.endElement(o) - first - 1; i > 0; i--) {
        System.arraycopy(x, row + i * height.dilation() * in, next, 0, in);
        for (int j = 0; j < in; j++) {
          line[j] = Math.max(line[j], next[j]);
        }
      }
      Arrays.fill(best, 0, out, Float.NEGATIVE_INFINITY);
      for (int j = 0; j < width.kernel(); j++) {
        int end = width.end(j);
        for (int q = width.first(j), c = width.at(q, j); q < end; q++, c += step) {
          best[q] = Math.max(best[q], line[c]);
        }
      }
      System.arraycopy(best, 0, y, (plane * height.out() + o) * out, out);
    }
  }

  private void doubles(double[] x, double[] y, int plane) {
    int in = width.in();
    int out = width.out();
    Blocks blocks = Blocks.ofThread();
    double[] line = blocks.doubles(0, in);
    double[] next = blocks.doubles(1, in);
    double[] best = blocks.doubles(2, out);
    int step = width.stride();
    for (int o = 0; o < height.out(); o++) {
      int first = height.firstElement(o);
      int row = (plane * height.in() + height.at(o, first)) * in;
      System.arraycopy(x, row, line, 0, in);
      for (int i = height.endElement(o) - first - 1; i > 0; i--) {
        System.arraycopy(x, row + i * height.dilation() * in, next, 0, in);
        for (int j = 0; j < in; j++) {
          line[j] = Math.max(line[j], next[j]);
        }
      }
      Arrays.fill(best, 0, out, Double.NEGATIVE_INFINITY);
      for (int j = 0; j < width.kernel(); j++) {
        int end = width.end(j);
        for (int q = width.first(j), c = width.at(q, j); q < end; q++, c += step) {
          best[q] = Math.max(best[q], line[c]);
        }
      }
      System.arraycopy(best, 0, y, (plane * height.out() + o) * out, out);
    }
  }

  private void longs(long[] x, long[] y, int plane) {
    int in = width.in();
    int out = width.out();
    Blocks blocks = Blocks.ofThread();
    long[] line = blocks.longs(0, in);
    long[] next = blocks.longs(1, in);
    long[] best = blocks.longs(2, out);
    int step = width.stride();
    for (int o = 0; o < height.out(); o++) {
      int first = height.firstElement(o);
      int row = (plane * height.in() + height.at(o, first)) * in;
      System.arraycopy(x, row, line, 0, in);
      for (int i = height.endElement(o) - first - 1; i > 0; i--) {
        System.arraycopy(x, row + i * height.dilation() * in, next, 0, in);
        for (int j = 0; j < in; j++) {
          line[j] = Math.max(line[j], next[j]);
        }
      }
      Arrays.fill(best, 0, out, Long.MIN_VALUE);
      for (int j = 0; j < width.kernel(); j++) {
        int end = width.end(j);
        for (int q = width.first(j), c = width.at(q, j); q < end; q++, c += step) {
          best[q] = Math.max(best[q], line[c]);
        }
      }
      System.arraycopy(best, 0, y, (plane * height.out() + o) * out, out);
    }
  }

  /// The place of the largest element of each window within its channel, given these elements: the first of equal ones, or
  /// the first NaN.
  static CpuStorage positions(Frame f, Operand x, Operand largest) {
    MaxPools pool = of(f);
    int planes = x.shape().dim(0) * x.shape().dim(1);
    int[] y = new int[planes * f.outputs()];
    switch (Arithmetic.of(x.dtype())) {
      case FLOAT -> {
        float[] data = Dense.floats(x);
        float[] best = Dense.floats(largest);
        Spans.eachPlane(planes, f, NANOS_PER_ELEMENT, p -> pool.find(data, best, y, p));
      }
      case DOUBLE -> {
        double[] data = Dense.doubles(x);
        double[] best = Dense.doubles(largest);
        Spans.eachPlane(planes, f, NANOS_PER_ELEMENT, p -> pool.find(data, best, y, p));
      }
      case LONG -> {
        long[] data = Dense.longs(x);
        long[] best = Dense.longs(largest);
        Spans.eachPlane(planes, f, NANOS_PER_ELEMENT, p -> pool.find(data, best, y, p));
      }
    }
    return new CpuStorage.U32(y);
  }

  // From the last element of a window to the first, so that of equal ones the first one stays. No
  // branch depends on the numbers: it would often be guessed wrong. Where a window holds a NaN,
  // that
  // is its largest element, and it is found by itself, since it is equal to nothing.

  private void find(float[] x, float[] largest, int[] y, int plane) {
    int out = width.out();
    float[] best = Blocks.ofThread().floats(0, out);
    int[] place = Blocks.ofThread().ints(0, out);
    int step = width.stride();
    for (int o = 0; o < height.out(); o++) {
      int window = (plane * height.out() + o) * out;
      System.arraycopy(largest, window, best, 0, out);
      for (int i = height.endElement(o) - 1; i >= height.firstElement(o); i--) {
        int row = (plane * height.in() + height.at(o, i)) * width.in();
        int from = height.at(o, i) * width.in();
        for (int j = width.kernel() - 1; j >= 0; j--) {
          int end = width.end(j);
          for (int q = width.first(j), c = width.at(q, j); q < end; q++, c += step) {
            float v = x[row + c];
            place[q] = Float.isNaN(v) ? from + c : v == best[q] ? from + c : place[q];
          }
        }
      }
      System.arraycopy(place, 0, y, window, out);
    }
  }

  private void find(double[] x, double[] largest, int[] y, int plane) {
    int out = width.out();
    double[] best = Blocks.ofThread().doubles(0, out);
    int[] place = Blocks.ofThread().ints(0, out);
    int step = width.stride();
    for (int o = 0; o < height.out(); o++) {
      int window = (plane * height.out() + o) * out;
      System.arraycopy(largest, window, best, 0, out);
      for (int i = height.endElement(o) - 1; i >= height.firstElement(o); i--) {
        int row = (plane * height.in() + height.at(o, i)) * width.in();
        int from = height.at(o, i) * width.in();
        for (int j = width.kernel() - 1; j >= 0; j--) {
          int end = width.end(j);
          for (int q = width.first(j), c = width.at(q, j); q < end; q++, c += step) {
            double v = x[row + c];
            place[q] = Double.isNaN(v) ? from + c : v == best[q] ? from + c : place[q];
          }
        }
      }
      System.arraycopy(place, 0, y, window, out);
    }
  }

  private void find(long[] x, long[] largest, int[] y, int plane) {
    int out = width.out();
    long[] best = Blocks.ofThread().longs(0, out);
    int[] place = Blocks.ofThread().ints(0, out);
    int step = width.stride();
    for (int o = 0; o < height.out(); o++) {
      int window = (plane * height.out() + o) * out;
      System.arraycopy(largest, window, best, 0, out);
      for (int i = height.endElement(o) - 1; i >= height.firstElement(o); i--) {
        int row = (plane * height.in() + height.at(o, i)) * width.in();
        int from = height.at(o, i) * width.in();
        for (int j = width.kernel() - 1; j >= 0; j--) {
          int end = width.end(j);
          for (int q = width.first(j), c = width.at(q, j); q < end; q++, c += step) {
            place[q] = x[row + c] == best[q] ? from + c : place[q];
          }
        }
      }
      System.arraycopy(place, 0, y, window, out);
    }
  }

  /// `dx[position] += dy`
  static CpuStorage scatter(Frame f, Operand dy, Operand positions) {
    int planes = dy.shape().dim(0) * dy.shape().dim(1);
    int[] places = (int[]) Copies.contiguous(positions).array();
    int in = f.inputs();
    int out = f.outputs();
    if (Arithmetic.of(dy.dtype()) == Arithmetic.DOUBLE) {
      double[] from = Dense.doubles(dy);
      double[] dx = new double[planes * in];
      Spans.eachPlane(
          planes,
          f,
          NANOS_PER_ELEMENT,
          p -> {
            for (int i = p * out; i < (p + 1) * out; i++) {
              dx[p * in + places[i]] += from[i];
            }
          });
      return Dense.of(dx, dy.dtype());
    }
    float[] from = Dense.floats(dy);
    float[] dx = new float[planes * in];
    Spans.eachPlane(
        planes,
        f,
        NANOS_PER_ELEMENT,
        p -> {
          for (int i = p * out; i < (p + 1) * out; i++) {
            dx[p * in + places[i]] += from[i];
          }
        });
    return Dense.of(dx, dy.dtype());
  }

  /// `y = x[position]`
  static CpuStorage gather(Frame f, Operand x, Operand positions) {
    int planes = x.shape().dim(0) * x.shape().dim(1);
    int[] places = (int[]) Copies.contiguous(positions).array();
    CpuStorage from = Copies.contiguous(x);
    CpuStorage y = CpuStorage.zeros(x.dtype(), planes * f.outputs());
    int in = f.inputs();
    int out = f.outputs();
    Spans.eachPlane(
        planes,
        f,
        NANOS_PER_ELEMENT,
        p -> Copies.pick(from.array(), p * in, places, p * out, y.array(), p * out, out));
    return y;
  }
}
