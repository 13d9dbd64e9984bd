package io.github.candle4j.core.backend;

import io.github.candle4j.core.CpuStorage;
import io.github.candle4j.core.Layout;
import io.github.candle4j.core.cpu.Parallel;

/// A copy between layouts that run through memory in different directions, as from a transposed tensor: read in order,
/// every element would come from another cache line. So tiles of two dimensions are read along the source and written along
/// the target, through an array of their own: lines at a distance of a power of two would push each other out of the cache.
final class TiledCopy {
  private static final int TILE = 32;

  /// Fewer elements than this along one of the two dimensions gain nothing.
  private static final int SMALLEST = 4;

  private static final double NANOS_PER_ELEMENT = 1;

  /// The sizes and strides of both sides, dimensions merged where both lie evenly in memory; the last one is that of the
  /// runs of the target.
  private final int[] dims;

  private final int[] in;
  private final int[] out;
  private final int rank;

  /// The dimension along which the source lies side by side.
  private final int side;

  private final int inStart;
  private final int outStart;

  private TiledCopy(Layout from, Layout to) {
    int wanted = from.shape().rank();
    dims = new int[wanted];
    in = new int[wanted];
    out = new int[wanted];
    int used = 0;
    for (int d = 0; d < wanted; d++) {
      int size = from.shape().dim(d);
      int last = used - 1;
      if (size == 1) {
        continue;
      }
      if (used > 0
          && in[last] == (long) size * from.stride(d)
          && out[last] == (long) size * to.stride(d)) {
        dims[last] *= size;
      } else {
        last = used++;
        dims[last] = size;
      }
      in[last] = from.stride(d);
      out[last] = to.stride(d);
    }
    rank = used;
    side = sideBySide();
    inStart = from.startOffset();
    outStart = to.startOffset();
  }

  /// The dimension other than the last along which the source lies side by side, -1 if there is none.
  private int sideBySide() {
    for (int d = 0; d < rank - 1; d++) {
      if (in[d] == 1 && dims[d] >= SMALLEST) {
        return d;
      }
    }
    return -1;
  }

  /// Copies and returns true where tiles pay; the layouts have the same shape and are not empty.
  static boolean run(CpuStorage src, Layout from, CpuStorage dst, Layout to) {
    if (from.shape().rank() < 2) {
      return false;
    }
    TiledCopy copy = new TiledCopy(from, to);
    int last = copy.rank - 1;
    if (copy.side < 0 || copy.in[last] <= 1 || copy.dims[last] < SMALLEST) {
      return false;
    }
    copy.run(src.array(), dst.array());
    return true;
  }

  private void run(Object src, Object dst) {
    int strips = Math.ceilDiv(dims[side], TILE);
    int outer = 1;
    for (int d = 0; d < rank - 1; d++) {
      outer *= d == side ? 1 : dims[d];
    }
    long elements = (long) outer * dims[side] * dims[rank - 1];
    Parallel.run(
        outer * strips,
        (long) (elements * NANOS_PER_ELEMENT),
        t -> strip(src, dst, t / strips, t % strips * TILE));
  }

  /// Rows `row` to `row + TILE` of the two dimensions, at position `o` of the others.
  private void strip(Object src, Object dst, int o, int row) {
    int a = inStart + row;
    int b = outStart + row * out[side];
    int rest = o;
    for (int d = rank - 2; d >= 0; d--) {
      if (d != side) {
        a += rest % dims[d] * in[d];
        b += rest % dims[d] * out[d];
        rest /= dims[d];
      }
    }
    int rows = Math.min(TILE, dims[side] - row);
    switch (src) {
      case float[] x -> floats(x, a, (float[]) dst, b, rows);
      case double[] x -> doubles(x, a, (double[]) dst, b, rows);
      case long[] x -> longs(x, a, (long[]) dst, b, rows);
      case int[] x -> ints(x, a, (int[]) dst, b, rows);
      case short[] x -> shorts(x, a, (short[]) dst, b, rows);
      case byte[] x -> bytes(x, a, (byte[]) dst, b, rows);
      default -> throw new IllegalStateException("no such storage: " + src.getClass());
    }
  }

