package io.github.candle4j.core.backend;

/// Loops that move single elements of any dtype from or to places that an index names; a negative one stands for none.
///
/// Element `j` of a run has its index at `at[i + j]` and lies at `offset + j * step + at[i + j] * stride` of the indexed
/// array.
final class Elements {
  private Elements() {}

  /// `y[yo + j] = x[offset + j * step + at[i + j] * stride]`; y is left as it is where there is no index.
  static void gather(
      Object x, int offset, int step, int stride, int[] at, int i, int n, Object y, int yo) {
    switch (x) {
      case float[] from -> {
        float[] to = (float[]) y;
        for (int j = 0, o = offset; j < n; j++, o += step) {
          if (at[i + j] >= 0) {
            to[yo + j] = from[o + at[i + j] * stride];
          }
        }
      }
      case double[] from -> {
        double[] to = (double[]) y;
        for (int j = 0, o = offset; j < n; j++, o += step) {
          if (at[i + j] >= 0) {
            to[yo + j] = from[o + at[i + j] * stride];
          }
        }
      }
      case long[] from -> {
        long[] to = (long[]) y;
        for (int j = 0, o = offset; j < n; j++, o += step) {
          if (at[i + j] >= 0) {
            to[yo + j] = from[o + at[i + j] * stride];
          }
        }
      }
      case int[] from -> {
        int[] to = (int[]) y;
        for (int j = 0, o = offset; j < n; j++, o += step) {
          if (at[i + j] >= 0) {
            to[yo + j] = from[o + at[i + j] * stride];
          }
        }
      }
      case short[] from -> {
        short[] to = (short[]) y;
        for (int j = 0, o = offset; j < n; j++, o += step) {
          if (at[i + j] >= 0) {
            to[yo + j] = from[o + at[i + j] * stride];
          }
        }
      }
      case byte[] from -> {
        byte[] to = (byte[]) y;
        for (int j = 0, o = offset; j < n; j++, o += step) {
          if (at[i + j] >= 0) {
            to[yo + j] = from[o + at[i + j] * stride];
          }
        }
      }
      default -> throw new IllegalStateException("no such array: " + x.getClass());
    }
  }

  /// `y[offset + j * step + at[i + j] * stride] = x[xo + j * xs]`, in order: the last one stays.
  static void scatter(
      Object x,
      int xo,
      int xs,
      int[] at,
      int i,
      int n,
      Object y,
      int offset,
      int step,
      int stride) {
    switch (x) {
      case float[] from -> {
        float[] to = (float[]) y;
        for (int j = 0, o = offset; j < n; j++, o += step) {
          if (at[i + j] >= 0) {
            to[o + at[i + j] * stride] = from[xo + j * xs];
          }
        }
      }
      case double[] from -> {
        double[] to = (double[]) y;
        for (int j = 0, o = offset; j < n; j++, o += step) {
          if (at[i + j] >= 0) {
            to[o + at[i + j] * stride] = from[xo + j * xs];
          }
        }
      }
      case long[] from -> {
        long[] to = (long[]) y;
        for (int j = 0, o = offset; j < n; j++, o += step) {
          if (at[i + j] >= 0) {
            to[o + at[i + j] * stride] = from[xo + j * xs];
          }
        }
      }
      case int[] from -> {
        int[] to = (int[]) y;
        for (int j = 0, o = offset; j < n; j++, o += step) {
          if (at[i + j] >= 0) {
            to[o + at[i + j] * stride] = from[xo + j * xs];
          }
        }
      }
      case short[] from -> {
        short[] to = (short[]) y;
        for (int j = 0, o = offset; j < n; j++, o += step) {
          if (at[i + j] >= 0) {
            to[o + at[i + j] * stride] = from[xo + j * xs];
          }
        }
      }
      case byte[] from -> {
        byte[] to = (byte[]) y;
        for (int j = 0, o = offset; j < n; j++, o += step) {
          if (at[i + j] >= 0) {
            to[o + at[i + j] * stride] = from[xo + j * xs];
          }
        }
      }
      default -> throw new IllegalStateException("no such array: " + x.getClass());
    }
  }
}
