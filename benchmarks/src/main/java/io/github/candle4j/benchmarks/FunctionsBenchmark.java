package io.github.candle4j.benchmarks;

import com.sun.management.ThreadMXBean;
import io.github.candle4j.core.cpu.FloatFunctions;
import io.github.candle4j.core.cpu.RowKernels;
import io.github.candle4j.core.cpu.ScalarFunctions;
import io.github.candle4j.core.cpu.ScalarRows;
import io.github.candle4j.core.cpu.vector.VectorFunctions;
import io.github.candle4j.core.cpu.vector.VectorRows;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/// Nanoseconds per element of the elementwise functions and row kernels, scalar and vector, beside `Math` and the
/// vector operators of the JDK, and the bytes that a call allocates (it should be none).
///
/// All variants are warmed up, then measured in turn, many short samples each; the median is printed.
public final class FunctionsBenchmark {
  private static final long WARM_UP_NANOS = 1_200_000_000L;
  private static final long SAMPLE_NANOS = 1_500_000L;
  private static final int SAMPLES = 41;
  private static final int ROWS = 64;
  private static final int ROW = 1024;
  private static final int SMALL = 1000;
  private static final int LARGE = 100_000;
  private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;

  private static float sink;

  private FunctionsBenchmark() {}

  /// A measured loop over `elements` elements.
  private record Variant(String name, int elements, Runnable body) {}

  /// @param arguments names to measure (all when empty), such as `exp` or `softmax`
  public static void main(String[] arguments) {
    List<Variant> variants = new ArrayList<>();
    addFunctions(variants, "scalar", new ScalarFunctions());
    addFunctions(variants, "vector", new VectorFunctions());
    addPlatform(variants);
    addRows(variants, "scalar", new ScalarRows());
    addRows(variants, "vector", new VectorRows());
    List<String> wanted = Arrays.asList(arguments);
    variants.removeIf(v -> !wanted.isEmpty() && !wanted.contains(v.name().split(" ")[0]));
    variants.sort((a, b) -> a.name().compareTo(b.name()));
    System.out.println("lanes: " + SPECIES.length());
    for (Variant variant : variants) {
      warmUp(variant);
    }
    double[][] nanos = new double[variants.size()][SAMPLES];
    for (int s = 0; s < SAMPLES; s++) {
      for (int v = 0; v < variants.size(); v++) {
        nanos[v][s] = sample(variants.get(v));
      }
    }
    System.out.printf("%-28s %8s %10s %10s %8s%n", "kernel", "n", "median ns", "best ns", "bytes");
    for (int v = 0; v < variants.size(); v++) {
      Arrays.sort(nanos[v]);
      Variant variant = variants.get(v);
      System.out.printf(
          Locale.ROOT,
          "%-28s %8d %10.3f %10.3f %8d%n",
          variant.name(),
          variant.elements(),
          nanos[v][SAMPLES / 2],
          nanos[v][2],
          allocated(variant));
    }
  }

  private static void addFunctions(List<Variant> variants, String kind, FloatFunctions f) {
    for (int n : new int[] {SMALL, LARGE}) {
      float[] x = gaussian(n, 3);
      float[] y = new float[n];
      float[] positive = gaussian(n, 3);
      for (int i = 0; i < n; i++) {
        positive[i] = Math.abs(positive[i]) + 1e-6f;
      }
      variants.add(new Variant("exp " + kind, n, () -> f.exp(x, 0, y, 0, n)));
      variants.add(new Variant("log " + kind, n, () -> f.log(positive, 0, y, 0, n)));
      variants.add(new Variant("sin " + kind, n, () -> f.sin(x, 0, y, 0, n)));
      variants.add(new Variant("cos " + kind, n, () -> f.cos(x, 0, y, 0, n)));
      variants.add(new Variant("tanh " + kind, n, () -> f.tanh(x, 0, y, 0, n)));
      variants.add(new Variant("erf " + kind, n, () -> f.erf(x, 0, y, 0, n)));
      variants.add(new Variant("sigmoid " + kind, n, () -> f.sigmoid(x, 0, y, 0, n)));
      variants.add(new Variant("silu " + kind, n, () -> f.silu(x, 0, y, 0, n)));
      variants.add(new Variant("gelu " + kind, n, () -> f.gelu(x, 0, y, 0, n)));
      variants.add(new Variant("geluErf " + kind, n, () -> f.geluErf(x, 0, y, 0, n)));
    }
  }

