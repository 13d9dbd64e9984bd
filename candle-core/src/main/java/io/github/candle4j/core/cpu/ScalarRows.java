package io.github.candle4j.core.cpu;

/// Row kernels without the Vector API.
///
/// Sums run in eight independent float accumulators (a single one would wait for each addition: 17 against 3 GB/s) over
/// blocks of 256 elements; blocks are added in double, so the relative error stays within 4e-7 for rows of any length.
public final class ScalarRows implements RowKernels {
  /// Elements summed in float before their sum is added to a double.
  private static final int BLOCK = 256;

  private static final int WIDTH = 8;

  @Override
  public float sum(float[] x, int xo, int n) {
    double total = 0;
    for (int i = 0; i < n; i += BLOCK) {
      total += blockSum(x, xo + i, Math.min(BLOCK, n - i));
    }
    return (float) total;
  }

  private static double blockSum(float[] x, int xo, int n) {
    float s0 = 0;
    float s1 = 0;
    float s2 = 0;
    float s3 = 0;
    float s4 = 0;
    float s5 = 0;
    float s6 = 0;
    float s7 = 0;
    int i = 0;
    for (; i <= n - WIDTH; i += WIDTH) {
      int p = xo + i;
      s0 += x[p];
      s1 += x[p + 1];
      s2 += x[p + 2];
      s3 += x[p + 3];
      s4 += x[p + 4];
      s5 += x[p + 5];
      s6 += x[p + 6];
      s7 += x[p + 7];
    }
    double rest = 0;
    for (; i < n; i++) {
      rest += x[xo + i];
    }
    return add(s0, s1, s2, s3) + add(s4, s5, s6, s7) + rest;
  }

  @Override
  public float dot(float[] x, int xo, float[] y, int yo, int n) {
    double total = 0;
    for (int i = 0; i < n; i += BLOCK) {
      total += blockDot(x, xo + i, y, yo + i, Math.min(BLOCK, n - i));
    }
    return (float) total;
  }

  private static double blockDot(float[] x, int xo, float[] y, int yo, int n) {
    float s0 = 0;
    float s1 = 0;
    float s2 = 0;
    float s3 = 0;
    float s4 = 0;
    float s5 = 0;
    float s6 = 0;
    float s7 = 0;
    int i = 0;
    for (; i <= n - WIDTH; i += WIDTH) {
      int p = xo + i;
      int q = yo + i;
      s0 = Math.fma(x[p], y[q], s0);
      s1 = Math.fma(x[p + 1], y[q + 1], s1);
      s2 = Math.fma(x[p + 2], y[q + 2], s2);
      s3 = Math.fma(x[p + 3], y[q + 3], s3);
      s4 = Math.fma(x[p + 4], y[q + 4], s4);
      s5 = Math.fma(x[p + 5], y[q + 5], s5);
      s6 = Math.fma(x[p + 6], y[q + 6], s6);
      s7 = Math.fma(x[p + 7], y[q + 7], s7);
    }
    double rest = 0;
    for (; i < n; i++) {
      rest += (double) x[xo + i] * y[yo + i];
    }
    return add(s0, s1, s2, s3) + add(s4, s5, s6, s7) + rest;
  }

  private static double add(double a, double b, double c, double d) {
    return (a + b) + (c + d);
  }

  @Override
  public void accumulate(float[] x, int xo, float[] y, int yo, int n) {
    for (int i = 0; i < n; i++) {
      y[yo + i] += x[xo + i];
    }
  }

  @Override
  public float max(float[] x, int xo, int n) {
    float m0 = x[xo];
    float m1 = m0;
    float m2 = m0;
    float m3 = m0;
    int i = 0;
    for (; i <= n - 4; i += 4) {
      int p = xo + i;
      m0 = Math.max(m0, x[p]);
      m1 = Math.max(m1, x[p + 1]);
      m2 = Math.max(m2, x[p + 2]);
      m3 = Math.max(m3, x[p + 3]);
    }
    for (; i < n; i++) {
      m0 = Math.max(m0, x[xo + i]);
    }
    return Math.max(Math.max(m0, m1), Math.max(m2, m3));
  }

  @Override
  public float min(float[] x, int xo, int n) {
    float m0 = x[xo];
    float m1 = m0;
    float m2 = m0;
    float m3 = m0;
    int i = 0;
    for (; i <= n - 4; i += 4) {
      int p = xo + i;
      m0 = Math.min(m0, x[p]);
      m1 = Math.min(m1, x[p + 1]);
      m2 = Math.min(m2, x[p + 2]);
      m3 = Math.min(m3, x[p + 3]);
    }
    for (; i < n; i++) {
      m0 = Math.min(m0, x[xo + i]);
    }
    return Math.min(Math.min(m0, m1), Math.min(m2, m3));
  }

  @Override
  public float sumOfSquares(float[] x, int xo, int n, float mean) {
    double total = 0;
    for (int i = 0; i < n; i += BLOCK) {
      total += blockSumOfSquares(x, xo + i, Math.min(BLOCK, n - i), mean);
    }
    return (float) total;
  }

  private static double blockSumOfSquares(float[] x, int xo, int n, float mean) {
    float s0 = 0;
    float s1 = 0;
    float s2 = 0;
    float s3 = 0;
    int i = 0;
    for (; i <= n - 4; i += 4) {
      float d0 = x[xo + i] - mean;
      float d1 = x[xo + i + 1] - mean;
      float d2 = x[xo + i + 2] - mean;
      float d3 = x[xo + i + 3] - mean;
      s0 = Math.fma(d0, d0, s0);
      s1 = Math.fma(d1, d1, s1);
      s2 = Math.fma(d2, d2, s2);
      s3 = Math.fma(d3, d3, s3);
    }
    for (; i < n; i++) {
      float d = x[xo + i] - mean;
      s0 = Math.fma(d, d, s0);
    }
    return add(s0, s1, s2, s3);
  }

  @Override
  public double logSum(float[] x, int xo, int n, float max) {
    double total = 0;
    for (int i = 0; i < n; i += BLOCK) {
      int end = Math.min(n, i + BLOCK);
      float s = 0;
      for (int j = i; j < end; j++) {
        s += FloatMath.exp(x[xo + j] - max);
      }
      total += s;
    }
    return StrictMath.log(total);
  }

  @Override
  public void softmax(float[] x, int xo, float[] y, int yo, int n) {
    float max = max(x, xo, n);
    double total = 0;
    for (int i = 0; i < n; i += BLOCK) {
      int end = Math.min(n, i + BLOCK);
      float s = 0;
      for (int j = i; j < end; j++) {
        float e = FloatMath.exp(x[xo + j] - max);
        y[yo + j] = e;
        s += e;
      }
      total += s;
    }
    float factor = (float) (1 / total);
    for (int i = yo; i < yo + n; i++) {
      y[i] *= factor;
    }
  }

  @Override
  public void softmaxGrad(float[] y, int yo, float[] dy, int dyo, float[] dx, int dxo, int n) {
    float s = dot(y, yo, dy, dyo, n);
    for (int i = 0; i < n; i++) {
      dx[dxo + i] = y[yo + i] * (dy[dyo + i] - s);
    }
  }
}
