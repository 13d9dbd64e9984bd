package io.github.candle4j.core.backend;

import io.github.candle4j.core.CpuStorage;
import io.github.candle4j.core.op.Frame;

/// The largest elements of windows, where they are, and the two moves between windows and those places.
///
/// The rows of a window are combined first, all columns at once, which C2 turns into vector instructions; the columns
/// of what is left are combined one by one.
///
/// @param rows the rows of the windows
/// @param columns their columns
/// @param width the elements of a row of the input
record MaxPools(Spans rows, Spans columns, int width) {
  private static final double NANOS_PER_ELEMENT = 1;

  private static MaxPools of(Frame f) {
    return new MaxPools(Spans.of(f.height()), Spans.of(f.width()), f.width().in());
  }

  /// The largest element of each window, NaN where there is one.
  static CpuStorage largest(Frame f, Operand x) {
    MaxPools pool = of(f);
    int planes = x.shape().dim(0) * x.shape().dim(1);
    int in = f.inputs();
    int out = f.outputs();
    return switch (Arithmetic.of(x.dtype())) {
      case FLOAT -> {
        float[] data = Dense.floats(x);
        float[] y = new float[planes * out];
        Spans.eachPlane(planes, f, NANOS_PER_ELEMENT, p -> pool.floats(data, p * in, y, p * out));
        yield Dense.of(y, x.dtype());
      }
      case DOUBLE -> {
        double[] data = Dense.doubles(x);
        double[] y = new double[planes * out];
        Spans.eachPlane(planes, f, NANOS_PER_ELEMENT, p -> pool.doubles(data, p * in, y, p * out));
        yield Dense.of(y, x.dtype());
      }
      case LONG -> {
        long[] data = Dense.longs(x);
        long[] y = new long[planes * out];
        Spans.eachPlane(planes, f, NANOS_PER_ELEMENT, p -> pool.longs(data, p * in, y, p * out));
        CpuStorage result = CpuStorage.zeros(x.dtype(), y.length);
        Encode.longs(y, y.length, result, 0);
        yield result;
      }
    };
  }

  private void floats(float[] x, int at, float[] y, int to) {
    int place = to;
    float[] line = new float[width];
    float[] next = new float[width];
    int step = columns.step();
    for (int o = 0; o < rows.begin().length; o++) {
      int row = at + rows.begin()[o] * width;
      System.arraycopy(x, row, line, 0, width);
      for (int i = 1; i < rows.count()[o]; i++) {
        System.arraycopy(x, row + i * rows.step() * width, next, 0, width);
        for (int j = 0; j < line.length; j++) {
          line[j] = Math.max(line[j], next[j]);
        }
      }
      for (int q = 0; q < columns.begin().length; q++) {
        int from = columns.begin()[q];
        float best = line[from];
        for (int j = 1; j < columns.count()[q]; j++) {
          best = Math.max(best, line[from + j * step]);
        }
        y[place++] = best;
      }
    }
  }

  private void doubles(double[] x, int at, double[] y, int to) {
    int place = to;
    double[] line = new double[width];
    double[] next = new double[width];
    int step = columns.step();
    for (int o = 0; o < rows.begin().length; o++) {
      int row = at + rows.begin()[o] * width;
      System.arraycopy(x, row, line, 0, width);
      for (int i = 1; i < rows.count()[o]; i++) {
        System.arraycopy(x, row + i * rows.step() * width, next, 0, width);
        for (int j = 0; j < line.length; j++) {
          line[j] = Math.max(line[j], next[j]);
        }
      }
      for (int q = 0; q < columns.begin().length; q++) {
        int from = columns.begin()[q];
        double best = line[from];
        for (int j = 1; j < columns.count()[q]; j++) {
          best = Math.max(best, line[from + j * step]);
        }
        y[place++] = best;
      }
    }
  }

  private void longs(long[] x, int at, long[] y, int to) {
    int place = to;
    long[] line = new long[width];
    long[] next = new long[width];
    int step = columns.step();
    for (int o = 0; o < rows.begin().length; o++) {
      int row = at + rows.begin()[o] * width;
      System.arraycopy(x, row, line, 0, width);
      for (int i = 1; i < rows.count()[o]; i++) {
        System.arraycopy(x, row + i * rows.step() * width, next, 0, width);
        for (int j = 0; j < line.length; j++) {
          line[j] = Math.max(line[j], next[j]);
        }
      }
      for (int q = 0; q < columns.begin().length; q++) {
        int from = columns.begin()[q];
        long best = line[from];
        for (int j = 1; j < columns.count()[q]; j++) {
          best = Math.max(best, line[from + j * step]);
        }
        y[place++] = best;
      }
    }
  }

  /// The place of the largest element of each window within its channel: the first of equal ones, or the first NaN.
  static CpuStorage positions(Frame f, Operand x) {
    MaxPools pool = of(f);
    int planes = x.shape().dim(0) * x.shape().dim(1);
    int in = f.inputs();
    int out = f.outputs();
    int[] y = new int[planes * out];
    // Floats of any size are exact as doubles.
    switch (Arithmetic.of(x.dtype())) {
      case FLOAT, DOUBLE -> {
        double[] data = Dense.doubles(x);
        Spans.eachPlane(planes, f, NANOS_PER_ELEMENT, p -> pool.find(data, p * in, y, p * out));
      }
      case LONG -> {
        long[] data = Dense.longs(x);
        Spans.eachPlane(planes, f, NANOS_PER_ELEMENT, p -> pool.find(data, p * in, y, p * out));
      }
    }
    return new CpuStorage.U32(y);
  }

  private void find(double[] x, int at, int[] y, int to) {
    int window = to;
    for (int o = 0; o < rows.begin().length; o++) {
      for (int q = 0; q < columns.begin().length; q++) {
        int first = rows.begin()[o] * width + columns.begin()[q];
        int place = first;
        double best = x[at + first];
        for (int i = 0; i < rows.count()[o]; i++) {
          int row = first + i * rows.step() * width;
          for (int j = 0; j < columns.count()[q]; j++) {
            double v = x[at + row + j * columns.step()];
            // True for a NaN v, too; the first NaN stays.
            if (!(v <= best) && !Double.isNaN(best)) {
              best = v;
              place = row + j * columns.step();
            }
          }
        }
        y[window++] = place;
      }
    }
  }

  private void find(long[] x, int at, int[] y, int to) {
    int window = to;
    for (int o = 0; o < rows.begin().length; o++) {
      for (int q = 0; q < columns.begin().length; q++) {
        int first = rows.begin()[o] * width + columns.begin()[q];
        int place = first;
        for (int i = 0; i < rows.count()[o]; i++) {
          int row = first + i * rows.step() * width;
          for (int j = 0; j < columns.count()[q]; j++) {
            int candidate = row + j * columns.step();
            place = x[at + candidate] > x[at + place] ? candidate : place;
          }
        }
        y[window++] = place;
      }
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
