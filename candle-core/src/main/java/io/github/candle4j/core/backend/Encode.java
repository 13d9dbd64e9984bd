package io.github.candle4j.core.backend;

import io.github.candle4j.core.CpuStorage;
import io.github.candle4j.core.cpu.Kernels;
import io.github.candle4j.core.cpu.ScalarBf16Casts;

/// Writes floats, doubles or longs as elements of any dtype: `storage[offset + i] = src[i]`.
///
/// A float becomes an integer by cutting its fraction; what is too large becomes the largest one, NaN becomes 0. A long
/// keeps its low bits. These are the casts of Candle (and Rust).
final class Encode {
  private Encode() {}

  static void floats(float[] src, int n, CpuStorage storage, int offset) {
    switch (storage) {
      case CpuStorage.U8(byte[] a) -> {
        for (int i = 0; i < n; i++) {
          a[offset + i] = (byte) (int) Math.min(Math.max(src[i], 0), 255);
        }
      }
      case CpuStorage.U32(int[] a) -> {
        for (int i = 0; i < n; i++) {
          a[offset + i] = (int) Math.clamp((long) src[i], 0L, 0xFFFFFFFFL);
        }
      }
      case CpuStorage.I16(short[] a) -> {
        for (int i = 0; i < n; i++) {
          a[offset + i] =
              (short) (int) Math.min(Math.max(src[i], Short.MIN_VALUE), Short.MAX_VALUE);
        }
      }
      case CpuStorage.I32(int[] a) -> {
        for (int i = 0; i < n; i++) {
          a[offset + i] = (int) src[i];
        }
      }
      case CpuStorage.I64(long[] a) -> {
        for (int i = 0; i < n; i++) {
          a[offset + i] = (long) src[i];
        }
      }
      case CpuStorage.BF16(short[] a) -> Kernels.active().bf16().fromFloats(src, 0, a, offset, n);
      case CpuStorage.F16(short[] a) -> {
        for (int i = 0; i < n; i++) {
          a[offset + i] = Float.floatToFloat16(src[i]);
        }
      }
      case CpuStorage.F32(float[] a) -> System.arraycopy(src, 0, a, offset, n);
      case CpuStorage.F64(double[] a) -> {
        for (int i = 0; i < n; i++) {
          a[offset + i] = src[i];
        }
      }
      case CpuStorage.F8E4M3(byte[] a) -> {
        for (int i = 0; i < n; i++) {
          a[offset + i] = SmallFloats.toF8(src[i]);
        }
      }
    }
  }

  static void doubles(double[] src, int n, CpuStorage storage, int offset) {
    switch (storage) {
      case CpuStorage.U8(byte[] a) -> {
        for (int i = 0; i < n; i++) {
          a[offset + i] = (byte) (int) Math.min(Math.max(src[i], 0), 255);
        }
      }
      case CpuStorage.U32(int[] a) -> {
        for (int i = 0; i < n; i++) {
          a[offset + i] = (int) Math.clamp((long) src[i], 0L, 0xFFFFFFFFL);
        }
      }
      case CpuStorage.I16(short[] a) -> {
        for (int i = 0; i < n; i++) {
          a[offset + i] =
              (short) (int) Math.min(Math.max(src[i], Short.MIN_VALUE), Short.MAX_VALUE);
        }
      }
      case CpuStorage.I32(int[] a) -> {
        for (int i = 0; i < n; i++) {
          a[offset + i] = (int) src[i];
        }
      }
      case CpuStorage.I64(long[] a) -> {
        for (int i = 0; i < n; i++) {
          a[offset + i] = (long) src[i];
        }
      }
      case CpuStorage.BF16(short[] a) -> {
        for (int i = 0; i < n; i++) {
          a[offset + i] = ScalarBf16Casts.fromFloat(SmallFloats.narrow(src[i]));
        }
      }
      case CpuStorage.F16(short[] a) -> {
        for (int i = 0; i < n; i++) {
          a[offset + i] = Float.floatToFloat16(SmallFloats.narrow(src[i]));
        }
      }
      case CpuStorage.F32(float[] a) -> {
        for (int i = 0; i < n; i++) {
          a[offset + i] = (float) src[i];
        }
      }
      case CpuStorage.F64(double[] a) -> System.arraycopy(src, 0, a, offset, n);
      case CpuStorage.F8E4M3(byte[] a) -> {
        for (int i = 0; i < n; i++) {
          a[offset + i] = SmallFloats.toF8(SmallFloats.narrow(src[i]));
        }
      }
    }
  }

  static void longs(long[] src, int n, CpuStorage storage, int offset) {
    switch (storage) {
      case CpuStorage.U8(byte[] a) -> {
        for (int i = 0; i < n; i++) {
          a[offset + i] = (byte) src[i];
        }
      }
      case CpuStorage.U32(int[] a) -> {
        for (int i = 0; i < n; i++) {
          a[offset + i] = (int) src[i];
        }
      }
      case CpuStorage.I16(short[] a) -> {
        for (int i = 0; i < n; i++) {
          a[offset + i] = (short) src[i];
        }
      }
      case CpuStorage.I32(int[] a) -> {
        for (int i = 0; i < n; i++) {
          a[offset + i] = (int) src[i];
        }
      }
      case CpuStorage.I64(long[] a) -> System.arraycopy(src, 0, a, offset, n);
      case CpuStorage.BF16(short[] a) -> {
        for (int i = 0; i < n; i++) {
          a[offset + i] = ScalarBf16Casts.fromFloat(SmallFloats.narrow(src[i]));
        }
      }
      case CpuStorage.F16(short[] a) -> {
        for (int i = 0; i < n; i++) {
          a[offset + i] = Float.floatToFloat16((float) src[i]);
        }
      }
      case CpuStorage.F32(float[] a) -> {
        for (int i = 0; i < n; i++) {
          a[offset + i] = (float) src[i];
        }
      }
      case CpuStorage.F64(double[] a) -> {
        for (int i = 0; i < n; i++) {
          a[offset + i] = src[i];
        }
      }
      case CpuStorage.F8E4M3(byte[] a) -> {
        for (int i = 0; i < n; i++) {
          a[offset + i] = SmallFloats.toF8((float) src[i]);
        }
      }
    }
  }
}
