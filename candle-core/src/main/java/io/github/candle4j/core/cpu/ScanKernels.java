package io.github.candle4j.core.cpu;

import java.util.Arrays;

/// Scans over `n` positions that lie `step` apart, from place `at` on; a negative step goes backwards. The forms with a
/// width run `width` scans at once whose elements lie side by side, so that memory is read in order; `last` is scratch of
/// that width.
///
/// Floats are added and multiplied in double and rounded at each position.
public final class ScanKernels {
  private ScanKernels() {}

  /// `y[i] = x[0] + .. + x[i]`
  public static void sum(float[] x, float[] y, int at, int step, int n) {
    double sum = 0;
    for (int i = 0, p = at; i < n; i++, p += step) {
      sum += x[p];
      y[p] = (float) sum;
    }
  }

  /// `y[i] = x[0] + .. + x[i]`
  public static void sum(double[] x, double[] y, int at, int step, int n) {
    double sum = 0;
    for (int i = 0, p = at; i < n; i++, p += step) {
      sum += x[p];
      y[p] = sum;
    }
  }

  /// `y[i] = x[0] + .. + x[i]`
  public static void sum(float[] x, float[] y, double[] last, int at, int step, int n, int width) {
    Arrays.fill(last, 0, width, 0);
    for (int i = 0, p = at; i < n; i++, p += step) {
      for (int j = 0; j < width; j++) {
        last[j] += x[p + j];
        y[p + j] = (float) last[j];
      }
    }
  }

  /// `y[i] = x[0] + .. + x[i]`
  public static void sum(
      double[] x, double[] y, double[] last, int at, int step, int n, int width) {
    Arrays.fill(last, 0, width, 0);
    for (int i = 0, p = at; i < n; i++, p += step) {
      for (int j = 0; j < width; j++) {
        last[j] += x[p + j];
        y[p + j] = last[j];
      }
    }
  }

  /// `h[i] = b[i] + a[i] h[i-1]`, with `h[0] = b[0]`
  public static void recurrence(
      float[] a, float[] b, float[] h, double[] last, int at, int step, int n, int width) {
    for (int j = 0; n > 0 && j < width; j++) {
      last[j] = b[at + j];
      h[at + j] = b[at + j];
    }
    for (int i = 1, p = at + step; i < n; i++, p += step) {
      for (int j = 0; j < width; j++) {
        last[j] = b[p + j] + a[p + j] * last[j];
        h[p + j] = (float) last[j];
      }
    }
  }

  /// `h[i] = b[i] + a[i] h[i-1]`, with `h[0] = b[0]`
  public static void recurrence(
      double[] a, double[] b, double[] h, double[] last, int at, int step, int n, int width) {
    for (int j = 0; n > 0 && j < width; j++) {
      last[j] = b[at + j];
      h[at + j] = b[at + j];
    }
    for (int i = 1, p = at + step; i < n; i++, p += step) {
      for (int j = 0; j < width; j++) {
        last[j] = b[p + j] + a[p + j] * last[j];
        h[p + j] = last[j];
      }
    }
  }
}
