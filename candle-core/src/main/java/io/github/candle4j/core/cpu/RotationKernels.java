package io.github.candle4j.core.cpu;

/// One row of `2 n` elements at `at`, turned by `n` angles whose cosines and sines start at `angle`: `y0 = x0 cos - x1 sin`,
/// `y1 = x0 sin + x1 cos`, with the sine times `sign`. A pair is two neighbours, or an element of the first half and one of the
/// second.
public final class RotationKernels {
  private RotationKernels() {}

  /// Turns a row of F32.
  public static void turn(
      float[] x,
      float[] cos,
      float[] sin,
      float[] y,
      int at,
      int angle,
      int n,
      boolean pairs,
      float sign) {
    if (pairs) {
      for (int i = 0; i < n; i++) {
        float c = cos[angle + i];
        float s = sign * sin[angle + i];
        float x0 = x[at + 2 * i];
        float x1 = x[at + 2 * i + 1];
        y[at + 2 * i] = x0 * c - x1 * s;
        y[at + 2 * i + 1] = x0 * s + x1 * c;
      }
      return;
    }
    for (int i = 0; i < n; i++) {
      float c = cos[angle + i];
      float s = sign * sin[angle + i];
      float x0 = x[at + i];
      float x1 = x[at + n + i];
      y[at + i] = x0 * c - x1 * s;
      y[at + n + i] = x0 * s + x1 * c;
    }
  }

  /// Turns a row of F64.
  public static void turn(
      double[] x,
      double[] cos,
      double[] sin,
      double[] y,
      int at,
      int angle,
      int n,
      boolean pairs,
      double sign) {
    if (pairs) {
      for (int i = 0; i < n; i++) {
        double c = cos[angle + i];
        double s = sign * sin[angle + i];
        double x0 = x[at + 2 * i];
        double x1 = x[at + 2 * i + 1];
        y[at + 2 * i] = x0 * c - x1 * s;
        y[at + 2 * i + 1] = x0 * s + x1 * c;
      }
      return;
    }
    for (int i = 0; i < n; i++) {
      double c = cos[angle + i];
      double s = sign * sin[angle + i];
      double x0 = x[at + i];
      double x1 = x[at + n + i];
      y[at + i] = x0 * c - x1 * s;
      y[at + n + i] = x0 * s + x1 * c;
    }
  }
}
