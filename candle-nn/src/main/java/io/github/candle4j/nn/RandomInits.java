package io.github.candle4j.nn;

import io.github.candle4j.core.CandleException;
import io.github.candle4j.core.DType;
import io.github.candle4j.core.Device;
import io.github.candle4j.core.Shape;
import io.github.candle4j.core.Tensor;
import java.util.ArrayList;
import java.util.List;

/// Random numbers that take more than one call of the generator; in F64.
final class RandomInits {
  /// Rows that are made orthogonal to each other one by one; whole blocks are, to the ones before, by products of matrices.
  private static final int BLOCK = 32;

  /// Pairs of numbers that are drawn at once.
  private static final int PAIRS = 1 << 16;

  /// `x² - m²` from which a normal density is less than 1e-17 of that at m.
  private static final double NOTHING = 80;

  /// So many deviations from the mean, what is left of a density is narrower than the distance of two doubles.
  private static final double FAR = 1e9;

  private RandomInits() {}

  /// Numbers drawn from the distribution until they are in the interval. Where that would throw away more: drawn evenly from the
  /// interval, each kept by the density there over the largest in it; at least one in forty is kept.
  ///
  /// @throws CandleException if the dtype is of integers, or there are more elements than a tensor holds
  static Tensor truncatedNormal(
      Init.TruncatedNormal init, Shape shape, DType dtype, Device device) {
    if (dtype.isInt()) {
      throw CandleException.unsupportedDtype(
          "truncated_normal", dtype, "random numbers are floats; cast them afterwards");
    }
    double lo = (init.lo() - init.mean()) / init.stdev();
    double up = (init.up() - init.mean()) / init.stdev();
    double most = Math.clamp(0.0, lo, up);
    double reach = Math.sqrt(most * most + NOTHING);
    double from = Math.max(lo, -reach);
    double to = Math.min(up, reach);
    if (Math.abs(most) > FAR) {
      double end = most > 0 ? init.lo() : init.up();
      return Tensor.full(end, shape, device).toDtype(dtype);
    }
    double[] kept = new double[shape.arrayLength()];
    if (from <= 0 && to >= 0 && to - from > Math.sqrt(2 * Math.PI)) {
      drawInside(init, kept, device);
    } else {
      drawEvenly(init, kept, new double[] {from, to, most}, device);
    }
    return Tensor.fromVec(kept, shape, device).toDtype(dtype);
  }

  private static void drawInside(Init.TruncatedNormal init, double[] kept, Device device) {
    int count = 0;
    while (count < kept.length) {
      int draws = Math.min(PAIRS, kept.length - count) + 16;
      for (double x :
          Tensor.randn(init.mean(), init.stdev(), Shape.of(draws), device).toVec1F64()) {
        if (x >= init.lo() && x <= init.up() && count < kept.length) {
          kept[count++] = x;
        }
      }
    }
  }

  /// @param ends the ends of the interval, and where the density in it is largest, in deviations from the mean
  private static void drawEvenly(
      Init.TruncatedNormal init, double[] kept, double[] ends, Device device) {
    double from = ends[0];
    double to = ends[1];
    double most = ends[2];
    int count = 0;
    while (count < kept.length) {
      int pairs = 2 * Math.min(PAIRS, kept.length - count) + 16;
      double[] u = Tensor.rand(0d, 1d, Shape.of(2 * pairs), device).toVec1F64();
      for (int i = 0; i < pairs && count < kept.length; i++) {
        double x = from + (to - from) * u[2 * i];
        if (Math.log(u[2 * i + 1]) <= (most * most - x * x) / 2) {
          kept[count++] = Math.clamp(init.mean() + init.stdev() * x, init.lo(), init.up());
        }
      }
    }
  }

  /// A matrix of normal numbers by Gram and Schmidt, which is the Q of a QR decomposition with a positive diagonal of R.
  ///
  /// @throws CandleException if the shape has fewer than two dimensions or the dtype is of integers
  static Tensor orthogonal(Shape shape, DType dtype, Device device) {
    if (shape.rank() < 2) {
      throw CandleException.withHint(
          CandleException.Kind.SHAPE,
          "orthogonal",
          "orthogonal: a matrix has two dimensions or more, got shape " + shape,
          "a bias usually starts with Init.ZERO");
    }
    if (dtype.isInt()) {
      throw CandleException.unsupportedDtype("orthogonal", dtype, "only floats are trained");
    }
    int rows = shape.dim(0);
    int columns = rows == 0 ? 0 : Math.toIntExact(shape.elemCount() / rows);
    if (rows == 0 || columns == 0) {
      return Tensor.zeros(shape, DType.F64, device);
    }
    int few = Math.min(rows, columns);
    Tensor x = Tensor.randn(0d, 1d, Shape.of(few, Math.max(rows, columns)), device);
    List<Tensor> done = new ArrayList<>();
    for (int from = 0; from < few; from += BLOCK) {
      Tensor block = x.narrow(0, from, Math.min(BLOCK, few - from));
      done.add(orthonormal(awayFrom(done, block), device));
    }
    Tensor q = Tensor.cat(done, 0);
    return (rows <= columns ? q : q.t()).contiguous().reshape(shape);
  }

  /// Takes off what lies along rows that are done; twice, since once leaves the rounding of what was taken.
  private static Tensor awayFrom(List<Tensor> done, Tensor rows) {
    if (done.isEmpty()) {
      return rows;
    }
    Tensor q = Tensor.cat(done, 0);
    Tensor once = rows.sub(rows.matmul(q.t()).matmul(q));
    return once.sub(once.matmul(q.t()).matmul(q));
  }

  private static Tensor orthonormal(Tensor block, Device device) {
    double[][] rows = block.contiguous().toVec2F64();
    for (int i = 0; i < rows.length; i++) {
      for (int pass = 0; pass < 2; pass++) {
        for (int j = 0; j < i; j++) {
          add(rows[i], -dot(rows[i], rows[j]), rows[j]);
        }
      }
      double length = Math.sqrt(dot(rows[i], rows[i]));
      for (int k = 0; k < rows[i].length; k++) {
        rows[i][k] /= length;
      }
    }
    return Tensor.of(rows, device);
  }

  private static double dot(double[] a, double[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += a[i] * b[i];
    }
    return sum;
  }

  private static void add(double[] a, double factor, double[] b) {
    for (int i = 0; i < a.length; i++) {
      a[i] += factor * b[i];
    }
  }
}
