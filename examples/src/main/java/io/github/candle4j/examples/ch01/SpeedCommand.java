package io.github.candle4j.examples.ch01;

import io.github.candle4j.core.Device;
import io.github.candle4j.core.Shape;
import io.github.candle4j.core.Tensor;
import io.github.candle4j.core.Utils;
import io.github.candle4j.examples.common.OptionRange;
import io.github.candle4j.examples.common.Program;
import java.io.PrintWriter;
import java.util.Arrays;
import java.util.Locale;
import java.util.function.Supplier;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// What a matrix product costs: loops of one's own, and the library.
@Command(
    name = "speed",
    description = "Chapter 1: times a matrix product, with plain loops and with the library.",
    showDefaultValues = true,
    sortOptions = false)
public final class SpeedCommand extends Program {
  private static final double TOLERANCE = 1e-2;

  @Option(
      names = "--size",
      defaultValue = "1000",
      paramLabel = "N",
      converter = OptionRange.Count.class,
      description = "Rows and columns of the matrices.")
  private int size;

  @Option(
      names = "--runs",
      defaultValue = "7",
      paramLabel = "N",
      converter = OptionRange.Count.class,
      description = "How often each product is made; the median is shown.")
  private int runs;

  @Override
  protected void run(PrintWriter out) {
    Tensor a = Tensor.randn(0f, 1f, Shape.of(size, size), Device.CPU);
    Tensor b = Tensor.randn(0f, 1f, Shape.of(size, size), Device.CPU);
    float[] x = a.flattenAll().toVec1F32();
    float[] y = b.flattenAll().toVec1F32();
    out.printf(
        Locale.ROOT,
        "Products of two matrices of %d x %d floats, median of %d%n",
        size,
        size,
        runs);
    float[] expected = time("loops as in the textbook", () -> Products.textbook(x, y, size), out);
    check(expected, time("loops along rows", () -> Products.byRows(x, y, size), out));
    Supplier<float[]> product = () -> a.matmul(b).flattenAll().toVec1F32();
    int threads = Utils.getNumThreads();
    Utils.setNumThreads(1);
    try {
      check(expected, time("candle4j, " + Utils.kernels() + " kernels, 1 thread", product, out));
    } finally {
      Utils.setNumThreads(threads);
    }
    if (threads > 1) {
      String name = "candle4j, " + Utils.kernels() + " kernels, " + threads + " threads";
      check(expected, time(name, product, out));
    }
  }

  /// Makes the product some times and prints the median time; the first runs are those in which the JVM compiles.
  private float[] time(String name, Supplier<float[]> product, PrintWriter out) {
    double[] seconds = new double[runs];
    float[] result = product.get();
    for (int run = 0; run < runs; run++) {
      long start = System.nanoTime();
      result = product.get();
      seconds[run] = (System.nanoTime() - start) * 1e-9;
    }
    Arrays.sort(seconds);
    double median = seconds[runs / 2];
    double operations = 2.0 * size * size * size;
    out.println(
        String.format(
            Locale.ROOT,
            "%-42s %7.1f ms %7.1f billion operations a second",
            name,
            median * 1e3,
            operations / median * 1e-9));
    return result;
  }

  /// All ways give the same, but for rounding.
  private static void check(float[] expected, float[] got) {
    for (int i = 0; i < expected.length; i++) {
      if (!(Math.abs(expected[i] - got[i]) <= TOLERANCE)) {
        throw new IllegalStateException("element " + i + ": " + expected[i] + " and " + got[i]);
      }
    }
  }
}
