package io.github.candle4j.core.backend;

import io.github.candle4j.core.cpu.Parallel;
import io.github.candle4j.core.op.Axis;
import io.github.candle4j.core.op.Frame;
import java.util.function.IntConsumer;

/// The elements of each window along one dimension that are not padding, side by side: `count[o]` of them from `begin[o]`
/// on.
record Spans(int[] begin, int[] count) {
  /// Elements of one task; does not depend on the number of threads.
  private static final int CHUNK = 1 << 14;

  /// Of windows without dilation: a mean has none.
  static Spans of(Axis axis) {
    int[] begin = new int[axis.out()];
    int[] count = new int[axis.out()];
    for (int o = 0; o < begin.length; o++) {
      int first = axis.firstElement(o);
      begin[o] = axis.at(o, first);
      count[o] = axis.endElement(o) - first;
    }
    return new Spans(begin, count);
  }

  /// By how many elements the sum of window `o` is divided: its own, and with `padded` also those in the padding, but not
  /// those beyond it (where a window reaches over the end in ceil mode).
  static int[] divisors(Axis axis, boolean padded) {
    int[] result = new int[axis.out()];
    for (int o = 0; o < result.length; o++) {
      int start = axis.at(o, 0);
      result[o] =
          padded
              ? Math.min(axis.kernel(), axis.in() + axis.before() - start)
              : axis.endElement(o) - axis.firstElement(o);
    }
    return result;
  }

  /// Runs `body` for each of `planes` planes, shared among threads when there are enough elements.
  static void eachPlane(int planes, Frame f, double nanosPerElement, IntConsumer body) {
    int size = Math.max(1, Math.max(f.inputs(), f.outputs()));
    int each = Math.max(1, CHUNK / size);
    Parallel.run(
        Math.ceilDiv(planes, each),
        (long) ((double) planes * size * nanosPerElement),
        task -> {
          int end = Chunks.end(task * each, each, planes);
          for (int plane = task * each; plane < end; plane++) {
            body.accept(plane);
          }
        });
  }
}
