package io.github.candle4j.core.backend;

import io.github.candle4j.core.CpuStorage;
import io.github.candle4j.core.backend.Columns.Tile;
import io.github.candle4j.core.backend.Reals.View;
import io.github.candle4j.core.cpu.Parallel;
import io.github.candle4j.core.op.Frame;
import java.util.Arrays;

/// Convolutions and the two gradients of a convolution, as products of matrices of [Columns] that are made tile by tile.
///
/// A tile has at most 65,536 elements, whatever the sizes. Small images under a large kernel are computed several together,
/// with up to 262,144 elements more for their results. Tiles and tasks depend on the sizes alone. Kernels of one element
/// that move by single steps need no tiles, since the input is the matrix, but where images are computed together.
///
/// @param reals float or double
/// @param f how the windows lie
/// @param groups the groups of channels
/// @param n the batch
/// @param ci the channels of the input of one group
/// @param co the channels of the result of one group
record Convolutions(Reals reals, Frame f, int groups, int n, int ci, int co) {
  /// A quarter of a megabyte of floats stays in the level-2 cache beside the kernel.
  private static final int TILE = 1 << 16;

  /// Columns of a tile: a multiple of the columns of every tile of the product.
  private static final int COLUMN_STEP = 64;

  /// Columns of the matrices of several small images together.
  private static final int MERGED_COLUMNS = 256;

  /// Elements of the result of several small images together.
  private static final int MERGED_ELEMENTS = 1 << 18;

  /// Rows of the matrix of windows that are worth a task of their own in the gradient of the kernel.
  private static final int BLOCK_ROWS = 128;

  /// Tasks of the gradient of the kernel, where its size gives as many.
  private static final int TASKS = 16;

  /// Elements of all partial sums of a kernel's gradient together.
  private static final int PARTS = 1 << 22;

  /// Rough speed of one thread, for the decision to share a loop.
  private static final double MULTIPLY_ADDS_PER_NANO = 20;

  /// Filling in or reading an element of the matrix of windows, which is most of the work for few channels.
  private static final double NANOS_PER_ELEMENT = 0.2;

  /// x `[n, groups ci, ..]` by w `[groups co, ci, ..]`: `[n, groups co, windows]`.
  static CpuStorage forward(Frame f, int groups, Operand x, Operand w) {
    Reals reals = Reals.of(x.dtype());
    int n = x.shape().dim(0);
    int co = w.shape().dim(0) / groups;
    Convolutions plan = new Convolutions(reals, f, groups, n, w.shape().dim(1), co);
    return reals.storage(plan.forward(reals.dense(x), reals.dense(w)), x.dtype());
  }

  /// dy `[n, groups co, windows]` by w `[groups co, ci, ..]`: `[n, groups ci, ..]`.
  static CpuStorage inputGrad(Frame f, int groups, Operand dy, Operand w) {
    Reals reals = Reals.of(dy.dtype());
    int n = dy.shape().dim(0);
    int co = w.shape().dim(0) / groups;
    Convolutions plan = new Convolutions(reals, f, groups, n, w.shape().dim(1), co);
    return reals.storage(plan.inputGrad(reals.dense(dy), reals.dense(w)), dy.dtype());
  }

  /// x `[n, groups ci, ..]` by dy `[n, groups co, windows]`: `[groups co, ci, ..]`.
  static CpuStorage weightGrad(Frame f, int groups, Operand x, Operand dy) {
    Reals reals = Reals.of(x.dtype());
    int n = x.shape().dim(0);
    int ci = x.shape().dim(1) / groups;
    int co = dy.shape().dim(1) / groups;
    Convolutions plan = new Convolutions(reals, f, groups, n, ci, co);
    return reals.storage(plan.weightGrad(reals.dense(x), reals.dense(dy)), x.dtype());
  }

  private boolean isEmpty() {
    return n == 0 || groups * ci == 0 || groups * co == 0 || f.outputs() == 0 || f.inputs() == 0;
  }

  /// Elements of a window in all channels of a group.
  private int steps() {
    return ci * f.taps();
  }

  private long nanos() {
    double elements = (double) n * groups * f.outputs() * steps();
    return (long) (elements * (NANOS_PER_ELEMENT + co / MULTIPLY_ADDS_PER_NANO));
  }

  /// Where the channels of a group of an image start in x.
  private int input(int image, int group) {
    return (image * groups + group) * ci * f.inputs();
  }

  private int output(int image, int group) {
    return (image * groups + group) * co * f.outputs();
  }

  /// Columns of a tile with `rows` rows, so many that an image has `least` tiles or more.
  private int tileColumns(int rows, int least) {
    int most = Math.max(COLUMN_STEP, TILE / rows / COLUMN_STEP * COLUMN_STEP);
    int tiles = Math.max(Math.ceilDiv(f.outputs(), most), least);
    return Math.ceilDiv(Math.ceilDiv(f.outputs(), tiles), COLUMN_STEP) * COLUMN_STEP;
  }

