package io.github.candle4j.core.cpu;

/// One row of the cells of recurrent networks. A row of gates has its parts of `n` elements one after the other; the arrays
/// hold all rows, and row `r` of an array of k parts starts at `r k n`. Formulas are those of `Op`.
public final class CellKernels {
  private CellKernels() {}

  /// Writes i, f, g, o to `acts`, h' to row `r` of `y` and c' to row `r` after `size` elements.
  public static void lstm(
      float[] gates, float[] c, float[] acts, float[] y, int r, int n, int size) {
    FloatFunctions f = Kernels.active().functions();
    int at = r * n;
    int a = 4 * at;
    f.sigmoid(gates, a, acts, a, 2 * n);
    f.tanh(gates, a + 2 * n, acts, a + 2 * n, n);
    f.sigmoid(gates, a + 3 * n, acts, a + 3 * n, n);
    for (int j = 0; j < n; j++) {
      y[size + at + j] = acts[a + n + j] * c[at + j] + acts[a + j] * acts[a + 2 * n + j];
    }
    f.tanh(y, size + at, y, at, n);
    for (int j = 0; j < n; j++) {
      y[at + j] *= acts[a + 3 * n + j];
    }
  }

  /// Writes i, f, g, o to `acts`, h' to row `r` of `y` and c' to row `r` after `size` elements.
  public static void lstm(
      double[] gates, double[] c, double[] acts, double[] y, int r, int n, int size) {
    int at = r * n;
    int a = 4 * at;
    for (int j = 0; j < n; j++) {
      double i = DoubleMath.sigmoid(gates[a + j]);
      double f = DoubleMath.sigmoid(gates[a + n + j]);
      double g = StrictMath.tanh(gates[a + 2 * n + j]);
      double o = DoubleMath.sigmoid(gates[a + 3 * n + j]);
      acts[a + j] = i;
      acts[a + n + j] = f;
      acts[a + 2 * n + j] = g;
      acts[a + 3 * n + j] = o;
      double next = f * c[at + j] + i * g;
      y[size + at + j] = next;
      y[at + j] = o * StrictMath.tanh(next);
    }
  }

  /// Writes the gradients of the gates to row `r` of `dx` and that of c to row `r` after `4 size` elements.
  public static void lstmGrad(
      float[] acts, float[] c, float[] y, float[] dy, float[] dx, int r, int n, int size) {
    int at = r * n;
    int a = 4 * at;
    int last = 4 * size + at;
    // tanh c' stands where the gradient of c will.
    Kernels.active().functions().tanh(y, size + at, dx, last, n);
    for (int j = 0; j < n; j++) {
      float i = acts[a + j];
      float f = acts[a + n + j];
      float g = acts[a + 2 * n + j];
      float o = acts[a + 3 * n + j];
      float t = dx[last + j];
      float dh = dy[at + j];
      float dc = dy[size + at + j] + dh * o * (1 - t * t);
      dx[a + j] = dc * g * i * (1 - i);
      dx[a + n + j] = dc * c[at + j] * f * (1 - f);
      dx[a + 2 * n + j] = dc * i * (1 - g * g);
      dx[a + 3 * n + j] = dh * t * o * (1 - o);
      dx[last + j] = dc * f;
    }
  }

  /// Writes the gradients of the gates to row `r` of `dx` and that of c to row `r` after `4 size` elements.
  public static void lstmGrad(
      double[] acts, double[] c, double[] y, double[] dy, double[] dx, int r, int n, int size) {
    int at = r * n;
    int a = 4 * at;
    for (int j = 0; j < n; j++) {
      double i = acts[a + j];
      double f = acts[a + n + j];
      double g = acts[a + 2 * n + j];
      double o = acts[a + 3 * n + j];
      double t = StrictMath.tanh(y[size + at + j]);
      double dh = dy[at + j];
      double dc = dy[size + at + j] + dh * o * (1 - t * t);
      dx[a + j] = dc * g * i * (1 - i);
      dx[a + n + j] = dc * c[at + j] * f * (1 - f);
      dx[a + 2 * n + j] = dc * i * (1 - g * g);
      dx[a + 3 * n + j] = dh * t * o * (1 - o);
      dx[4 * size + at + j] = dc * f;
    }
  }

