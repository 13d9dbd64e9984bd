package io.github.candle4j.core.backend;

import io.github.candle4j.core.CpuStorage;
import io.github.candle4j.core.cpu.Kernels;
import io.github.candle4j.core.cpu.ScalarBf16Casts;

/// Reads elements that lie side by side: `dst[to + i] = storage[offset + i]`. The form without a stride is the one that C2
/// turns into vector instructions.
final class DecodeRun {
  private DecodeRun() {}

  static void floats(CpuStorage storage, int offset, float[] dst, int to, int n) {
    switch (storage) {
      case CpuStorage.U8(byte[] a) -> {
        for (int i = 0; i < n; i++) {
          // C2 has vector instructions for signed bytes only: 256 is added where the float is
          // negative.
          float signed = a[offset + i];
          dst[to + i] = signed + 256 * Math.max(0, Math.min(1, -signed));
        }
      }
      case CpuStorage.U32(int[] a) -> {
        for (int i = 0; i < n; i++) {
          dst[to + i] = Integer.toUnsignedLong(a[offset + i]);
        }
      }
      case CpuStorage.I16(short[] a) -> {
        for (int i = 0; i < n; i++) {
          dst[to + i] = a[offset + i];
        }
      }
      case CpuStorage.I32(int[] a) -> {
        for (int i = 0; i < n; i++) {
          dst[to + i] = a[offset + i];
        }
      }
      case CpuStorage.I64(long[] a) -> {
        for (int i = 0; i < n; i++) {
          dst[to + i] = a[offset + i];
        }
      }
      case CpuStorage.BF16(short[] a) -> Kernels.active().bf16().toFloats(a, offset, dst, to, n);
      case CpuStorage.F16(short[] a) -> {
        for (int i = 0; i < n; i++) {
          dst[to + i] = Float.float16ToFloat(a[offset + i]);
        }
      }
      case CpuStorage.F32(float[] a) -> System.arraycopy(a, offset, dst, to, n);
      case CpuStorage.F64(double[] a) -> {
        for (int i = 0; i < n; i++) {
          dst[to + i] = (float) a[offset + i];
        }
      }
      case CpuStorage.F8E4M3(byte[] a) -> {
        for (int i = 0; i < n; i++) {
          dst[to + i] = SmallFloats.fromF8(a[offset + i]);
        }
      }
    }
  }

  static void doubles(CpuStorage storage, int offset, double[] dst, int to, int n) {
    switch (storage) {
      case CpuStorage.U8(byte[] a) -> {
        for (int i = 0; i < n; i++) {
          dst[to + i] = a[offset + i] & 0xFF;
        }
      }
      case CpuStorage.U32(int[] a) -> {
        for (int i = 0; i < n; i++) {
          dst[to + i] = Integer.toUnsignedLong(a[offset + i]);
        }
      }
      case CpuStorage.I16(short[] a) -> {
        for (int i = 0; i < n; i++) {
          dst[to + i] = a[offset + i];
        }
      }
      case CpuStorage.I32(int[] a) -> {
        for (int i = 0; i < n; i++) {
          dst[to + i] = a[offset + i];
        }
      }
      case CpuStorage.I64(long[] a) -> {
        for (int i = 0; i < n; i++) {
          dst[to + i] = a[offset + i];
        }
      }
      case CpuStorage.BF16(short[] a) -> {
        for (int i = 0; i < n; i++) {
          dst[to + i] = ScalarBf16Casts.toFloat(a[offset + i]);
        }
      }
      case CpuStorage.F16(short[] a) -> {
        for (int i = 0; i < n; i++) {
          dst[to + i] = Float.float16ToFloat(a[offset + i]);
        }
      }
      case CpuStorage.F32(float[] a) -> {
        for (int i = 0; i < n; i++) {
          dst[to + i] = a[offset + i];
        }
      }
      case CpuStorage.F64(double[] a) -> System.arraycopy(a, offset, dst, to, n);
      case CpuStorage.F8E4M3(byte[] a) -> {
        for (int i = 0; i < n; i++) {
          dst[to + i] = SmallFloats.fromF8(a[offset + i]);
        }
      }
    }
  }

  static void longs(CpuStorage storage, int offset, long[] dst, int to, int n) {
    switch (storage) {
      case CpuStorage.U8(byte[] a) -> {
        for (int i = 0; i < n; i++) {
          dst[to + i] = a[offset + i] & 0xFF;
        }
      }
      case CpuStorage.U32(int[] a) -> {
        for (int i = 0; i < n; i++) {
          dst[to + i] = Integer.toUnsignedLong(a[offset + i]);
        }
      }
      case CpuStorage.I16(short[] a) -> {
        for (int i = 0; i < n; i++) {
          dst[to + i] = a[offset + i];
        }
      }
      case CpuStorage.I32(int[] a) -> {
        for (int i = 0; i < n; i++) {
          dst[to + i] = a[offset + i];
        }
      }
      case CpuStorage.I64(long[] a) -> System.arraycopy(a, offset, dst, to, n);
      case CpuStorage.BF16(short[] a) -> {
        for (int i = 0; i < n; i++) {
          dst[to + i] = (long) ScalarBf16Casts.toFloat(a[offset + i]);
        }
      }
      case CpuStorage.F16(short[] a) -> {
        for (int i = 0; i < n; i++) {
          dst[to + i] = (long) Float.float16ToFloat(a[offset + i]);
        }
      }
      case CpuStorage.F32(float[] a) -> {
        for (int i = 0; i < n; i++) {
          dst[to + i] = (long) a[offset + i];
        }
      }
      case CpuStorage.F64(double[] a) -> {
        for (int i = 0; i < n; i++) {
          dst[to + i] = (long) a[offset + i];
        }
      }
      case CpuStorage.F8E4M3(byte[] a) -> {
        for (int i = 0; i < n; i++) {
          dst[to + i] = (long) SmallFloats.fromF8(a[offset + i]);
        }
      }
    }
  }
}