  private void floats(float[] x, int a, float[] y, int b, int rows) {
    int columns = dims[rank - 1];
    int as = in[rank - 1];
    int bs = out[rank - 1];
    float[] tile = Blocks.ofThread().floats(0, TILE * TILE);
    for (int c = 0; c < columns; c += TILE) {
      int width = Math.min(TILE, columns - c);
      for (int k = 0; k < width; k++) {
        System.arraycopy(x, a + (c + k) * as, tile, k * TILE, rows);
      }
      for (int r = 0; r < rows; r++) {
        int to = b + r * out[side] + c * bs;
        for (int k = 0; k < width; k++) {
          y[to + k * bs] = tile[k * TILE + r];
        }
      }
    }
  }

  private void doubles(double[] x, int a, double[] y, int b, int rows) {
    int columns = dims[rank - 1];
    int as = in[rank - 1];
    int bs = out[rank - 1];
    double[] tile = Blocks.ofThread().doubles(0, TILE * TILE);
    for (int c = 0; c < columns; c += TILE) {
      int width = Math.min(TILE, columns - c);
      for (int k = 0; k < width; k++) {
        System.arraycopy(x, a + (c + k) * as, tile, k * TILE, rows);
      }
      for (int r = 0; r < rows; r++) {
        int to = b + r * out[side] + c * bs;
        for (int k = 0; k < width; k++) {
          y[to + k * bs] = tile[k * TILE + r];
        }
      }
    }
  }

  private void longs(long[] x, int a, long[] y, int b, int rows) {
    int columns = dims[rank - 1];
    int as = in[rank - 1];
    int bs = out[rank - 1];
    long[] tile = Blocks.ofThread().longs(0, TILE * TILE);
    for (int c = 0; c < columns; c += TILE) {
      int width = Math.min(TILE, columns - c);
      for (int k = 0; k < width; k++) {
        System.arraycopy(x, a + (c + k) * as, tile, k * TILE, rows);
      }
      for (int r = 0; r < rows; r++) {
        int to = b + r * out[side] + c * bs;
        for (int k = 0; k < width; k++) {
          y[to + k * bs] = tile[k * TILE + r];
        }
      }
    }
  }

  private void ints(int[] x, int a, int[] y, int b, int rows) {
    int columns = dims[rank - 1];
    int as = in[rank - 1];
    int bs = out[rank - 1];
    int[] tile = Blocks.ofThread().ints(0, TILE * TILE);
    for (int c = 0; c < columns; c += TILE) {
      int width = Math.min(TILE, columns - c);
      for (int k = 0; k < width; k++) {
        System.arraycopy(x, a + (c + k) * as, tile, k * TILE, rows);
      }
      for (int r = 0; r < rows; r++) {
        int to = b + r * out[side] + c * bs;
        for (int k = 0; k < width; k++) {
          y[to + k * bs] = tile[k * TILE + r];
        }
      }
    }
  }

  private void shorts(short[] x, int a, short[] y, int b, int rows) {
    int columns = dims[rank - 1];
    int as = in[rank - 1];
    int bs = out[rank - 1];
    short[] tile = Blocks.ofThread().shorts(TILE * TILE);
    for (int c = 0; c < columns; c += TILE) {
      int width = Math.min(TILE, columns - c);
      for (int k = 0; k < width; k++) {
        System.arraycopy(x, a + (c + k) * as, tile, k * TILE, rows);
      }
      for (int r = 0; r < rows; r++) {
        int to = b + r * out[side] + c * bs;
        for (int k = 0; k < width; k++) {
          y[to + k * bs] = tile[k * TILE + r];
        }
      }
    }
  }

  private void bytes(byte[] x, int a, byte[] y, int b, int rows) {
    int columns = dims[rank - 1];
    int as = in[rank - 1];
    int bs = out[rank - 1];
    byte[] tile = Blocks.ofThread().bytes(TILE * TILE);
    for (int c = 0; c < columns; c += TILE) {
      int width = Math.min(TILE, columns - c);
      for (int k = 0; k < width; k++) {
        System.arraycopy(x, a + (c + k) * as, tile, k * TILE, rows);
      }
      for (int r = 0; r < rows; r++) {
        int to = b + r * out[side] + c * bs;
        for (int k = 0; k < width; k++) {
          y[to + k * bs] = tile[k * TILE + r];
        }
      }
    }
  }
}
