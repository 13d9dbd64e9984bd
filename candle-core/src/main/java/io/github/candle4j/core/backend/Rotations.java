package io.github.candle4j.core.backend;

import io.github.candle4j.core.CpuStorage;
import io.github.candle4j.core.Shape;
import io.github.candle4j.core.cpu.Parallel;
import io.github.candle4j.core.cpu.RotationKernels;
import io.github.candle4j.core.op.Op;
import java.util.function.IntConsumer;

/// Rotary embeddings: each row of the last dimension is turned by the angles of its position.
final class Rotations {
  private static final double NANOS_PER_ELEMENT = 1;

  private final Op.Rope op;
  private final Shape shape;
  private final int half;
  private final int positions;
  private final boolean batched;

  private Rotations(Op.Rope op, Shape x, Shape angles) {
    this.op = op;
    shape = x;
    half = angles.dim(-1);
    positions = angles.dim(-2);
    batched = angles.rank() == 3;
  }

  static CpuStorage rope(Op.Rope op, Operand x, Operand cos, Operand sin) {
    Rotations r = new Rotations(op, x.shape(), cos.shape());
    boolean pairs = op.pairs();
    int n = r.half;
    if (Arithmetic.of(x.dtype()) == Arithmetic.DOUBLE) {
      double[] in = Dense.doubles(x);
      double[] c = Dense.doubles(cos);
      double[] s = Dense.doubles(sin);
      double[] out = new double[x.count()];
      double sign = op.back() ? -1 : 1;
      r.eachRow(
          row -> RotationKernels.turn(in, c, s, out, row * 2 * n, r.angle(row), n, pairs, sign));
      return Dense.of(out, x.dtype());
    }
    float[] in = Dense.floats(x);
    float[] c = Dense.floats(cos);
    float[] s = Dense.floats(sin);
    float[] out = new float[x.count()];
    float sign = op.back() ? -1 : 1;
    r.eachRow(
        row -> RotationKernels.turn(in, c, s, out, row * 2 * n, r.angle(row), n, pairs, sign));
    return Dense.of(out, x.dtype());
  }

  /// Where the angles of a row start.
  private int angle(int row) {
    int position = op.time() == 1 ? row / shape.dim(2) % shape.dim(1) : row % shape.dim(2);
    int item = batched ? row / (shape.dim(1) * shape.dim(2)) : 0;
    return (item * positions + position) * half;
  }

  private void eachRow(IntConsumer body) {
    if (half == 0) {
      return;
    }
    int count = shape.arrayLength();
    int rows = count / (2 * half);
    int rowsPerTask = Math.max(1, Chunks.SIZE / (2 * half));
    Parallel.run(
        Math.ceilDiv(rows, rowsPerTask),
        (long) (count * NANOS_PER_ELEMENT),
        task -> {
          int end = Chunks.end(task * rowsPerTask, rowsPerTask, rows);
          for (int r = task * rowsPerTask; r < end; r++) {
            body.accept(r);
          }
        });
  }
}
