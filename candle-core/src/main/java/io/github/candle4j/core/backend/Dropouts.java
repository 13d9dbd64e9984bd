package io.github.candle4j.core.backend;

import io.github.candle4j.core.CpuStorage;
import io.github.candle4j.core.cpu.Parallel;
import io.github.candle4j.core.cpu.Philox;
import io.github.candle4j.core.op.Op;

/// Dropout: the numbers of the generator decide, 32 bits an element in the order of the elements, so that the same state gives
/// the same elements for any strides and any number of threads.
final class Dropouts {
  /// Elements of a task, whole blocks of the generator.
  private static final int CHUNK = 1 << 14;

  private static final double NANOS_PER_ELEMENT = 5;

  private final Op.Dropout op;

  /// Numbers below this drop their element.
  private final long threshold;

  private final int[] bits = new int[Philox.BLOCK];
  private final CpuStorage x;
  private final StridedRuns runs;

  private Dropouts(Op.Dropout op, Operand x) {
    this.op = op;
    this.x = x.data();
    runs = new StridedRuns(x.layout());
    threshold = Math.round(op.p() * 0x1p32);
  }

  static CpuStorage run(Op.Dropout op, Operand x) {
    int count = x.count();
    CpuStorage y = CpuStorage.zeros(x.dtype(), count);
    Parallel.run(
        Math.ceilDiv(count, CHUNK),
        (long) (count * NANOS_PER_ELEMENT),
        task -> {
          Dropouts dropout = new Dropouts(op, x);
          dropout.runs.seek(task * CHUNK);
          int end = Chunks.end(task * CHUNK, CHUNK, count);
          for (int at = task * CHUNK, n; at < end; at += n) {
            n = Math.min(ElementwiseLoops.BLOCK, end - at);
            dropout.block(at, n, y);
          }
        });
    return y;
  }

  private void block(int at, int n, CpuStorage y) {
    double factor = 1 / (1 - op.p());
    if (Arithmetic.of(y.dtype()) == Arithmetic.DOUBLE) {
      double[] part = Blocks.ofThread().doubles(0, ElementwiseLoops.BLOCK);
      ElementwiseLoops.readDoubles(x, runs, part, n);
      for (int i = 0; i < n; i++) {
        part[i] = keeps(at + i) ? part[i] * factor : 0;
      }
      Encode.doubles(part, n, y, at);
    } else {
      float[] part = Blocks.ofThread().floats(0, ElementwiseLoops.BLOCK);
      ElementwiseLoops.readFloats(x, runs, part, n);
      for (int i = 0; i < n; i++) {
        part[i] = keeps(at + i) ? part[i] * (float) factor : 0;
      }
      Encode.floats(part, n, y, at);
    }
  }

  /// To be asked for one element after the other: the first of each block makes the numbers for all of it.
  private boolean keeps(int element) {
    int place = element % Philox.BLOCK;
    if (place == 0) {
      Philox.block(op.state().seed(), op.state().position() + element / Philox.BLOCK, bits);
    }
    return Integer.toUnsignedLong(bits[place]) >= threshold;
  }
}
