package io.github.candle4j.core;

import io.github.candle4j.core.CandleException.Kind;
import io.github.candle4j.core.storage.HeapStorage;
import java.lang.invoke.MethodType;
import java.lang.reflect.Array;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Tensors made from Java numbers and arrays.
final class HostData {
  private static final Map<Class<?>, DType> NATURAL =
      Map.of(
          Float.class, DType.F32,
          Double.class, DType.F64,
          Integer.class, DType.U32,
          Long.class, DType.I64,
          Short.class, DType.I16,
          Byte.class, DType.U8);

  private HostData() {}

  /// A tensor of a number or of nested arrays of numbers.
  static Tensor of(Object data, DType dtype, boolean explicit, Device device) {
    Nulls.refuse("of", "the data", data);
    Nulls.refuse("of", "the dtype", dtype);
    Nulls.refuse("of", "the device", device);
    List<Integer> dims = new ArrayList<>();
    Object level = data;
    while (level.getClass().isArray()) {
      int length = Array.getLength(level);
      dims.add(length);
      if (length == 0) {
        break;
      }
      level = Nulls.refuse("of", missing(dims.size() - 1), Array.get(level, 0));
    }
    Class<?> number = data.getClass();
    while (number.isArray()) {
      number = number.getComponentType();
    }
    Shape shape = Shape.of(dims);
    Object flat = Array.newInstance(primitive(number), shape.arrayLength());
    copy(data, flat, 0, dims, 0);
    return flat(flat, shape, dtype, explicit, device);
  }

  /// A tensor around an array, which belongs to it from now on. An int array is checked for negative numbers unless its
  /// dtype was given explicitly.
  static Tensor flat(Object array, Shape shape, DType dtype, boolean explicit, Device device) {
    Nulls.refuse("from_vec", "the shape", shape);
    Nulls.refuse("from_vec", "the dtype", dtype);
    Nulls.refuse("from_vec", "the device", device);
    int length = Array.getLength(Nulls.refuse("from_vec", "the data", array));
    Shape filled = shape.fillHole(length, "from_vec");
    if (filled.elemCount() != length) {
      throw CandleException.withHint(
          Kind.SHAPE,
          "from_vec",
          "Shape mismatch, got buffer of size "
              + length
              + " which is compatible with shape "
              + filled,
          "the shape "
              + filled
              + " wants "
              + filled.elemCount()
              + " numbers, the array has "
              + length);
    }
    if (array instanceof int[] ints && !explicit) {
      checkNotNegative(ints);
    }
    CpuStorage storage = storage(array, dtype);
    Tensor natural = Tensor.fresh(new HeapStorage(storage), filled, device);
    return natural.toDtype(dtype);
  }

  /// A tensor of a copy of an array; see [#flat].
  static Tensor flatCopy(Object array, Shape shape, DType dtype, boolean explicit, Device device) {
    int length = Array.getLength(Nulls.refuse("from_slice", "the data", array));
    Object copy = Array.newInstance(array.getClass().getComponentType(), length);
    System.arraycopy(array, 0, copy, 0, length);
    return flat(copy, shape, dtype, explicit, device);
  }

  /// A tensor of boxed numbers of one class, in the dtype of that class if none is given.
  static Tensor fromIter(Iterable<? extends Number> numbers, @Nullable DType dtype, Device device) {
    List<Number> all = new ArrayList<>();
    Nulls.refuse("from_iter", "the list of numbers", numbers).forEach(all::add);
    if (all.isEmpty()) {
      if (dtype == null) {
        throw CandleException.withHint(
            Kind.ARGUMENT,
            "from_iter",
            "from_iter: nothing says which dtype no number has",
            "give the dtype before the device");
      }
      return Tensor.zeros(Shape.of(0), dtype, device);
    }
    int missing = all.indexOf(null);
    if (missing >= 0) {
      throw new CandleException(
          Kind.ARGUMENT, "from_iter", "from_iter wants numbers, got null at position " + missing);
    }
    Class<?> number = all.getFirst().getClass();
    DType natural = natural(number);
    Object flat = Array.newInstance(primitive(number), all.size());
    for (int i = 0; i < all.size(); i++) {
      if (all.get(i).getClass() != number) {
        throw new CandleException(
            Kind.DTYPE,
            "from_iter",
            "from_iter wants numbers of one class, got "
                + number.getSimpleName()
                + " and, at position "
                + i
                + ", "
                + all.get(i).getClass().getSimpleName());
      }
      Array.set(flat, i, all.get(i));
    }
    return flat(flat, Shape.of(all.size()), dtype == null ? natural : dtype, dtype != null, device);
  }

  private static DType natural(Class<?> number) {
    DType found = NATURAL.get(number);
    if (found == null) {
      throw CandleException.withHint(
          Kind.DTYPE,
          "from_iter",
          "from_iter: no dtype for numbers of class " + number.getSimpleName(),
          "it takes Float, Double, Integer, Long, Short and Byte");
    }
    return found;
  }

  private static void checkNotNegative(int... numbers) {
    for (int i = 0; i < numbers.length; i++) {
      if (numbers[i] < 0) {
        throw CandleException.withHint(
            Kind.ARGUMENT,
            "from_vec",
            "an int becomes U32, which has no negative numbers, got "
                + numbers[i]
                + " at position "
                + i,
            "give the dtype for signed ones: DType.I32 before the device, or use long for I64");
      }
    }
  }

  private static int copy(Object from, Object to, int at, List<Integer> dims, int dim) {
    if (!from.getClass().isArray()) {
      Array.set(to, at, from);
      return at + 1;
    }
    int length = Array.getLength(from);
    if (length != dims.get(dim)) {
      throw new CandleException(
          Kind.SHAPE,
          "of",
          "two elements of dimension "
              + dim
              + " have different lengths: "
              + dims.get(dim)
              + " and "
              + length);
    }
    if (from.getClass().getComponentType().isPrimitive()) {
      System.arraycopy(from, 0, to, at, length);
      return at + length;
    }
    int next = at;
    for (int i = 0; i < length; i++) {
      next = copy(Nulls.refuse("of", missing(dim), Array.get(from, i)), to, next, dims, dim + 1);
    }
    return next;
  }

  private static String missing(int dim) {
    return "an array in dimension " + dim;
  }

  private static Class<?> primitive(Class<?> number) {
    return number.isPrimitive() ? number : MethodType.methodType(number).unwrap().returnType();
  }

  /// The array as a storage of its own dtype, or of `dtype` where the Java type is the same.
  private static CpuStorage storage(Object array, DType dtype) {
    return switch (array) {
      case float[] a -> new CpuStorage.F32(a);
      case double[] a -> new CpuStorage.F64(a);
      case int[] a -> dtype == DType.U32 ? new CpuStorage.U32(a) : new CpuStorage.I32(a);
      case long[] a -> new CpuStorage.I64(a);
      case byte[] a -> new CpuStorage.U8(a);
      case short[] a -> new CpuStorage.I16(a);
      default -> throw new IllegalArgumentException("no dtype for " + array.getClass());
    };
  }
}
