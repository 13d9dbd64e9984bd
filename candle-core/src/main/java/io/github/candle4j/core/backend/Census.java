package io.github.candle4j.core.backend;

import io.github.candle4j.core.CpuStorage;
import io.github.candle4j.core.Layout;
import io.github.candle4j.core.Shape;
import io.github.candle4j.core.storage.MappedStorage;

/// What the elements of a tensor are like, found in one pass in which they are read in doubles.
///
/// Least and largest leave NaN out; mean and deviation leave out NaN and infinities.
///
/// @param count the number of elements
/// @param nans how many are NaN
/// @param infinities how many are infinite
/// @param firstNan the position of the first NaN in order, or -1
/// @param firstInfinity the position of the first infinity in order, or -1
/// @param min the least element, NaN if there is none
/// @param max the largest element, NaN if there is none
/// @param mean the mean, NaN if there is none
/// @param std the deviation `√(Σ (x - mean)² / (n - 1))`, NaN for less than two elements
public record Census(
    int count,
    int nans,
    int infinities,
    int firstNan,
    int firstInfinity,
    double min,
    double max,
    double mean,
    double std) {
  private static final int BLOCK = 1024;
  private static final int PART = 1 << 16;
  private static final int INFINITE_F16 = 0x7c00;
  private static final int INFINITE_BF16 = 0x7f80;
  private static final int INFINITE_FLOAT = 0x7f80_0000;
  private static final long INFINITE_DOUBLE = 0x7ff0_0000_0000_0000L;

  /// Reads all elements of a tensor; of one in a mapped file, a part at a time.
  public static Census of(Operand x) {
    Counting counting = new Counting();
    int count = x.count();
    boolean inParts = x.storage() instanceof MappedStorage && x.layout().isContiguous();
    int step = inParts ? PART : Math.max(count, 1);
    for (int start = 0; start < count; start += step) {
      Operand part = inParts ? part(x, start, Math.min(step, count - start)) : x;
      counting.read(Mapped.onHeap(part), start);
    }
    return counting.result(count);
  }

  private static Operand part(Operand x, int start, int n) {
    return x.view(new Layout(Shape.of(n), new int[] {1}, x.layout().startOffset() + start));
  }

  /// True if no element of a tensor is NaN or infinite. Where the elements lie in order this is much faster than a census: loops
  /// over the bits become vector instructions.
  public static boolean allFinite(Operand tensor) {
    Operand x = Mapped.onHeap(tensor);
    if (!x.startsAtZero()) {
      return of(x).isFinite();
    }
    return switch (x.data()) {
      case CpuStorage.F32(float[] a) -> largestBits(a, x.count()) < INFINITE_FLOAT;
      case CpuStorage.F64(double[] a) -> largestBits(a, x.count()) < INFINITE_DOUBLE;
      case CpuStorage.F16(short[] a) -> largestBits(a, x.count()) < INFINITE_F16;
      case CpuStorage.BF16(short[] a) -> largestBits(a, x.count()) < INFINITE_BF16;
      default -> of(x).isFinite();
    };
  }

  /// Without the sign, bits of floats are ordered as their sizes are; NaN comes after infinity.
  private static int largestBits(float[] x, int n) {
    int largest = 0;
    for (int i = 0; i < n; i++) {
      largest = Math.max(largest, Float.floatToRawIntBits(x[i]) & Integer.MAX_VALUE);
    }
    return largest;
  }

  private static int largestBits(short[] x, int n) {
    short largest = 0;
    for (int i = 0; i < n; i++) {
      largest = (short) Math.max(largest, x[i] & Short.MAX_VALUE);
    }
    return largest;
  }

  private static long largestBits(double[] x, int n) {
    long largest = 0;
    for (int i = 0; i < n; i++) {
      largest = Math.max(largest, Double.doubleToRawLongBits(x[i]) & Long.MAX_VALUE);
    }
    return largest;
  }

  /// True if no element is NaN or infinite.
  public boolean isFinite() {
    return nans == 0 && infinities == 0;
  }

  /// What is known so far. Means of blocks are joined by the formulas of Chan, Golub and LeVeque, 1979, so that a mean
  /// far from 0 does not swallow the deviation.
  private static final class Counting {
    private int nans;
    private int infinities;
    private int firstNan = -1;
    private int firstInfinity = -1;
    private double min = Double.POSITIVE_INFINITY;
    private double max = Double.NEGATIVE_INFINITY;
    private int finite;
    private double mean;
    private double squares;

    /// Adds all elements of `x`, of which the first is element `first` of the tensor.
    void read(Operand x, int first) {
      StridedRuns runs = new StridedRuns(x.layout());
      double[] block = new double[BLOCK];
      int count = x.count();
      for (int start = 0; start < count; start += BLOCK) {
        int n = Math.min(BLOCK, count - start);
        ElementwiseLoops.readDoubles(x.data(), runs, block, n);
        add(block, n, first + start);
      }
    }

    private void add(double[] x, int n, int start) {
      double sum = 0;
      int found = 0;
      for (int i = 0; i < n; i++) {
        double v = x[i];
        if (Double.isNaN(v)) {
          firstNan = nans++ == 0 ? start + i : firstNan;
          continue;
        }
        min = Math.min(min, v);
        max = Math.max(max, v);
        if (Double.isInfinite(v)) {
          firstInfinity = infinities++ == 0 ? start + i : firstInfinity;
        } else {
          sum += v;
          x[found++] = v;
        }
      }
      if (found > 0) {
        join(x, found, sum / found);
      }
    }

    private void join(double[] x, int n, double blockMean) {
      double around = 0;
      for (int i = 0; i < n; i++) {
        double d = x[i] - blockMean;
        around += d * d;
      }
      double shift = blockMean - mean;
      double all = (double) finite + n;
      squares += around + shift * shift * finite / all * n;
      mean += shift * (n / all);
      finite += n;
    }

    Census result(int count) {
      boolean none = nans == count;
      return new Census(
          count,
          nans,
          infinities,
          firstNan,
          firstInfinity,
          none ? Double.NaN : min,
          none ? Double.NaN : max,
          finite == 0 ? Double.NaN : mean,
          finite < 2 ? Double.NaN : Math.sqrt(squares / (finite - 1)));
    }
  }
}