  /// The end of a run of `length` from `from` on, at most `limit`.
  private static int end(int from, int length, int limit) {
    return from + Math.min(length, limit - from);
  }

  /// A tile of the matrix of windows: a part of x itself, or filled in.
  private View columns(Columns columns, Object x, int at, Tile tile) {
    if (f.isIdentity()) {
      int p = f.outputs();
      return new View(x, at + tile.k0() * p + tile.p0(), tile.rows(), tile.columns(), p, 1);
    }
    Object scratch = reals.scratch(tile.rows() * tile.columns());
    columns.gather(x, at, tile, scratch, 0, tile.columns());
    return new View(scratch, 0, tile.rows(), tile.columns(), tile.columns(), 1);
  }

  private Object forward(Object x, Object w) {
    Object y = reals.make(n * groups * co * f.outputs());
    if (isEmpty()) {
      return y;
    }
    if (Depthwise.fits(f, ci, co)) {
      new Depthwise(reals, f, groups, n).forward(x, w, y);
      return y;
    }
    Columns columns = new Columns(reals, f);
    int images = imagesTogether();
    if (images > 1) {
      forwardSmall(columns, x, w, y, images);
      return y;
    }
    int width = tileColumns(steps(), 1);
    int tiles = Math.ceilDiv(f.outputs(), width);
    Parallel.run(
        n * groups * tiles,
        nanos(),
        task -> {
          int p = task % tiles * width;
          forwardTile(columns, x, w, y, task / tiles, p, end(p, width, f.outputs()));
        });
    return y;
  }

  /// Windows `p .. end-1` of one group of one image.
  private void forwardTile(
      Columns columns, Object x, Object w, Object y, int imageGroup, int p, int end) {
    int group = imageGroup % groups;
    int image = imageGroup / groups;
    int depth = Math.max(1, TILE / (end - p));
    View result = new View(y, output(image, group) + p, co, end - p, f.outputs(), 1);
    for (int k = 0; k < steps(); k += depth) {
      int last = Math.min(steps(), k + depth);
      View b = columns(columns, x, input(image, group), new Tile(k, last, p, end));
      View a = new View(w, group * co * steps() + k, co, last - k, steps(), 1);
      reals.multiply(a, b, result, k > 0);
    }
  }

  /// How many small images under a large kernel are computed together, 1 for other sizes.
  private int imagesTogether() {
    if (f.outputs() > COLUMN_STEP || (long) co * steps() < TILE) {
      return 1;
    }
    int columns = Math.min(MERGED_COLUMNS, MERGED_ELEMENTS / co);
    return Math.clamp(columns / f.outputs(), 1, n);
  }

  /// Images side by side, so that the kernel is read once for all of them.
  private void forwardSmall(Columns columns, Object x, Object w, Object y, int images) {
    Parallel.run(
        Math.ceilDiv(n, images) * groups,
        nanos(),
        task -> {
          int first = task / groups * images;
          int count = Math.min(images, n - first);
          forwardImages(columns, x, w, y, first, count, task % groups);
        });
  }

  private void forwardImages(
      Columns columns, Object x, Object w, Object y, int first, int count, int group) {
    int windows = f.outputs();
    int width = count * windows;
    int depth = Math.clamp(TILE / width, 1, steps());
    Object scratch = reals.scratch((depth + co) * width);
    View result = new View(scratch, depth * width, co, width, width, 1);
    for (int k = 0; k < steps(); k += depth) {
      int last = Math.min(steps(), k + depth);
      Tile tile = new Tile(k, last, 0, windows);
      for (int i = 0; i < count; i++) {
        columns.gather(x, input(first + i, group), tile, scratch, i * windows, width);
      }
      View a = new View(w, group * co * steps() + k, co, last - k, steps(), 1);
      reals.multiply(a, new View(scratch, 0, last - k, width, width, 1), result, k > 0);
    }
    for (int i = 0; i < count; i++) {
      for (int o = 0; o < co; o++) {
        int from = (depth + o) * width + i * windows;
        reals.copy(scratch, from, 1, y, output(first + i, group) + o * windows, windows);
      }
    }
  }

