package io.github.candle4j.core.backend;

import io.github.candle4j.core.CpuStorage;
import io.github.candle4j.core.DType;
import io.github.candle4j.core.backend.Backend.Output;
import io.github.candle4j.core.cpu.CellKernels;
import io.github.candle4j.core.cpu.Parallel;
import io.github.candle4j.core.op.Op;
import io.github.candle4j.core.storage.HeapStorage;
import java.util.List;
import java.util.function.IntConsumer;

/// Cells of recurrent networks and their derivatives, row by row; a row is one sequence of the batch.
final class Cells {
  private static final double NANOS_PER_ELEMENT = 8;

  private Cells() {}

  /// A cell with what it saves.
  static Output run(Op op, Operand... xs) {
    return op instanceof Op.LstmCell ? lstm(xs[0], xs[1]) : gru(xs[0], xs[1], xs[2]);
  }

  private static Output lstm(Operand gates, Operand state) {
    DType dtype = state.dtype();
    int n = state.shape().dim(1);
    int size = state.count();
    if (isDouble(dtype)) {
      double[] x = Dense.doubles(gates);
      double[] c = Dense.doubles(state);
      double[] acts = new double[4 * size];
      double[] y = new double[2 * size];
      eachRow(state, r -> CellKernels.lstm(x, c, acts, y, r, n, size));
      return output(Dense.of(y, dtype), Dense.of(acts, dtype));
    }
    float[] x = Dense.floats(gates);
    float[] c = Dense.floats(state);
    float[] acts = new float[4 * size];
    float[] y = new float[2 * size];
    eachRow(state, r -> CellKernels.lstm(x, c, acts, y, r, n, size));
    return output(Dense.of(y, dtype), Dense.of(acts, dtype));
  }

  private static Output gru(Operand input, Operand own, Operand state) {
    DType dtype = state.dtype();
    int n = state.shape().dim(1);
    if (isDouble(dtype)) {
      double[] a = Dense.doubles(input);
      double[] b = Dense.doubles(own);
      double[] h = Dense.doubles(state);
      double[] acts = new double[3 * state.count()];
      double[] y = new double[state.count()];
      eachRow(state, r -> CellKernels.gru(a, b, h, acts, y, r, n));
      return output(Dense.of(y, dtype), Dense.of(acts, dtype));
    }
    float[] a = Dense.floats(input);
    float[] b = Dense.floats(own);
    float[] h = Dense.floats(state);
    float[] acts = new float[3 * state.count()];
    float[] y = new float[state.count()];
    eachRow(state, r -> CellKernels.gru(a, b, h, acts, y, r, n));
    return output(Dense.of(y, dtype), Dense.of(acts, dtype));
  }

  /// Operands i, f, g, o; c; the result; its gradient.
  static CpuStorage lstmGrad(Operand saved, Operand state, Operand result, Operand gradient) {
    DType dtype = state.dtype();
    int n = state.shape().dim(1);
    int size = state.count();
    if (isDouble(dtype)) {
      double[] acts = Dense.doubles(saved);
      double[] c = Dense.doubles(state);
      double[] y = Dense.doubles(result);
      double[] dy = Dense.doubles(gradient);
      double[] dx = new double[5 * size];
      eachRow(state, r -> CellKernels.lstmGrad(acts, c, y, dy, dx, r, n, size));
      return Dense.of(dx, dtype);
    }
    float[] acts = Dense.floats(saved);
    float[] c = Dense.floats(state);
    float[] y = Dense.floats(result);
    float[] dy = Dense.floats(gradient);
    float[] dx = new float[5 * size];
    eachRow(state, r -> CellKernels.lstmGrad(acts, c, y, dy, dx, r, n, size));
    return Dense.of(dx, dtype);
  }

  /// Operands r, z, n; the gates of the state; h; the gradient of the result.
  static CpuStorage gruGrad(Operand saved, Operand gates, Operand state, Operand gradient) {
    DType dtype = state.dtype();
    int n = state.shape().dim(1);
    int size = state.count();
    if (isDouble(dtype)) {
      double[] acts = Dense.doubles(saved);
      double[] own = Dense.doubles(gates);
      double[] h = Dense.doubles(state);
      double[] dy = Dense.doubles(gradient);
      double[] dx = new double[7 * size];
      eachRow(state, r -> CellKernels.gruGrad(acts, own, h, dy, dx, r, n, size));
      return Dense.of(dx, dtype);
    }
    float[] acts = Dense.floats(saved);
    float[] own = Dense.floats(gates);
    float[] h = Dense.floats(state);
    float[] dy = Dense.floats(gradient);
    float[] dx = new float[7 * size];
    eachRow(state, r -> CellKernels.gruGrad(acts, own, h, dy, dx, r, n, size));
    return Dense.of(dx, dtype);
  }

  private static boolean isDouble(DType dtype) {
    return Arithmetic.of(dtype) == Arithmetic.DOUBLE;
  }

  private static Output output(CpuStorage value, CpuStorage saved) {
    return new Output(new HeapStorage(value), List.of(new HeapStorage(saved)));
  }

  private static void eachRow(Operand state, IntConsumer body) {
    int rows = state.shape().dim(0);
    int rowsPerTask = Math.max(1, Chunks.SIZE / 8 / Math.max(1, state.shape().dim(1)));
    Parallel.run(
        Math.ceilDiv(rows, rowsPerTask),
        (long) (state.count() * NANOS_PER_ELEMENT),
        task -> {
          int end = Chunks.end(task * rowsPerTask, rowsPerTask, rows);
          for (int r = task * rowsPerTask; r < end; r++) {
            body.accept(r);
          }
        });
  }
}
