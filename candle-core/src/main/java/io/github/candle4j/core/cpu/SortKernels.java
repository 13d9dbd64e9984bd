package io.github.candle4j.core.cpu;

import java.util.Arrays;

/// Orders of rows of keys: the position of the smallest key, then of the next one, and so on; equal keys stay in their
/// order.
///
/// Numbers become keys first, so that one order of integers serves all dtypes and both directions. A 32-bit key and its
/// position share a `long`: no two of those are equal, so any sort of longs is a stable one. 64-bit keys leave no room
/// for that, and are merged.
public final class SortKernels {
  /// Runs of this length are sorted by insertion before they are merged.
  private static final int RUN = 16;

  /// Up to this part of a row, the first ones are found without sorting the rest.
  private static final int SELECTED_PART = 8;

  /// Longer arrays are sorted in pieces of this length.
  private static final int PIECE = 1 << 16;

  /// Of one number among a piece, measured.
  private static final int NANOS_TO_SORT = 50;

  private static final long POSITION = 0xFFFFFFFFL;

  private SortKernels() {}

  /// Keys of floats: ascending or descending, -0 equal to 0, NaN after everything in both cases.
  public static void keys(float[] x, int n, boolean ascending, int[] keys) {
    for (int i = 0; i < n; i++) {
      int bits = Float.floatToRawIntBits(x[i] + 0f);
      int key = bits ^ ((bits >> 31) & Integer.MAX_VALUE);
      key = ascending ? key : ~key;
      keys[i] = Float.isNaN(x[i]) ? Integer.MAX_VALUE : key;
    }
  }

  /// Keys of doubles: ascending or descending, -0 equal to 0, NaN after everything in both cases.
  public static void keys(double[] x, int n, boolean ascending, long[] keys) {
    for (int i = 0; i < n; i++) {
      long bits = Double.doubleToRawLongBits(x[i] + 0.0);
      long key = bits ^ ((bits >> 63) & Long.MAX_VALUE);
      key = ascending ? key : ~key;
      keys[i] = Double.isNaN(x[i]) ? Long.MAX_VALUE : key;
    }
  }

  /// Keys of integers of 32 bits or fewer, signed or not: `bias` moves the smallest one to the smallest key.
  public static void keys(long[] x, int n, boolean ascending, long bias, int[] keys) {
    for (int i = 0; i < n; i++) {
      int key = (int) (x[i] + bias);
      keys[i] = ascending ? key : ~key;
    }
  }

  /// Keys of integers of 64 bits.
  public static void keys(long[] x, int n, boolean ascending, long[] keys) {
    for (int i = 0; i < n; i++) {
      keys[i] = ascending ? x[i] : ~x[i];
    }
  }

  /// The positions of the `count` smallest of `n` keys, in order, into `order[at ..]`; `packed` is scratch of `n`.
  public static void order(int[] keys, int n, long[] packed, int[] order, int at, int count) {
    for (int i = 0; i < n; i++) {
      packed[i] = ((long) keys[i] << 32) | i;
    }
    boolean few = count < n / SELECTED_PART;
    if (few) {
      select(packed, n, count);
    }
    long[] first = sorted(packed, few ? count : n);
    for (int i = 0; i < count; i++) {
      order[at + i] = (int) (first[i] & POSITION);
    }
  }

  /// The first `n` numbers in order, in this array or another one. Long arrays are sorted in pieces and merged, by several threads; as
  /// no two numbers are equal, there is only one result.
  private static long[] sorted(long[] x, int n) {
    int pieces = Math.ceilDiv(n, PIECE);
    long nanos = (long) n * NANOS_TO_SORT;
    Parallel.run(
        pieces, nanos, t -> Arrays.sort(x, t * PIECE, t * PIECE + Math.min(PIECE, n - t * PIECE)));
    long[] from = x;
    long[] to = pieces > 1 ? new long[n] : x;
    for (long run = PIECE; run < n; run *= 2) {
      long[] source = from;
      long[] target = to;
      long length = run;
      Parallel.run(
          (int) Math.ceilDiv(n, 2 * run),
          n * 2L,
          t -> {
            long start = 2 * length * t;
            int middle = (int) Math.min(n, start + length);
            merge(source, target, (int) start, middle, (int) Math.min(n, start + 2 * length));
          });
      from = target;
      to = source;
    }
    return from;
  }

  private static void merge(long[] from, long[] to, int start, int middle, int end) {
    int a = start;
    int b = middle;
    for (int i = start; i < end; i++) {
      boolean left = b == end || (a < middle && from[a] < from[b]);
      to[i] = left ? from[a++] : from[b++];
    }
  }

  /// Makes the `count` smallest of `n` numbers the first ones, in no order: a heap of them with the largest on top lets
  /// most others pass by.
  private static void select(long[] x, int n, int count) {
    for (int i = count / 2 - 1; i >= 0; i--) {
      sink(x, i, count);
    }
    for (int i = count; count > 0 && i < n; i++) {
      if (x[i] < x[0]) {
        x[0] = x[i];
        sink(x, 0, count);
      }
    }
  }

  private static void sink(long[] heap, int from, int size) {
    int i = from;
    long value = heap[i];
    for (int child = 2 * i + 1; child < size; child = 2 * i + 1) {
      if (child + 1 < size && heap[child + 1] > heap[child]) {
        child++;
      }
      if (heap[child] <= value) {
        break;
      }
      heap[i] = heap[child];
      i = child;
    }
    heap[i] = value;
  }

  /// The positions of the `count` smallest of `n` keys, in order, into `order[at ..]`; `places` and `others` are scratch
  /// of `n`.
  public static void order(
      long[] keys, int n, int[] places, int[] others, int[] order, int at, int count) {
    int[] from = places;
    for (int i = 0; i < n; i++) {
      from[i] = i;
    }
    for (int start = 0; start < n; start += RUN) {
      insert(keys, from, start, start + Math.min(RUN, n - start));
    }
    int[] to = others;
    for (long run = RUN; run < n; run *= 2) {
      for (long start = 0; start < n; start += 2 * run) {
        int middle = (int) Math.min(n, start + run);
        merge(keys, from, to, (int) start, middle, (int) Math.min(n, start + 2 * run));
      }
      int[] merged = to;
      to = from;
      from = merged;
    }
    System.arraycopy(from, 0, order, at, count);
  }

  /// Sorts the positions `start .. end-1` by their keys.
  private static void insert(long[] keys, int[] order, int start, int end) {
    for (int i = start + 1; i < end; i++) {
      int position = order[i];
      int j = i - 1;
      for (; j >= start && keys[order[j]] > keys[position]; j--) {
        order[j + 1] = order[j];
      }
      order[j + 1] = position;
    }
  }

  private static void merge(long[] keys, int[] from, int[] to, int start, int middle, int end) {
    int a = start;
    int b = middle;
    for (int i = start; i < end; i++) {
      boolean left = b == end || (a < middle && keys[from[a]] <= keys[from[b]]);
      to[i] = left ? from[a++] : from[b++];
    }
  }
}
