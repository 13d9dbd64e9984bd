package io.github.candle4j.core.backend;

import io.github.candle4j.core.CandleException;
import io.github.candle4j.core.CpuStorage;
import io.github.candle4j.core.DType;
import io.github.candle4j.core.Shape;

/// Operations that pick or change elements by index.
///
/// As in Candle, the largest U32 and the largest I64 stand for no index: reading gives 0, writing is skipped.
final class Indexes {
  /// What [#read] gives for the index that stands for none.
  private static final int NONE = -1;

  private Indexes() {}

  /// The indices of any integer dtype, checked against the size of the dimension they point into.
  static int[] read(String operation, Operand ids, int size) {
    long[] wide = Dense.longs(ids);
    long none =
        ids.dtype() == DType.U32
            ? 0xFFFFFFFFL
            : ids.dtype() == DType.I64 ? Long.MAX_VALUE : Long.MIN_VALUE;
    int[] result = new int[ids.count()];
    for (int i = 0; i < result.length; i++) {
      if (wide[i] == none && !operation.equals("cross_entropy")) {
        result[i] = NONE;
      } else if (wide[i] < 0 || wide[i] >= size) {
        throw CandleException.withHint(
            CandleException.Kind.INDEX,
            operation,
            operation + " invalid index " + wide[i] + " with dim size " + size,
            "it is index number "
                + i
                + " of "
                + result.length
                + "; valid ones are 0 to "
                + (size - 1));
      } else {
        result[i] = (int) wide[i];
      }
    }
    return result;
  }

  /// Positions `ids` of dimension `dim`.
  static CpuStorage select(int dim, Operand x, Operand ids) {
    Shape shape = x.shape();
    int size = shape.dim(dim);
    int[] rows = read("index-select", ids, size);
    int after = countFrom(shape, dim + 1);
    int before = size == 0 || after == 0 ? 0 : x.count() / (size * after);
    CpuStorage in = Copies.contiguous(x);
    CpuStorage out = CpuStorage.zeros(x.dtype(), before * rows.length * after);
    for (int b = 0; b < before; b++) {
      for (int i = 0; i < rows.length; i++) {
        if (rows[i] != NONE) {
          int from = (b * size + rows[i]) * after;
          System.arraycopy(in.array(), from, out.array(), (b * rows.length + i) * after, after);
        }
      }
    }
    return out;
  }

  /// `x` with rows of `src` added at positions `ids` of dimension `dim`.
  static CpuStorage add(int dim, Operand x, Operand ids, Operand src) {
    int size = x.shape().dim(dim);
    int[] rows = read("index-add", ids, size);
    int after = countFrom(x.shape(), dim + 1);
    int[] places = new int[src.count()];
    for (int i = 0; i < places.length; i++) {
      int row = rows[i / after % rows.length];
      int b = i / after / rows.length;
      places[i] = row == NONE ? NONE : (b * size + row) * after + i % after;
    }
    return addAt(places, x, src);
  }

  /// The elements that `ids` names along `dim`.
  static CpuStorage gather(int dim, Operand x, Operand ids) {
    int[] places = places("gather", dim, x.shape(), ids);
    CpuStorage in = Copies.contiguous(x);
    CpuStorage out = CpuStorage.zeros(x.dtype(), places.length);
    for (int i = 0; i < places.length; i++) {
      if (places[i] != NONE) {
        System.arraycopy(in.array(), places[i], out.array(), i, 1);
      }
    }
    return out;
  }

  /// `x` with `src` added at the elements that `ids` names along `dim`.
  static CpuStorage scatterAdd(int dim, Operand x, Operand ids, Operand src) {
    return addAt(places("scatter-add", dim, x.shape(), ids), x, src);
  }

  /// The place in a contiguous tensor of `shape` that each index points to.
  private static int[] places(String operation, int dim, Shape shape, Operand ids) {
    int[] along = read(operation, ids, shape.dim(dim));
    int[] stride = shape.strideContiguous();
    int[] dims = ids.shape().dims();
    int[] at = new int[dims.length];
    for (int i = 0; i < along.length; i++) {
      int place = along[i] == NONE ? NONE : along[i] * stride[dim];
      for (int d = 0; place != NONE && d < dims.length; d++) {
        place += d == dim ? 0 : at[d] * stride[d];
      }
      along[i] = place;
      for (int d = dims.length - 1; d >= 0 && ++at[d] == dims[d]; d--) {
        at[d] = 0;
      }
    }
    return along;
  }

  private static CpuStorage addAt(int[] places, Operand x, Operand src) {
    return switch (Arithmetic.of(x.dtype())) {
      case FLOAT -> {
        float[] sum = Dense.floats(x).clone();
        float[] add = Dense.floats(src);
        for (int i = 0; i < places.length; i++) {
          if (places[i] != NONE) {
            sum[places[i]] += add[i];
          }
        }
        yield Dense.of(sum, x.dtype());
      }
      case DOUBLE -> {
        double[] sum = Dense.doubles(x).clone();
        double[] add = Dense.doubles(src);
        for (int i = 0; i < places.length; i++) {
          if (places[i] != NONE) {
            sum[places[i]] += add[i];
          }
        }
        yield Dense.of(sum, x.dtype());
      }
      case LONG -> {
        long[] sum = Dense.longs(x).clone();
        long[] add = Dense.longs(src);
        for (int i = 0; i < places.length; i++) {
          if (places[i] != NONE) {
            sum[places[i]] += add[i];
          }
        }
        CpuStorage result = CpuStorage.zeros(x.dtype(), x.count());
        Encode.longs(sum, result.length(), result, 0);
        yield result;
      }
    };
  }

  private static int countFrom(Shape shape, int dim) {
    int count = 1;
    for (int d = dim; d < shape.rank(); d++) {
      count *= shape.dim(d);
    }
    return count;
  }
}