  /// Writes r, z, n to `acts` and h' to `y`.
  public static void gru(
      float[] input, float[] own, float[] h, float[] acts, float[] y, int r, int n) {
    FloatFunctions f = Kernels.active().functions();
    int at = r * n;
    int a = 3 * at;
    int b = a + 2 * n;
    for (int j = a; j < b; j++) {
      acts[j] = input[j] + own[j];
    }
    f.sigmoid(acts, a, acts, a, 2 * n);
    for (int j = 0; j < n; j++) {
      acts[b + j] = input[b + j] + acts[a + j] * own[b + j];
    }
    f.tanh(acts, b, acts, b, n);
    for (int j = 0; j < n; j++) {
      float z = acts[a + n + j];
      y[at + j] = (1 - z) * acts[b + j] + z * h[at + j];
    }
  }

  /// Writes r, z, n to `acts` and h' to `y`.
  public static void gru(
      double[] input, double[] own, double[] h, double[] acts, double[] y, int r, int n) {
    int at = r * n;
    int a = 3 * at;
    int b = a + 2 * n;
    for (int j = 0; j < n; j++) {
      double reset = DoubleMath.sigmoid(input[a + j] + own[a + j]);
      double z = DoubleMath.sigmoid(input[a + n + j] + own[a + n + j]);
      double fresh = StrictMath.tanh(input[b + j] + reset * own[b + j]);
      acts[a + j] = reset;
      acts[a + n + j] = z;
      acts[b + j] = fresh;
      y[at + j] = (1 - z) * fresh + z * h[at + j];
    }
  }

  /// Writes the gradients of the gates of the input to row `r` of `dx`, of those of the state after `3 size` elements, of h after
  /// `6 size`.
  public static void gruGrad(
      float[] acts, float[] own, float[] h, float[] dy, float[] dx, int r, int n, int size) {
    int at = r * n;
    int a = 3 * at;
    int b = 3 * size + a;
    for (int j = 0; j < n; j++) {
      float reset = acts[a + j];
      float z = acts[a + n + j];
      float fresh = acts[a + 2 * n + j];
      float d = dy[at + j];
      float dFresh = d * (1 - z) * (1 - fresh * fresh);
      float dReset = dFresh * own[a + 2 * n + j] * reset * (1 - reset);
      float dz = d * (h[at + j] - fresh) * z * (1 - z);
      dx[a + j] = dReset;
      dx[a + n + j] = dz;
      dx[a + 2 * n + j] = dFresh;
      dx[b + j] = dReset;
      dx[b + n + j] = dz;
      dx[b + 2 * n + j] = dFresh * reset;
      dx[6 * size + at + j] = d * z;
    }
  }

  /// Writes the gradients of the gates of the input to row `r` of `dx`, of those of the state after `3 size` elements, of h after
  /// `6 size`.
  public static void gruGrad(
      double[] acts, double[] own, double[] h, double[] dy, double[] dx, int r, int n, int size) {
    int at = r * n;
    int a = 3 * at;
    int b = 3 * size + a;
    for (int j = 0; j < n; j++) {
      double reset = acts[a + j];
      double z = acts[a + n + j];
      double fresh = acts[a + 2 * n + j];
      double d = dy[at + j];
      double dFresh = d * (1 - z) * (1 - fresh * fresh);
      double dReset = dFresh * own[a + 2 * n + j] * reset * (1 - reset);
      double dz = d * (h[at + j] - fresh) * z * (1 - z);
      dx[a + j] = dReset;
      dx[a + n + j] = dz;
      dx[a + 2 * n + j] = dFresh;
      dx[b + j] = dReset;
      dx[b + n + j] = dz;
      dx[b + 2 * n + j] = dFresh * reset;
      dx[6 * size + at + j] = d * z;
    }
  }
}
