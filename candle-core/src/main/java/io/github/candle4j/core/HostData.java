package io.github.candle4j.core;

import io.github.candle4j.core.CandleException.Kind;
import io.github.candle4j.core.storage.HeapStorage;
import java.lang.reflect.Array;
import java.util.ArrayList;
import java.util.List;

/// Tensors made from Java numbers and arrays.
final class HostData {
  private HostData() {}

  /// A tensor of a number or of nested arrays of numbers.
  static Tensor of(Object data, DType dtype, boolean explicit, Device device) {
    List<Integer> dims = new ArrayList<>();
    Object level = data;
    while (level.getClass().isArray()) {
      int length = Array.getLength(level);
      dims.add(length);
      if (length == 0) {
        break;
      }
      level = Array.get(level, 0);
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
    int length = Array.getLength(array);
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

  /// `start, start + step, ...` before `end`.
  static Tensor arange(double start, double end, double step, DType dtype, Device device) {
    if (step == 0) {
      throw stepOfZero();
    }
    int count = count(Math.ceil((end - start) / step));
    double[] values = new double[count];
    for (int i = 0; i < count; i++) {
      values[i] = start + i * step;
    }
    return flat(values, Shape.of(count), DType.F64, true, device).toDtype(dtype);
  }

  /// `start, start + step, ...` before `end`.
  static Tensor arange(long start, long end, long step, DType dtype, Device device) {
    if (step == 0) {
      throw stepOfZero();
    }
    long span = Math.subtractExact(end, start);
    int count = count((double) (step > 0 ? Math.ceilDiv(span, step) : Math.ceilDiv(-span, -step)));
    long[] values = new long[count];
    for (int i = 0; i < count; i++) {
      values[i] = start + i * step;
    }
    if (dtype == DType.U32) {
      int[] ints = new int[count];
      for (int i = 0; i < count; i++) {
        ints[i] = (int) values[i];
      }
      return flat(ints, Shape.of(count), dtype, false, device);
    }
    return flat(values, Shape.of(count), DType.I64, true, device).toDtype(dtype);
  }

  private static int count(double wanted) {
    if (!(wanted <= Shape.MAX_ELEMENTS)) {
      throw new CandleException(
          Kind.ARGUMENT,
          "arange",
          "arange: " + wanted + " numbers are more than a tensor can hold");
    }
    return (int) Math.max(wanted, 0);
  }

  private static CandleException stepOfZero() {
    return new CandleException(Kind.ARGUMENT, "arange", "step cannot be zero");
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
          "new",
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
      next = copy(Array.get(from, i), to, next, dims, dim + 1);
    }
    return next;
  }

  private static Class<?> primitive(Class<?> number) {
    return number.isPrimitive()
        ? number
        : java.lang.invoke.MethodType.methodType(number).unwrap().returnType();
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