  /// For single steps, a convolution with the kernel turned round; otherwise columns are computed and added up.
  private Object inputGrad(Object dy, Object w) {
    if (f.hasUnitStride()) {
      Convolutions turned = new Convolutions(reals, f.turned(), groups, n, co, ci);
      return turned.forward(dy, turnedKernel(w));
    }
    Object dx = reals.make(n * groups * ci * f.inputs());
    if (isEmpty()) {
      return dx;
    }
    int width = tileColumns(f.taps(), 1);
    int depth = TILE / width;
    int channels = Math.clamp(depth / f.taps(), 1, ci);
    int blocks = Math.ceilDiv(ci, channels);
    Columns columns = new Columns(reals, f);
    Parallel.run(
        n * groups * blocks,
        nanos(),
        task -> {
          int first = task % blocks * channels * f.taps();
          int end = end(first, channels * f.taps(), steps());
          for (int p = 0; p < f.outputs(); p = end(p, width, f.outputs())) {
            for (int k = first; k < end; k = end(k, depth, end)) {
              Tile tile = new Tile(k, end(k, depth, end), p, end(p, width, f.outputs()));
              addTile(columns, tile, dy, w, dx, task / blocks);
            }
          }
        });
    return dx;
  }

  private void addTile(Columns columns, Tile tile, Object dy, Object w, Object dx, int imageGroup) {
    int group = imageGroup % groups;
    int image = imageGroup / groups;
    int rows = tile.rows();
    int p = tile.columns();
    Object scratch = reals.scratch(rows * p);
    View a = new View(w, group * co * steps() + tile.k0(), rows, co, 1, steps());
    View b = new View(dy, output(image, group) + tile.p0(), co, p, f.outputs(), 1);
    reals.multiply(a, b, new View(scratch, 0, rows, p, p, 1), false);
    columns.scatter(scratch, tile, dx, input(image, group));
  }

  /// `[groups co, ci, k]` as `[groups ci, co, k]`, each window backwards.
  private Object turnedKernel(Object w) {
    int taps = f.taps();
    Object turned = reals.make(groups * co * steps());
    for (int g = 0; g < groups; g++) {
      for (int o = 0; o < co; o++) {
        for (int c = 0; c < ci; c++) {
          int from = ((g * co + o) * ci + c) * taps;
          reals.copy(w, from + taps - 1, -1, turned, ((g * ci + c) * co + o) * taps, taps);
        }
      }
    }
    return turned;
  }

  /// A task has a block of the rows of the matrix of windows, and with it some elements of the result, to itself. Where
  /// these tasks are too few, the windows are cut into parts as well, each with a sum of its own; they are added in order.
  private Object weightGrad(Object x, Object dy) {
    int size = groups * co * steps();
    if (isEmpty()) {
      return reals.make(size);
    }
    boolean depthwise = Depthwise.fits(f, ci, co);
    int rows = depthwise ? steps() : weightGradRows();
    int blocks = Math.ceilDiv(steps(), rows);
    int most = Math.clamp(PARTS / size, 1, Math.ceilDiv(TASKS, groups * blocks));
    int width = depthwise ? f.outputs() : tileColumns(rows, Math.ceilDiv(most, n));
    int tiles = Math.ceilDiv(f.outputs(), width);
    int parts = Math.min(most, n * tiles);
    Object[] sums = new Object[parts];
    Arrays.setAll(sums, _ -> reals.make(size));
    Columns columns = new Columns(reals, f);
    Parallel.run(
        parts * groups * blocks,
        nanos(),
        task -> {
          int part = task / blocks / groups;
          int group = task / blocks % groups;
          int k = task % blocks * rows;
          int end = (int) ((part + 1L) * n * tiles / parts);
          for (int i = (int) ((long) part * n * tiles / parts); i < end; i++) {
            int p = i % tiles * width;
            Tile tile = new Tile(k, end(k, rows, steps()), p, end(p, width, f.outputs()));
            addWeights(columns, tile, x, dy, sums[part], i / tiles * groups + group);
          }
        });
    for (int part = 1; part < parts; part++) {
      reals.addAll(sums[part], sums[0]);
    }
    return sums[0];
  }

  /// Rows of a task: no more than fit in a tile, and so few that there are enough tasks.
  private int weightGradRows() {
    int wanted = Math.ceilDiv(steps(), Math.ceilDiv(TASKS, groups));
    return Math.clamp(wanted, Math.min(BLOCK_ROWS, steps()), TILE / COLUMN_STEP);
  }

  private void addWeights(
      Columns columns, Tile tile, Object x, Object dy, Object dw, int imageGroup) {
    int group = imageGroup % groups;
    int image = imageGroup / groups;
    if (Depthwise.fits(f, ci, co)) {
      new Depthwise(reals, f, groups, n).addWeightGrad(x, dy, imageGroup, dw);
      return;
    }
    View a = new View(dy, output(image, group) + tile.p0(), co, tile.columns(), f.outputs(), 1);
    View b = columns(columns, x, input(image, group), tile).transposed();
    int first = group * co * steps() + tile.k0();
    reals.multiply(a, b, new View(dw, first, co, b.columns(), steps(), 1), true);
  }
}
