package io.github.candle4j.core;

/// The elements of a tensor on the CPU: a Java array per dtype.
///
/// U8 is a `byte[]` and U32 an `int[]` whose bits are read as unsigned; BF16 and F16 hold their 16 bits in a `short`,
/// F8E4M3 its 8 bits in a `byte`.
public sealed interface CpuStorage {
  /// The dtype of the elements.
  DType dtype();

  /// The number of elements.
  int length();

  /// The array itself.
  Object array();

  /// A new storage of zeros.
  static CpuStorage zeros(DType dtype, int length) {
    return switch (dtype) {
      case U8 -> new U8(new byte[length]);
      case U32 -> new U32(new int[length]);
      case I16 -> new I16(new short[length]);
      case I32 -> new I32(new int[length]);
      case I64 -> new I64(new long[length]);
      case BF16 -> new BF16(new short[length]);
      case F16 -> new F16(new short[length]);
      case F32 -> new F32(new float[length]);
      case F64 -> new F64(new double[length]);
      case F8E4M3 -> new F8E4M3(new byte[length]);
    };
  }

  /// Unsigned 8-bit integers.
  record U8(byte[] array) implements CpuStorage {
    @Override
    public DType dtype() {
      return DType.U8;
    }

    @Override
    public int length() {
      return array.length;
    }
  }

  /// Unsigned 32-bit integers.
  record U32(int[] array) implements CpuStorage {
    @Override
    public DType dtype() {
      return DType.U32;
    }

    @Override
    public int length() {
      return array.length;
    }
  }

  /// Signed 16-bit integers.
  record I16(short[] array) implements CpuStorage {
    @Override
    public DType dtype() {
      return DType.I16;
    }

    @Override
    public int length() {
      return array.length;
    }
  }

  /// Signed 32-bit integers.
  record I32(int[] array) implements CpuStorage {
    @Override
    public DType dtype() {
      return DType.I32;
    }

    @Override
    public int length() {
      return array.length;
    }
  }

  /// Signed 64-bit integers.
  record I64(long[] array) implements CpuStorage {
    @Override
    public DType dtype() {
      return DType.I64;
    }

    @Override
    public int length() {
      return array.length;
    }
  }

  /// Brain floats, as their bits.
  record BF16(short[] array) implements CpuStorage {
    @Override
    public DType dtype() {
      return DType.BF16;
    }

    @Override
    public int length() {
      return array.length;
    }
  }

  /// Half-precision floats, as their bits.
  record F16(short[] array) implements CpuStorage {
    @Override
    public DType dtype() {
      return DType.F16;
    }

    @Override
    public int length() {
      return array.length;
    }
  }

  /// Single-precision floats.
  record F32(float[] array) implements CpuStorage {
    @Override
    public DType dtype() {
      return DType.F32;
    }

    @Override
    public int length() {
      return array.length;
    }
  }

  /// Double-precision floats.
  record F64(double[] array) implements CpuStorage {
    @Override
    public DType dtype() {
      return DType.F64;
    }

    @Override
    public int length() {
      return array.length;
    }
  }

  /// 8-bit floats, as their bits.
  record F8E4M3(byte[] array) implements CpuStorage {
    @Override
    public DType dtype() {
      return DType.F8E4M3;
    }

    @Override
    public int length() {
      return array.length;
    }
  }
}
