package io.github.candle4j.core.cpu;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.candle4j.core.cpu.MatmulCase.Layout;
import io.github.candle4j.core.cpu.vector.VectorMatmul;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import jdk.incubator.vector.FloatVector;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Matrix products of every kernel set that this machine can run, against a sum in double precision.
class MatmulKernelsTest {
  private static final int THREADS = Parallel.threads();

  /// The scalar kernels and the vector kernels of each width up to the machine's own.
  static List<MatmulKernels> kernels() {
    List<MatmulKernels> all = new ArrayList<>();
    all.add(new ScalarMatmul());
    all.addAll(vectorKernels());
    return all;
  }

  static List<VectorMatmul> vectorKernels() {
    List<VectorMatmul> all = new ArrayList<>();
    for (int bits = 128; bits <= FloatVector.SPECIES_PREFERRED.vectorBitSize(); bits *= 2) {
      all.add(VectorMatmul.of(bits));
    }
    return all;
  }

  @AfterEach
  void restoreThreads() {
    Parallel.setThreads(THREADS);
    Parallel.setSplittingNanos(Parallel.WORTH_SPLITTING_NANOS);
  }

  @Test
  void vectorKernelsAreTestedAtThePreferredWidth() {
    assertTrue(ModuleLayer.boot().findModule("jdk.incubator.vector").isPresent());
    int widest = FloatVector.SPECIES_PREFERRED.vectorBitSize();
    assertTrue(widest >= 128, "no vectors on this machine");
    assertEquals(widest, vectorKernels().getLast().bits());
    assertEquals(widest, VectorMatmul.preferred().bits());
  }

  @Test
  void aWidthWithoutKernelsIsRefused() {
    var thrown = assertThrows(IllegalArgumentException.class, () -> VectorMatmul.of(64));
    assertEquals("vectors of 128, 256 or 512 bits, got 64", thrown.getMessage());
  }

  @ParameterizedTest
  @MethodSource("kernels")
  void smallSizesOfEveryKind(MatmulKernels kernels) {
    for (int m = 0; m <= 17; m++) {
      for (int n = 0; n <= 35; n++) {
        for (int k : new int[] {0, 1, 2, 3, 5, 8}) {
          new MatmulCase(m, n, k).check(kernels);
        }
      }
    }
  }

  @ParameterizedTest
  @MethodSource("kernels")
  void everyPairOfLayouts(MatmulKernels kernels) {
    int[][] sizes = {
      {1, 1, 1},
      {1, 40, 33},
      {40, 1, 33},
      {1, 10, 70},
      {3, 50, 20},
      {4, 4, 64},
      {13, 33, 17},
      {33, 35, 9},
      {50, 21, 37}
    };
    for (int[] size : sizes) {
      for (Layout a : Layout.values()) {
        for (Layout b : Layout.values()) {
          MatmulCase product = new MatmulCase(size[0], size[1], size[2]);
          product.with(a, b, false).check(kernels);
          product.with(a, b, true).check(kernels);
        }
      }
    }
  }

  @ParameterizedTest
  @MethodSource("kernels")
  void aroundTheEdgesOfTilesAndBlocks(MatmulKernels kernels) {
    int[][] sizes = {
      {47, 65, 383},
      {48, 64, 384},
      {49, 63, 385},
      {97, 130, 769},
      {25, 300, 260},
      {30, 520, 140},
      {5, 600, 200},
      {2, 1030, 90},
      {65, 513, 129},
      {100, 31, 2500},
      {26, 1100, 1000},
      {26, 70, 7700}
    };
    for (int[] size : sizes) {
      MatmulCase product = new MatmulCase(size[0], size[1], size[2]);
      product.check(kernels);
      product.with(Layout.ROWS, Layout.TRANSPOSED, true).check(kernels);
      product.with(Layout.TRANSPOSED, Layout.WIDE_ROWS, true).check(kernels);
    }
  }

  @ParameterizedTest
  @MethodSource("kernels")
  void vectorsOnEitherSideInEveryOrientation(MatmulKernels kernels) {
    for (int size : new int[] {1, 2, 3, 4, 7, 15, 16, 17, 31, 64, 100, 1030}) {
      for (Layout layout : Layout.values()) {
        for (boolean add : new boolean[] {false, true}) {
          new MatmulCase(1, size, 67).with(Layout.ROWS, layout, add).check(kernels);
          new MatmulCase(1, 67, size).with(layout, Layout.ROWS, add).check(kernels);
          new MatmulCase(size, 1, 67).with(layout, Layout.ROWS, add).check(kernels);
          new MatmulCase(67, 1, size).with(Layout.ROWS, layout, add).check(kernels);
        }
      }
    }
  }

