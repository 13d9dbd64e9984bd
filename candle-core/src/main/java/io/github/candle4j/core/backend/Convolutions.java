package io.github.candle4j.core.backend;

import io.github.candle4j.core.CpuStorage;
import io.github.candle4j.core.backend.Columns.Tile;
import io.github.candle4j.core.backend.Reals.View;
import io.github.candle4j.core.cpu.Parallel;
import io.github.candle4j.core.op.Frame;

/// Convolutions and the two gradients of a convolution, as products of matrices of [Columns] that are made tile by tile.
///
/// A tile has at most 65,536 elements, which is all that a task needs beside its result; tiles and tasks depend on the
/// sizes alone. Kernels of one element that move by single steps need no tiles: the input is the matrix.
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

  /// Elements of all partial sums of a kernel's gradient together.
  private static final int PARTS = 1 << 22;

  private static final int MOST_PARTS = 16;

  /// Rough speed of one thread, for the decision to share a loop.
  private static final double MULTIPLY_ADDS_PER_NANO = 20;

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
    return (long) ((double) n * groups * co * f.outputs() * steps() / MULTIPLY_ADDS_PER_NANO);
  }

  /// Where the channels of a group of an image start in x.
  private int input(int image, int group) {
    return (image * groups + group) * ci * f.inputs();
  }

  private int output(int image, int group) {
    return (image * groups + group) * co * f.outputs();
  }

  /// Columns of a tile with `rows` rows, or with as many as fit.
  private int tileColumns(int rows) {
    int most = Math.max(COLUMN_STEP, TILE / Math.max(1, rows) / COLUMN_STEP * COLUMN_STEP);
    int tiles = Math.ceilDiv(f.outputs(), most);
    return Math.ceilDiv(Math.ceilDiv(f.outputs(), tiles), COLUMN_STEP) * COLUMN_STEP;
  }

  /// A tile of the matrix of windows: a part of x itself, or filled in.
  private View columns(Columns columns, Object x, int at, Tile tile) {
    if (f.isIdentity()) {
      int p = f.outputs();
      return new View(x, at + tile.k0() * p + tile.p0(), tile.rows(), tile.columns(), p, 1);
    }
    Object scratch = reals.scratch(tile.rows() * tile.columns());
    columns.gather(x, at, tile, scratch);
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
    int width = tileColumns(steps());
    int tiles = Math.ceilDiv(f.outputs(), width);
    Columns columns = new Columns(reals, f);
    Parallel.run(
        n * groups * tiles,
        nanos(),
        task -> {
          int p = task % tiles * width;
          int end = Math.min(f.outputs(), p + width);
          forwardTile(columns, x, w, y, task / tiles, p, end);
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
    int width = tileColumns(f.taps());
    int channels = Math.clamp(TILE / ((long) width * f.taps()), 1, ci);
    int blocks = Math.ceilDiv(ci, channels);
    Columns columns = new Columns(reals, f);
    Parallel.run(
        n * groups * blocks,
        nanos(),
        task -> {
          int k = task % blocks * channels * f.taps();
          int end = Math.min(steps(), k + channels * f.taps());
          for (int p = 0; p < f.outputs(); p += width) {
            Tile tile = new Tile(k, end, p, Math.min(f.outputs(), p + width));
            addTile(columns, tile, dy, w, dx, task / blocks);
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

  /// Images are cut into a few parts, each with a sum of its own, which are added in order.
  private Object weightGrad(Object x, Object dy) {
    int size = groups * co * steps();
    if (isEmpty() || size == 0) {
      return reals.make(size);
    }
    int parts = Math.clamp(PARTS / size, 1, Math.min(n, MOST_PARTS));
    Object[] sums = new Object[parts];
    Columns columns = new Columns(reals, f);
    Parallel.run(
        parts,
        nanos(),
        part -> {
          Object sum = reals.make(size);
          int end = (int) ((part + 1L) * n / parts);
          for (int image = (int) ((long) part * n / parts); image < end; image++) {
            for (int g = 0; g < groups; g++) {
              addImage(columns, x, dy, sum, image, g);
            }
          }
          sums[part] = sum;
        });
    for (int part = 1; part < parts; part++) {
      reals.addAll(sums[part], sums[0]);
    }
    return sums[0];
  }

  private void addImage(Columns columns, Object x, Object dy, Object dw, int image, int group) {
    if (Depthwise.fits(f, ci, co)) {
      Depthwise plan = new Depthwise(reals, f, groups, n);
      plan.addWeightGrad(x, dy, image * groups + group, dw);
      return;
    }
    int width = tileColumns(steps());
    int depth = Math.max(1, TILE / width);
    for (int k = 0; k < steps(); k += depth) {
      int last = Math.min(steps(), k + depth);
      View c = new View(dw, group * co * steps() + k, co, last - k, steps(), 1);
      for (int p = 0; p < f.outputs(); p += width) {
        int end = Math.min(f.outputs(), p + width);
        View b = columns(columns, x, input(image, group), new Tile(k, last, p, end));
        View a = new View(dy, output(image, group) + p, co, end - p, f.outputs(), 1);
        reals.multiply(a, b.transposed(), c, true);
      }
    }
  }
}
