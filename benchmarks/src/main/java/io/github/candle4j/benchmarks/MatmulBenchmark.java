package io.github.candle4j.benchmarks;

import io.github.candle4j.core.cpu.MatmulKernels;
import io.github.candle4j.core.cpu.Matrix;
import io.github.candle4j.core.cpu.Parallel;
import io.github.candle4j.core.cpu.ScalarMatmul;
import io.github.candle4j.core.cpu.vector.VectorMatmul;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import jdk.incubator.vector.FloatVector;

/// F32 products of the vector and scalar kernels against OpenBLAS, on one thread.
///
/// All contestants take turns in one run, in samples of about a millisecond: on a shared machine only ratios within
/// one run mean anything.
///
/// Arguments: `bits=256` for other kernels than the preferred, `seconds=2` for the time of one line, and words that
/// a line must begin with to be run, such as `NN256`.
public final class MatmulBenchmark {
  private static final String[] SHAPES = {
    "NN64 64 64 64",
    "NN128 128 128 128",
    "NN256 256 256 256",
    "NN512 512 512 512",
    "NN1024 1024 1024 1024",
    "NT64 64 64 64",
    "NT128 128 128 128",
    "NT256 256 256 256",
    "NT512 512 512 512",
    "NT1024 1024 1024 1024",
    "TN64 64 64 64",
    "TN128 128 128 128",
    "TN256 256 256 256",
    "TN512 512 512 512",
    "TN1024 1024 1024 1024",
    "NNmnist 64 784 128",
    "NTmnist 64 784 128",
    "TNmnist 784 64 128",
    "NNhead 64 128 10",
    "NNtiny 32 4 32",
    "NNthree 32 32 3",
    "NTtiny 32 4 32",
    "NN130 130 130 130",
    "NNbatch1 1 784 128",
    "NTbatch1 1 784 128",
    "NTbatch4 4 1024 1024",
    "NNbatch8 8 1024 1024",
    "NNbatch32 32 1024 1024",
    "NTbatch8 8 1024 1024",
    "NTbatch32 32 1024 1024",
    "NNrow1024 1 1024 1024",
    "NTrow1024 1 1024 1024",
    "NNcolumn1024 1024 1024 1",
    "NNrow4096 1 4096 4096",
    "NTrow4096 1 4096 4096",
    "NNcolumn4096 4096 4096 1"
  };

  /// All lines are run this long before the first is measured: the second compiler needs seconds for so many
  /// kernels on a machine with two busy cores, and until then vectors are objects.
  private static final long WARM_UP_NANOS = 12_000_000_000L;

  /// One thing to be timed.
  private interface Contestant {
    void run();
  }

  private final double seconds;
  private final MatmulKernels vector;

  private MatmulBenchmark(int bits, double seconds) {
    this.vector = VectorMatmul.of(bits);
    this.seconds = seconds;
  }

  public static void main(String[] arguments) {
    int bits = FloatVector.SPECIES_PREFERRED.vectorBitSize();
    double seconds = 2;
    List<String> wanted = new ArrayList<>();
    for (String argument : arguments) {
      if (argument.startsWith("bits=")) {
        bits = Integer.parseInt(argument.substring(5));
      } else if (argument.startsWith("seconds=")) {
        seconds = Double.parseDouble(argument.substring(8));
      } else {
        wanted.add(argument);
      }
    }
    Parallel.setThreads(1);
    System.out.println(
        bits + " bits, OpenBLAS " + (OpenBlas.isPresent() ? OpenBlas.core() : "not there"));
    System.out.println(
        "| product | GFLOP/s OpenBLAS | vector | scalar | vector/OpenBLAS best | median |"
            + " scalar/OpenBLAS best |");
    System.out.println("|---|---|---|---|---|---|---|");
    MatmulBenchmark benchmark = new MatmulBenchmark(bits, seconds);
    List<String[]> shapes = new ArrayList<>();
    for (String shape : SHAPES) {
      String[] parts = shape.split(" ");
      if (wanted.isEmpty() || wanted.stream().anyMatch(parts[0]::startsWith)) {
        shapes.add(parts);
      }
    }
    long end = System.nanoTime() + WARM_UP_NANOS;
    do {
      shapes.forEach(shape -> benchmark.product(shape).forEach(MatmulBenchmark::warmUp));
    } while (System.nanoTime() < end);
    shapes.forEach(benchmark::line);
  }