  @ParameterizedTest
  @MethodSource("kernels")
  void bitsDoNotDependOnTheNumberOfThreads(MatmulKernels kernels) {
    int[][] sizes = {
      {120, 100, 80}, {200, 210, 400}, {7, 1500, 300}, {1, 1500, 300}, {1500, 1, 300}, {3, 700, 200}
    };
    for (int[] size : sizes) {
      for (Layout b : new Layout[] {Layout.ROWS, Layout.TRANSPOSED}) {
        MatmulCase product = new MatmulCase(size[0], size[1], size[2]).with(Layout.ROWS, b, true);
        Parallel.setSplittingNanos(Parallel.WORTH_SPLITTING_NANOS);
        Parallel.setThreads(1);
        float[] alone = product.checkF32(kernels);
        Parallel.setSplittingNanos(0);
        for (int threads : new int[] {2, 8}) {
          Parallel.setThreads(threads);
          long before = Parallel.sharedTasks();
          assertArrayEquals(alone, product.checkF32(kernels), 0f);
          assertTrue(Parallel.sharedTasks() > before, product + " was not shared");
          product.checkF64(kernels);
        }
      }
    }
  }

  @ParameterizedTest
  @MethodSource("kernels")
  void infinityAndNanReachTheResultEvenThroughZero(MatmulKernels kernels) {
    for (int n : new int[] {1, 3, 16, 37, 70}) {
      for (int m : new int[] {1, 5, 30}) {
        float[] a = new float[m * 20];
        float[] b = new float[20 * n];
        a[(m - 1) * 20 + 7] = Float.NaN;
        b[19 * n + n - 1] = Float.POSITIVE_INFINITY;
        float[] c = new float[m * n];
        kernels.multiply(
            new Matrix.F32(a, 0, m, 20, 20, 1),
            new Matrix.F32(b, 0, 20, n, n, 1),
            new Matrix.F32(c, 0, m, n, n, 1),
            false);
        for (int i = 0; i < m; i++) {
          for (int j = 0; j < n; j++) {
            // 0 * NaN in the last row, 0 * infinity in the last column.
            assertEquals(
                i == m - 1 || j == n - 1,
                Float.isNaN(c[i * n + j]),
                m + " " + n + " " + i + " " + j);
          }
        }
      }
    }
  }

  @Test
  void valuesBesideAnOperandAreNotMixedIn() {
    for (MatmulKernels kernels : kernels()) {
      float[] b = new float[9 * 40];
      java.util.Arrays.fill(b, Float.NaN);
      for (int p = 0; p < 9; p++) {
        java.util.Arrays.fill(b, p * 40, p * 40 + 21, 1f);
      }
      float[] a = new float[30 * 9];
      java.util.Arrays.fill(a, 1f);
      float[] c = new float[30 * 21];
      kernels.multiply(
          new Matrix.F32(a, 0, 30, 9, 9, 1),
          new Matrix.F32(b, 0, 9, 21, 40, 1),
          new Matrix.F32(c, 0, 30, 21, 21, 1),
          false);
      for (float value : c) {
        assertEquals(9f, value);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("vectorKernels")
  void everyWidthHasTheBitsOfOneChainOfMultiplyAdds(MatmulKernels kernels) {
    Random random = new Random(5);
    int[][] sizes = {{70, 90, 800}, {33, 35, 70}, {2, 70, 900}, {90, 10, 33}};
    for (int[] size : sizes) {
      int m = size[0];
      int n = size[1];
      int k = size[2];
      float[] a = new float[m * k];
      float[] b = new float[k * n];
      for (int i = 0; i < a.length; i++) {
        a[i] = (float) random.nextGaussian();
      }
      for (int i = 0; i < b.length; i++) {
        b[i] = (float) random.nextGaussian();
      }
      float[] expected = new float[m * n];
      for (int i = 0; i < m; i++) {
        for (int j = 0; j < n; j++) {
          float sum = 0;
          for (int p = 0; p < k; p++) {
            sum = Math.fma(a[i * k + p], b[p * n + j], sum);
          }
          expected[i * n + j] = sum;
        }
      }
      float[] c = new float[m * n];
      kernels.multiply(
          new Matrix.F32(a, 0, m, k, k, 1),
          new Matrix.F32(b, 0, k, n, n, 1),
          new Matrix.F32(c, 0, m, n, n, 1),
          false);
      assertArrayEquals(expected, c, 0f);
    }
  }
}
