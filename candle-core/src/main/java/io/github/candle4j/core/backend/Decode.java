package io.github.candle4j.core.backend;

import io.github.candle4j.core.CpuStorage;
import io.github.candle4j.core.cpu.ScalarBf16Casts;
import java.util.Arrays;

/// Reads elements of any dtype as floats, doubles or longs: `dst[to + i] = storage[offset + i * stride]`.
final class Decode {
  private Decode() {}

  static void floats(CpuStorage storage, int offset, int stride, float[] dst, int to, int n) {
    if (stride == 1) {
      DecodeRun.floats(storage, offset, dst, to, n);
    } else if (stride == 0 && n > 0) {
      DecodeRun.floats(storage, offset, dst, to, 1);
      Arrays.fill(dst, to, to + n, dst[to]);
    } else {
      stridedFloats(storage, offset, stride, dst, to, n);
    }
  }

  private static void stridedFloats(
      CpuStorage storage, int offset, int stride, float[] dst, int to, int n) {
    int end = to + n;
    int o = offset;
    switch (storage) {
      case CpuStorage.U8(byte[] a) -> {
        for (int i = to; i < end; i++, o += stride) {
          dst[i] = (a[o] & 0xFF);
        }
      }
      case CpuStorage.U32(int[] a) -> {
        for (int i = to; i < end; i++, o += stride) {
          dst[i] = Integer.toUnsignedLong(a[o]);
        }
      }
      case CpuStorage.I16(short[] a) -> {
        for (int i = to; i < end; i++, o += stride) {
          dst[i] = a[o];
        }
      }
      case CpuStorage.I32(int[] a) -> {
        for (int i = to; i < end; i++, o += stride) {
          dst[i] = a[o];
        }
      }
      case CpuStorage.I64(long[] a) -> {
        for (int i = to; i < end; i++, o += stride) {
          dst[i] = a[o];
        }
      }
      case CpuStorage.BF16(short[] a) -> {
        for (int i = to; i < end; i++, o += stride) {
          dst[i] = ScalarBf16Casts.toFloat(a[o]);
        }
      }
      case CpuStorage.F16(short[] a) -> {
        for (int i = to; i < end; i++, o += stride) {
          dst[i] = Float.float16ToFloat(a[o]);
        }
      }
      case CpuStorage.F32(float[] a) -> {
        for (int i = to; i < end; i++, o += stride) {
          dst[i] = a[o];
        }
      }
      case CpuStorage.F64(double[] a) -> {
        for (int i = to; i < end; i++, o += stride) {
          dst[i] = (float) a[o];
        }
      }
      case CpuStorage.F8E4M3(byte[] a) -> {
        for (int i = to; i < end; i++, o += stride) {
          dst[i] = SmallFloats.fromF8(a[o]);
        }
      }
    }
  }

  static void doubles(CpuStorage storage, int offset, int stride, double[] dst, int to, int n) {
    if (stride == 1) {
      DecodeRun.doubles(storage, offset, dst, to, n);
    } else if (stride == 0 && n > 0) {
      DecodeRun.doubles(storage, offset, dst, to, 1);
      Arrays.fill(dst, to, to + n, dst[to]);
    } else {
      stridedDoubles(storage, offset, stride, dst, to, n);
    }
  }

  private static void stridedDoubles(
      CpuStorage storage, int offset, int stride, double[] dst, int to, int n) {
    int end = to + n;
    int o = offset;
    switch (storage) {
      case CpuStorage.U8(byte[] a) -> {
        for (int i = to; i < end; i++, o += stride) {
          dst[i] = (a[o] & 0xFF);
        }
      }
      case CpuStorage.U32(int[] a) -> {
        for (int i = to; i < end; i++, o += stride) {
          dst[i] = Integer.toUnsignedLong(a[o]);
        }
      }
      case CpuStorage.I16(short[] a) -> {
        for (int i = to; i < end; i++, o += stride) {
          dst[i] = a[o];
        }
      }
      case CpuStorage.I32(int[] a) -> {
        for (int i = to; i < end; i++, o += stride) {
          dst[i] = a[o];
        }
      }
      case CpuStorage.I64(long[] a) -> {
        for (int i = to; i < end; i++, o += stride) {
          dst[i] = a[o];
        }
      }
      case CpuStorage.BF16(short[] a) -> {
        for (int i = to; i < end; i++, o += stride) {
          dst[i] = ScalarBf16Casts.toFloat(a[o]);
        }
      }
      case CpuStorage.F16(short[] a) -> {
        for (int i = to; i < end; i++, o += stride) {
          dst[i] = Float.float16ToFloat(a[o]);
        }
      }
      case CpuStorage.F32(float[] a) -> {
        for (int i = to; i < end; i++, o += stride) {
          dst[i] = a[o];
        }
      }
      case CpuStorage.F64(double[] a) -> {
        for (int i = to; i < end; i++, o += stride) {
          dst[i] = a[o];
        }
      }
      case CpuStorage.F8E4M3(byte[] a) -> {
        for (int i = to; i < end; i++, o += stride) {
          dst[i] = SmallFloats.fromF8(a[o]);
        }
      }
    }
  }

  static void longs(CpuStorage storage, int offset, int stride, long[] dst, int to, int n) {
    if (stride == 1) {
      DecodeRun.longs(storage, offset, dst, to, n);
    } else if (stride == 0 && n > 0) {
      DecodeRun.longs(storage, offset, dst, to, 1);
      Arrays.fill(dst, to, to + n, dst[to]);
    } else {
      stridedLongs(storage, offset, stride, dst, to, n);
    }
  }

  private static void stridedLongs(
      CpuStorage storage, int offset, int stride, long[] dst, int to, int n) {
    int end = to + n;
    int o = offset;
    switch (storage) {
      case CpuStorage.U8(byte[] a) -> {
        for (int i = to; i < end; i++, o += stride) {
          dst[i] = (a[o] & 0xFF);
        }
      }
      case CpuStorage.U32(int[] a) -> {
        for (int i = to; i < end; i++, o += stride) {
          dst[i] = Integer.toUnsignedLong(a[o]);
        }
      }
      case CpuStorage.I16(short[] a) -> {
        for (int i = to; i < end; i++, o += stride) {
          dst[i] = a[o];
        }
      }
      case CpuStorage.I32(int[] a) -> {
        for (int i = to; i < end; i++, o += stride) {
          dst[i] = a[o];
        }
      }
      case CpuStorage.I64(long[] a) -> {
        for (int i = to; i < end; i++, o += stride) {
          dst[i] = a[o];
        }
      }
      case CpuStorage.BF16(short[] a) -> {
        for (int i = to; i < end; i++, o += stride) {
          dst[i] = (long) ScalarBf16Casts.toFloat(a[o]);
        }
      }
      case CpuStorage.F16(short[] a) -> {
        for (int i = to; i < end; i++, o += stride) {
          dst[i] = (long) Float.float16ToFloat(a[o]);
        }
      }
      case CpuStorage.F32(float[] a) -> {
        for (int i = to; i < end; i++, o += stride) {
          dst[i] = (long) a[o];
        }
      }
      case CpuStorage.F64(double[] a) -> {
        for (int i = to; i < end; i++, o += stride) {
          dst[i] = (long) a[o];
        }
      }
      case CpuStorage.F8E4M3(byte[] a) -> {
        for (int i = to; i < end; i++, o += stride) {
          dst[i] = (long) SmallFloats.fromF8(a[o]);
        }
      }
    }
  }
}
