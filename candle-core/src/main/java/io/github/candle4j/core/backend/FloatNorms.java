package io.github.candle4j.core.backend;

import io.github.candle4j.core.CpuStorage;
import io.github.candle4j.core.cpu.Kernels;
import io.github.candle4j.core.cpu.NormRows;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// [Norms] in F32, also of smaller floats: the rows of one task. Rows go through blocks of the thread, so that each loop has one index for
/// all of its arrays; a row of one block is read once.
final class FloatNorms {
  private final Norms.Rows rows;
  private final boolean once;
  private final StridedRuns xs;
  private final StridedRuns gs;
  private final float[] x = Blocks.ofThread().floats(0, Norms.BLOCK);
  private final float[] g = Blocks.ofThread().floats(1, Norms.BLOCK);
  private final float[] part = Blocks.ofThread().floats(2, Norms.BLOCK);

  FloatNorms(Norms.Rows rows) {
    this.rows = rows;
    once = rows.n() <= Norms.BLOCK;
    xs = new StridedRuns(rows.x().layout());
    gs = new StridedRuns(rows.dy().layout());
  }

  /// Finds mean and scale of a row, and writes it to y, with weights and biases if there are any.
  void forward(int row, float @Nullable [] w, float @Nullable [] b, CpuStorage y) {
    double mean = mean(row);
    float near = (float) mean;
    double rest = 0;
    double squares = 0;
    for (int at = 0; at < rows.n(); at += Norms.BLOCK) {
      int size = once ? rows.n() : readX(row, at);
      NormRows.shift(x, near, size);
      rest += rows.centred() ? NormRows.sum(x, size) : 0;
      squares += NormRows.squares(x, size);
    }
    // What is left of the mean; the squares are about `near`.
    rest /= rows.n();
    double variance = Math.max(0, squares / rows.n() - rest * rest);
    double scale = 1 / Math.sqrt(variance + rows.eps());
    rows.keep(row, near + rest, scale);
    for (int at = 0; at < rows.n(); at += Norms.BLOCK) {
      int size = once ? rows.n() : readX(row, at);
      NormRows.scale(x, once ? 0 : near, (float) rest, (float) scale, size);
      if (w != null) {
        NormRows.weigh(x, block(w, at, size), size);
      }
      if (b != null) {
        NormRows.add(x, block(b, at, size), size);
      }
      Encode.floats(x, size, y, row * rows.n() + at);
    }
  }

  /// The mean of a row, 0 if it is not to be subtracted. A row of one block is there afterwards.
  private double mean(int row) {
    double sum = 0;
    for (int at = 0; at < rows.n() && (once || rows.centred()); at += Norms.BLOCK) {
      int size = readX(row, at);
      sum += rows.centred() ? NormRows.sum(x, size) : 0;
    }
    return sum / rows.n();
  }

  /// Writes the gradient of a row of x, with weights if there are any.
  void gradient(int row, float @Nullable [] w, CpuStorage dx) {
    double sum = 0;
    double dot = 0;
    for (int at = 0; at < rows.n(); at += Norms.BLOCK) {
      int size = readBoth(row, at, w);
      sum += rows.centred() ? NormRows.sum(g, size) : 0;
      dot += Kernels.active().rows().dot(x, 0, g, 0, size);
    }
    float mean = (float) (sum / rows.n());
    float slope = (float) (dot / rows.n());
    for (int at = 0; at < rows.n(); at += Norms.BLOCK) {
      int size = once ? rows.n() : readBoth(row, at, w);
      NormRows.gradient(x, g, mean, slope, (float) rows.scale(row), size);
      Encode.floats(g, size, dx, row * rows.n() + at);
    }
  }

  /// Adds the gradient of the weights by the rows `from` to `to` to the numbers from `start` on.
  void weightGradient(int from, int to, double[] sums, int start) {
    for (int at = 0; at < rows.n(); at += Norms.BLOCK) {
      int size = rows.block(at);
      for (int row = from; row < to; row += Norms.LINES) {
        Arrays.fill(part, 0, size, 0);
        for (int r = row; r < Math.min(to, row + Norms.LINES); r++) {
          readBoth(r, at, null);
          NormRows.addProducts(x, g, part, size);
        }
        for (int i = 0; i < size; i++) {
          sums[start + at + i] += part[i];
        }
      }
    }
  }

  private int readX(int row, int at) {
    int size = rows.block(at);
    xs.seek(row * rows.n() + at);
    ElementwiseLoops.readFloats(rows.x().data(), xs, x, size);
    return size;
  }

  /// A block of x, normalised, and of dy, weighted.
  private int readBoth(int row, int at, float @Nullable [] w) {
    int size = readX(row, at);
    double mean = rows.mean(row);
    float near = (float) mean;
    NormRows.scale(x, near, (float) (mean - near), (float) rows.scale(row), size);
    gs.seek(row * rows.n() + at);
    ElementwiseLoops.readFloats(rows.dy().data(), gs, g, size);
    if (w != null) {
      NormRows.weigh(g, block(w, at, size), size);
    }
    return size;
  }

  /// A block of weights from place 0.
  private float[] block(float[] w, int at, int size) {
    if (at == 0) {
      return w;
    }
    System.arraycopy(w, at, part, 0, size);
    return part;
  }
}