  private static void addPlatform(List<Variant> variants) {
    for (int n : new int[] {SMALL, LARGE}) {
      float[] x = gaussian(n, 3);
      float[] y = new float[n];
      variants.add(new Variant("exp Math", n, () -> mathExp(x, y, n)));
      variants.add(new Variant("log Math", n, () -> mathLog(x, y, n)));
      variants.add(new Variant("sin Math", n, () -> mathSin(x, y, n)));
      variants.add(new Variant("tanh Math", n, () -> mathTanh(x, y, n)));
      variants.add(new Variant("exp lanewise", n, () -> lanewiseExp(x, y, n)));
      variants.add(new Variant("tanh lanewise", n, () -> lanewiseTanh(x, y, n)));
    }
  }

  private static void addRows(List<Variant> variants, String kind, RowKernels rows) {
    int n = ROWS * ROW;
    float[] x = gaussian(n, 3);
    float[] y = new float[n];
    float[] dy = gaussian(n, 1);
    variants.add(new Variant("sum " + kind, n, () -> sink += rows.sum(x, 0, n)));
    variants.add(new Variant("dot " + kind, n, () -> sink += rows.dot(x, 0, dy, 0, n)));
    variants.add(new Variant("max " + kind, n, () -> sink += rows.max(x, 0, n)));
    variants.add(
        new Variant("sumOfSquares " + kind, n, () -> sink += rows.sumOfSquares(x, 0, n, 1)));
    variants.add(new Variant("sum4096 " + kind, 4096, () -> sink += rows.sum(x, 0, 4096)));
    variants.add(new Variant("max4096 " + kind, 4096, () -> sink += rows.max(x, 0, 4096)));
    variants.add(
        new Variant(
            "logSumExp " + kind,
            n,
            () -> {
              for (int i = 0; i < n; i += ROW) {
                sink += rows.logSumExp(x, i, ROW);
              }
            }));
    variants.add(
        new Variant(
            "softmax " + kind,
            n,
            () -> {
              for (int i = 0; i < n; i += ROW) {
                rows.softmax(x, i, y, i, ROW);
              }
            }));
    variants.add(
        new Variant(
            "softmaxGrad " + kind,
            n,
            () -> {
              for (int i = 0; i < n; i += ROW) {
                rows.softmaxGrad(y, i, dy, i, y, i, ROW);
              }
            }));
  }

  private static void mathExp(float[] x, float[] y, int n) {
    for (int i = 0; i < n; i++) {
      y[i] = (float) Math.exp(x[i]);
    }
  }

  private static void mathLog(float[] x, float[] y, int n) {
    for (int i = 0; i < n; i++) {
      y[i] = (float) Math.log(Math.abs(x[i]));
    }
  }

  private static void mathSin(float[] x, float[] y, int n) {
    for (int i = 0; i < n; i++) {
      y[i] = (float) Math.sin(x[i]);
    }
  }

  private static void mathTanh(float[] x, float[] y, int n) {
    for (int i = 0; i < n; i++) {
      y[i] = (float) Math.tanh(x[i]);
    }
  }

  private static void lanewiseExp(float[] x, float[] y, int n) {
    for (int i = 0; i <= n - SPECIES.length(); i += SPECIES.length()) {
      FloatVector.fromArray(SPECIES, x, i).lanewise(VectorOperators.EXP).intoArray(y, i);
    }
  }

  private static void lanewiseTanh(float[] x, float[] y, int n) {
    for (int i = 0; i <= n - SPECIES.length(); i += SPECIES.length()) {
      FloatVector.fromArray(SPECIES, x, i).lanewise(VectorOperators.TANH).intoArray(y, i);
    }
  }

  private static float[] gaussian(int n, float scale) {
    Random random = new Random(42);
    float[] x = new float[n];
    for (int i = 0; i < n; i++) {
      x[i] = scale * (float) random.nextGaussian();
    }
    return x;
  }

  private static void warmUp(Variant variant) {
    long end = System.nanoTime() + WARM_UP_NANOS;
    while (System.nanoTime() < end) {
      variant.body().run();
    }
  }

  private static double sample(Variant variant) {
    long start = System.nanoTime();
    long calls = 0;
    long now;
    do {
      variant.body().run();
      calls++;
      now = System.nanoTime();
    } while (now - start < SAMPLE_NANOS);
    return (double) (now - start) / ((double) calls * variant.elements());
  }

  /// Bytes per call.
  private static long allocated(Variant variant) {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    int calls = 100;
    long before = threads.getCurrentThreadAllocatedBytes();
    for (int i = 0; i < calls; i++) {
      variant.body().run();
    }
    return (threads.getCurrentThreadAllocatedBytes() - before) / calls;
  }
}
