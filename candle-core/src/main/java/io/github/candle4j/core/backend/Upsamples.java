package io.github.candle4j.core.backend;

import io.github.candle4j.core.CpuStorage;
import io.github.candle4j.core.cpu.Parallel;
import io.github.candle4j.core.op.Resize;
import io.github.candle4j.core.op.Sampling;
import io.github.candle4j.core.op.TypedShape;
import java.util.Arrays;

/// Other sizes by nearest elements or bilinear means, and their gradient.
///
/// A weight of 0 leaves its element out, so that an infinity beside an element does not make it NaN.
///
/// @param rows how the rows of the result are made
/// @param columns how their elements are made
/// @param inRows the rows of the input
/// @param in the elements of a row of the input
record Upsamples(Pairs rows, Pairs columns, int inRows, int in) {
  /// Elements of one task, at least.
  private static final int CHUNK = 1 << 14;

  private static final double NANOS_PER_ELEMENT = 1.5;

  /// For each element of the result the two that it is made of; they are the same where the weight of the second is 0.
  private record Pairs(int[] first, int[] second, double[] weight) {
    static Pairs of(Sampling s) {
      int[] first = new int[s.out()];
      int[] second = new int[s.out()];
      double[] weight = new double[s.out()];
      for (int o = 0; o < first.length; o++) {
        first[o] = s.first(o);
        weight[o] = s.weight(o);
        second[o] = weight[o] == 0 ? first[o] : first[o] + 1;
      }
      return new Pairs(first, second, weight);
    }
  }

  private static Upsamples of(Resize to) {
    Sampling height = to.height();
    Sampling width = to.width();
    return new Upsamples(Pairs.of(height), Pairs.of(width), height.in(), width.in());
  }

  /// Work over planes, some of them in a task.
  private interface Planes {
    void run(int from, int end);
  }

  private static void planes(int planes, Resize to, Planes body) {
    long in = (long) to.height().in() * to.width().in();
    long size = Math.max(1, Math.max(in, (long) to.height().out() * to.width().out()));
    int each = (int) Math.max(1, CHUNK / size);
    Parallel.run(
        Math.ceilDiv(planes, each),
        (long) (planes * size * NANOS_PER_ELEMENT),
        t -> body.run(t * each, Chunks.end(t * each, each, planes)));
  }

  static CpuStorage forward(Resize to, Operand x, TypedShape result) {
    int planes = x.shape().dim(0) * x.shape().dim(1);
    Upsamples plan = of(to);
    if (to.width().kind() == Sampling.Kind.NEAREST) {
      CpuStorage y = CpuStorage.zeros(result.dtype(), result.shape().arrayLength());
      CpuStorage from = Copies.contiguous(x);
      planes(planes, to, (p, end) -> plan.nearest(from.array(), y.array(), p, end));
      return y;
    }
    if (Arithmetic.of(x.dtype()) == Arithmetic.DOUBLE) {
      double[] y = new double[result.shape().arrayLength()];
      double[] from = Dense.doubles(x);
      planes(planes, to, (p, end) -> plan.bilinear(from, y, p, end));
      return Dense.of(y, x.dtype());
    }
    float[] y = new float[result.shape().arrayLength()];
    float[] from = Dense.floats(x);
    planes(planes, to, (p, end) -> plan.bilinear(from, y, p, end));
    return Dense.of(y, x.dtype());
  }

  static CpuStorage backward(Resize to, Operand dy, TypedShape result) {
    int planes = dy.shape().dim(0) * dy.shape().dim(1);
    Upsamples plan = of(to);
    if (Arithmetic.of(dy.dtype()) == Arithmetic.DOUBLE) {
      double[] dx = new double[result.shape().arrayLength()];
      double[] from = Dense.doubles(dy);
      planes(planes, to, (p, end) -> plan.spread(from, dx, p, end));
      return Dense.of(dx, dy.dtype());
    }
    float[] dx = new float[result.shape().arrayLength()];
    float[] from = Dense.floats(dy);
    planes(planes, to, (p, end) -> plan.spread(from, dx, p, end));
    return Dense.of(dx, dy.dtype());
  }

