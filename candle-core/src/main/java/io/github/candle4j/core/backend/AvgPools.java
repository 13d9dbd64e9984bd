package io.github.candle4j.core.backend;

import io.github.candle4j.core.CpuStorage;
import io.github.candle4j.core.op.Frame;
import java.util.Arrays;

/// Means of windows, and their gradient: each element of a window gets an equal part.
///
/// Rows first, all columns at once, then columns, as in [MaxPools].
///
/// @param rows the rows of the windows
/// @param columns their columns
/// @param height by how much the rows divide a sum
/// @param width by how much the columns do
/// @param f how the windows lie
record AvgPools(Spans rows, Spans columns, int[] height, int[] width, Frame f) {
  private static final double NANOS_PER_ELEMENT = 1;

  private static AvgPools of(Frame f, boolean padded) {
    return new AvgPools(
        Spans.of(f.height()),
        Spans.of(f.width()),
        Spans.divisors(f.height(), padded),
        Spans.divisors(f.width(), padded),
        f);
  }

  static CpuStorage forward(Frame f, boolean padded, Operand x) {
    AvgPools pool = of(f, padded);
    int planes = x.shape().dim(0) * x.shape().dim(1);
    int in = f.inputs();
    int out = f.outputs();
    if (Arithmetic.of(x.dtype()) == Arithmetic.DOUBLE) {
      double[] data = Dense.doubles(x);
      double[] y = new double[planes * out];
      Spans.eachPlane(planes, f, NANOS_PER_ELEMENT, p -> pool.mean(data, p * in, y, p * out));
      return Dense.of(y, x.dtype());
    }
    float[] data = Dense.floats(x);
    float[] y = new float[planes * out];
    Spans.eachPlane(planes, f, NANOS_PER_ELEMENT, p -> pool.mean(data, p * in, y, p * out));
    return Dense.of(y, x.dtype());
  }

  static CpuStorage backward(Frame f, boolean padded, Operand dy) {
    AvgPools pool = of(f, padded);
    int planes = dy.shape().dim(0) * dy.shape().dim(1);
    int in = f.inputs();
    int out = f.outputs();
    if (Arithmetic.of(dy.dtype()) == Arithmetic.DOUBLE) {
      double[] data = Dense.doubles(dy);
      double[] dx = new double[planes * in];
      Spans.eachPlane(planes, f, NANOS_PER_ELEMENT, p -> pool.spread(data, p * out, dx, p * in));
      return Dense.of(dx, dy.dtype());
    }
    float[] data = Dense.floats(dy);
    float[] dx = new float[planes * in];
    Spans.eachPlane(planes, f, NANOS_PER_ELEMENT, p -> pool.spread(data, p * out, dx, p * in));
    return Dense.of(dx, dy.dtype());
  }

  private void mean(float[] x, int at, float[] y, int to) {
    int w = f.width().in();
    Blocks blocks = Blocks.ofThread();
    float[] line = blocks.floats(0, w);
    float[] next = blocks.floats(1, w);
    int place = to;
    for (int o = 0; o < height.length; o++) {
      int row = at + rows.begin()[o] * w;
      System.arraycopy(x, row, line, 0, w);
      for (int i = 1; i < rows.count()[o]; i++) {
        System.arraycopy(x, row + i * w, next, 0, w);
        for (int j = 0; j < w; j++) {
          line[j] += next[j];
        }
      }
      for (int q = 0; q < width.length; q++) {
        int from = columns.begin()[q];
        float sum = line[from];
        for (int j = 1; j < columns.count()[q]; j++) {
          sum += line[from + j];
        }
        y[place++] = sum / ((float) height[o] * width[q]);
      }
    }
  }

  private void mean(double[] x, int at, double[] y, int to) {
    int w = f.width().in();
    Blocks blocks = Blocks.ofThread();
    double[] line = blocks.doubles(0, w);
    double[] next = blocks.doubles(1, w);
    int place = to;
    for (int o = 0; o < height.length; o++) {
      int row = at + rows.begin()[o] * w;
      System.arraycopy(x, row, line, 0, w);
      for (int i = 1; i < rows.count()[o]; i++) {
        System.arraycopy(x, row + i * w, next, 0, w);
        for (int j = 0; j < w; j++) {
          line[j] += next[j];
        }
      }
      for (int q = 0; q < width.length; q++) {
        int from = columns.begin()[q];
        double sum = line[from];
        for (int j = 1; j < columns.count()[q]; j++) {
          sum += line[from + j];
        }
        y[place++] = sum / ((double) height[o] * width[q]);
      }
    }
  }

  private void spread(float[] dy, int at, float[] dx, int to) {
    int w = f.width().in();
    float[] line = Blocks.ofThread().floats(0, w);
    int place = at;
    for (int o = 0; o < height.length; o++) {
      Arrays.fill(line, 0, w, 0f);
      for (int q = 0; q < width.length; q++) {
        float part = dy[place++] / ((float) height[o] * width[q]);
        int from = columns.begin()[q];
        for (int j = 0; j < columns.count()[q]; j++) {
          line[from + j] += part;
        }
      }
      for (int i = 0; i < rows.count()[o]; i++) {
        int row = to + (rows.begin()[o] + i) * w;
        for (int j = 0; j < w; j++) {
          dx[row + j] += line[j];
        }
      }
    }
  }

  private void spread(double[] dy, int at, double[] dx, int to) {
    int w = f.width().in();
    double[] line = Blocks.ofThread().doubles(0, w);
    int place = at;
    for (int o = 0; o < height.length; o++) {
      Arrays.fill(line, 0, w, 0);
      for (int q = 0; q < width.length; q++) {
        double part = dy[place++] / ((double) height[o] * width[q]);
        int from = columns.begin()[q];
        for (int j = 0; j < columns.count()[q]; j++) {
          line[from + j] += part;
        }
      }
      for (int i = 0; i < rows.count()[o]; i++) {
        int row = to + (rows.begin()[o] + i) * w;
        for (int j = 0; j < w; j++) {
          dx[row + j] += line[j];
        }
      }
    }
  }
}