  /// The vector kernels, the scalar kernels and OpenBLAS, when it is there.
  private List<Contestant> product(String[] shape) {
    String name = shape[0];
    int m = Integer.parseInt(shape[1]);
    int k = Integer.parseInt(shape[2]);
    int n = Integer.parseInt(shape[3]);
    Random random = new Random(1);
    Matrix.F32 a = matrix(random, m, k, name.charAt(0) == 'T');
    Matrix.F32 b = matrix(random, k, n, name.charAt(1) == 'T');
    Matrix.F32 c = matrix(random, m, n, false);
    MatmulKernels scalar = new ScalarMatmul();
    List<Contestant> all = new ArrayList<>();
    all.add(() -> vector.multiply(a, b, c, false));
    all.add(() -> scalar.multiply(a, b, c, false));
    if (OpenBlas.isPresent()) {
      all.add(() -> OpenBlas.multiply(a, b, c));
    }
    return all;
  }

  private void line(String[] shape) {
    int m = Integer.parseInt(shape[1]);
    int k = Integer.parseInt(shape[2]);
    int n = Integer.parseInt(shape[3]);
    double[][] times = measure(product(shape));
    double operations = 2.0 * m * n * k;
    boolean peer = times.length == 3;
    System.out.printf(
        Locale.ROOT,
        "| %s (%dx%d)(%dx%d) | %.1f | %.1f | %.1f | %.2f | %.2f | %.2f |%n",
        shape[0],
        m,
        k,
        k,
        n,
        peer ? operations / best(times[2]) : Double.NaN,
        operations / best(times[0]),
        operations / best(times[1]),
        peer ? best(times[2]) / best(times[0]) : Double.NaN,
        peer ? median(times[2]) / median(times[0]) : Double.NaN,
        peer ? best(times[2]) / best(times[1]) : Double.NaN);
  }

  private static Matrix.F32 matrix(Random random, int rows, int columns, boolean transposed) {
    float[] data = new float[rows * columns];
    for (int i = 0; i < data.length; i++) {
      data[i] = (float) random.nextGaussian();
    }
    return transposed
        ? new Matrix.F32(data, 0, rows, columns, 1, rows)
        : new Matrix.F32(data, 0, rows, columns, columns, 1);
  }

  /// Nanoseconds of one call for each contestant and sample, sorted.
  private double[][] measure(List<Contestant> all) {
    int[] calls = new int[all.size()];
    for (int i = 0; i < calls.length; i++) {
      double nanos = warmUp(all.get(i));
      calls[i] = (int) Math.max(1, 500_000 / nanos);
    }
    List<double[]> samples = new ArrayList<>();
    long end = System.nanoTime() + (long) (seconds * 1e9);
    while (samples.size() < 20 || System.nanoTime() < end) {
      double[] sample = new double[calls.length];
      for (int i = 0; i < calls.length; i++) {
        sample[i] = time(all.get(i), calls[i]);
      }
      samples.add(sample);
    }
    double[][] times = new double[calls.length][samples.size()];
    for (int s = 0; s < samples.size(); s++) {
      for (int i = 0; i < calls.length; i++) {
        times[i][s] = samples.get(s)[i];
      }
    }
    for (double[] contestant : times) {
      Arrays.sort(contestant);
    }
    return times;
  }

  /// The best of the calls of a fifth of a second.
  private static double warmUp(Contestant contestant) {
    double fastest = Double.MAX_VALUE;
    long end = System.nanoTime() + 200_000_000L;
    while (System.nanoTime() < end) {
      fastest = Math.min(fastest, time(contestant, 10));
    }
    return fastest;
  }

  private static double time(Contestant contestant, int calls) {
    long start = System.nanoTime();
    for (int i = 0; i < calls; i++) {
      contestant.run();
    }
    return (System.nanoTime() - start) / (double) calls;
  }

  private static double best(double[] sorted) {
    return sorted[sorted.length / 20];
  }

  private static double median(double[] sorted) {
    return sorted[sorted.length / 2];
  }
}