  private void nearest(Object x, Object y, int p, int end) {
    int height = rows.first.length;
    int width = columns.first.length;
    for (int row = p * height; row < end * height; row++) {
      int o = row % height;
      int to = row * width;
      if (o > 0 && rows.first[o] == rows.first[o - 1]) {
        System.arraycopy(y, to - width, y, to, width);
      } else {
        Copies.pick(
            x, (row / height * inRows + rows.first[o]) * in, columns.first, 0, y, to, width);
      }
    }
  }

  private void bilinear(float[] x, float[] y, int p, int end) {
    float[] line = new float[in];
    float[] next = new float[in];
    int height = rows.first.length;
    int to = p * height * columns.first.length;
    for (int row = p * height; row < end * height; row++) {
      int o = row % height;
      int plane = row / height * inRows;
      System.arraycopy(x, (plane + rows.first[o]) * in, line, 0, in);
      if (rows.weight[o] != 0) {
        System.arraycopy(x, (plane + rows.second[o]) * in, next, 0, in);
        float part = (float) rows.weight[o];
        float rest = (float) (1 - rows.weight[o]);
        for (int j = 0; j < line.length; j++) {
          line[j] = rest * line[j] + part * next[j];
        }
      }
      for (int q = 0; q < columns.first.length; q++) {
        float part = (float) columns.weight[q];
        float a = line[columns.first[q]];
        y[to++] = part == 0 ? a : (1 - part) * a + part * line[columns.second[q]];
      }
    }
  }

  private void bilinear(double[] x, double[] y, int p, int end) {
    double[] line = new double[in];
    double[] next = new double[in];
    int height = rows.first.length;
    int to = p * height * columns.first.length;
    for (int row = p * height; row < end * height; row++) {
      int o = row % height;
      int plane = row / height * inRows;
      System.arraycopy(x, (plane + rows.first[o]) * in, line, 0, in);
      if (rows.weight[o] != 0) {
        System.arraycopy(x, (plane + rows.second[o]) * in, next, 0, in);
        double part = rows.weight[o];
        for (int j = 0; j < line.length; j++) {
          line[j] = (1 - part) * line[j] + part * next[j];
        }
      }
      for (int q = 0; q < columns.first.length; q++) {
        double part = columns.weight[q];
        double a = line[columns.first[q]];
        y[to++] = part == 0 ? a : (1 - part) * a + part * line[columns.second[q]];
      }
    }
  }

  private void spread(float[] dy, float[] dx, int p, int end) {
    float[] line = new float[in];
    int height = rows.first.length;
    int at = p * height * columns.first.length;
    for (int row = p * height; row < end * height; row++) {
      int o = row % height;
      int plane = row / height * inRows;
      Arrays.fill(line, 0f);
      for (int q = 0; q < columns.first.length; q++) {
        float part = (float) columns.weight[q];
        line[columns.first[q]] += (1 - part) * dy[at];
        if (part != 0) {
          line[columns.second[q]] += part * dy[at];
        }
        at++;
      }
      float part = (float) rows.weight[o];
      int first = (plane + rows.first[o]) * in;
      int second = (plane + rows.second[o]) * in;
      for (int j = 0; j < line.length; j++) {
        dx[first + j] += (1 - part) * line[j];
      }
      for (int j = 0; part != 0 && j < line.length; j++) {
        dx[second + j] += part * line[j];
      }
    }
  }

  private void spread(double[] dy, double[] dx, int p, int end) {
    double[] line = new double[in];
    int height = rows.first.length;
    int at = p * height * columns.first.length;
    for (int row = p * height; row < end * height; row++) {
      int o = row % height;
      int plane = row / height * inRows;
      Arrays.fill(line, 0);
      for (int q = 0; q < columns.first.length; q++) {
        double part = columns.weight[q];
        line[columns.first[q]] += (1 - part) * dy[at];
        if (part != 0) {
          line[columns.second[q]] += part * dy[at];
        }
        at++;
      }
      double part = rows.weight[o];
      int first = (plane + rows.first[o]) * in;
      int second = (plane + rows.second[o]) * in;
      for (int j = 0; j < line.length; j++) {
        dx[first + j] += (1 - part) * line[j];
      }
      for (int j = 0; part != 0 && j < line.length; j++) {
        dx[second + j] += part * line[j];
      }
    }
  }
}
