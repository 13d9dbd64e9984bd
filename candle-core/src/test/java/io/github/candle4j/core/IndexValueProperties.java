package io.github.candle4j.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/// What operations by index give, against loops over coordinates: in every dtype, for operands of any strides.
class IndexValueProperties {
  private static final int TRIES = 60;

  /// Every fourth index stands for none where the dtype has such a one.
  private static final int NONE_IN = 4;

  /// A tensor of small whole numbers, seen through strides: even sums of them are exact in F8E4M3.
  private static Tensor numbers(Points points, Shape shape, DType dtype) {
    Point point = points.strided(shape);
    return point.view().apply(point.base().abs().round().toDtype(dtype));
  }

  private static Tensor ids(Points points, Shape shape, int size) {
    long none = points.below(2) == 0 ? 0xFFFFFFFFL : Long.MAX_VALUE;
    long[] ids = new long[shape.arrayLength()];
    Arrays.setAll(ids, i -> points.below(NONE_IN) == 0 ? none : points.below(size));
    Tensor tensor = Tensor.fromVec(ids, shape, Device.CPU);
    return none == Long.MAX_VALUE ? tensor : tensor.toDtype(DType.U32);
  }

  /// Elements and coordinates of a tensor, as plain numbers.
  private record Plain(Shape shape, double[] values) {
    static Plain of(Tensor x) {
      return new Plain(x.shape(), x.flattenAll().toDtype(DType.F64).toVec1F64());
    }

    int[] at(int place) {
      int[] at = new int[shape.rank()];
      int rest = place;
      for (int d = at.length - 1; d >= 0; d--) {
        at[d] = rest % shape.dim(d);
        rest /= shape.dim(d);
      }
      return at;
    }

    /// The place of `at` with another position in one dimension.
    int place(int[] at, int dim, long position) {
      int place = 0;
      for (int d = 0; d < at.length; d++) {
        place = place * shape.dim(d) + (d == dim ? (int) position : at[d]);
      }
      return place;
    }
  }

  private static boolean stands(double id) {
    return id < 1e9;
  }

  @Property(tries = TRIES)
  void gatherAndScatterAlongAnyDimension(
      @ForAll(supplier = Shapes.NotEmpty.class) Shape shape,
      @ForAll @IntRange(max = 4) int count,
      @ForAll long seed) {
    for (DType dtype : DType.values()) {
      Points points = Points.mixed(seed);
      int dim = points.below(shape.rank());
      Tensor x = numbers(points, shape, dtype);
      Tensor ids = ids(points, smaller(points, shape).with(dim, count), shape.dim(dim));
      Tensor src = numbers(points, ids.shape(), dtype);
      Plain from = Plain.of(x);
      Plain id = Plain.of(ids);
      double[] added = Plain.of(src).values();
      double[] gathered = new double[id.values().length];
      double[] written = from.values().clone();
      double[] sums = from.values().clone();
      for (int i = 0; i < gathered.length; i++) {
        if (stands(id.values()[i])) {
          int place = from.place(id.at(i), dim, (long) id.values()[i]);
          gathered[i] = from.values()[place];
          written[place] = added[i];
          sums[place] += added[i];
        }
      }
      is(x.gather(ids, dim), dtype, gathered);
      is(x.scatter(ids, src, dim), dtype, written);
      is(x.scatterAdd(ids, src, dim), dtype, sums);
      Tensor target = x.copy();
      target.scatterSet(ids, src, dim);
      is(target, dtype, written);
      is(x, dtype, from.values());
    }
  }

  @Property(tries = TRIES)
  void rowsSelectedAndAdded(
      @ForAll(supplier = Shapes.NotEmpty.class) Shape shape,
      @ForAll @IntRange(max = 4) int count,
      @ForAll long seed) {
    for (DType dtype : DType.values()) {
      Points points = Points.mixed(seed);
      int dim = points.below(shape.rank());
      Tensor x = numbers(points, shape, dtype);
      Tensor ids = ids(points, Shape.of(count), shape.dim(dim));
      Tensor src = numbers(points, shape.with(dim, count), dtype);
      Plain from = Plain.of(x);
      Plain row = Plain.of(src);
      double[] id = Plain.of(ids).values();
      double[] selected = new double[row.values().length];
      double[] sums = from.values().clone();
      for (int i = 0; i < selected.length; i++) {
        int[] at = row.at(i);
        if (stands(id[at[dim]])) {
          int place = from.place(at, dim, (long) id[at[dim]]);
          selected[i] = from.values()[place];
          sums[place] += row.values()[i];
        }
      }
      is(x.indexSelect(ids, dim), dtype, selected);
      is(x.indexAdd(ids, src, dim), dtype, sums);
    }
  }

  @Property(tries = TRIES)
  void masksAndPositionsOfFlags(
      @ForAll(supplier = Shapes.WithDimension.class) Shape shape, @ForAll long seed) {
    for (DType dtype : List.of(DType.U8, DType.F32, DType.I64)) {
      Points points = Points.mixed(seed);
      Tensor x = numbers(points, shape, dtype);
      Tensor mask = numbers(points, shape, dtype);
      Plain from = Plain.of(x);
      Plain flags = Plain.of(mask);
      int[] places =
          java.util.stream.IntStream.range(0, flags.values().length)
              .filter(i -> flags.values()[i] != 0)
              .toArray();
      double[] values = Arrays.stream(places).mapToDouble(i -> from.values()[i]).toArray();
      is(x.maskedSelect(mask), dtype, values);
      double[] coordinates =
          Arrays.stream(places).flatMap(i -> Arrays.stream(flags.at(i))).asDoubleStream().toArray();
      is(mask.nonzero(), DType.U32, coordinates);
    }
  }

  private static void is(Tensor x, DType dtype, double... expected) {
    assertThat(x.dtype()).isEqualTo(dtype);
    assertThat(Plain.of(x).values()).as(dtype.asStr()).isEqualTo(expected);
  }

  /// A shape without larger sizes.
  private static Shape smaller(Points points, Shape shape) {
    int[] dims = shape.dims();
    for (int d = 0; d < dims.length; d++) {
      dims[d] -= points.below(2);
    }
    return Shape.of(dims);
  }
}
