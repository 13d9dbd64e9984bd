package io.github.candle4j.examples.ch10;

import io.github.candle4j.core.DType;
import io.github.candle4j.core.Device;
import io.github.candle4j.core.Shape;
import io.github.candle4j.core.Tensor;
import io.github.candle4j.examples.common.OutputFile;
import io.github.candle4j.examples.common.Program;
import io.github.candle4j.examples.common.Tiles;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// The command line of the sliding window.
@Command(
    name = "convolution",
    description = "Chapter 10: a filter slides over an image, number by number.",
    showDefaultValues = true,
    sortOptions = false)
public final class ConvolutionCommand extends Program {
  private static final int TILE = 140;
  private static final int DRAWN = 28;

  // @start region="image"
  /// Dark at the top and at the bottom, bright in the middle.
  static final double[][] IMAGE = {
    {0, 0, 0, 0, 0},
    {1, 1, 1, 1, 1},
    {2, 2, 2, 2, 2},
    {1, 1, 1, 1, 1},
    {0, 0, 0, 0, 0},
  };

  // @end

  /// The parts of the program.
  enum Part {
    WINDOW,
    SIZES,
    FIELD
  }

  @Option(
      names = "--show",
      paramLabel = "PART",
      description = "One part alone: ${COMPLETION-CANDIDATES}.")
  private @Nullable Part part;

  @Option(
      names = "--picture",
      paramLabel = "FILE.png",
      description = "Draws a ring and what four kernels make of it into this file.")
  private @Nullable Path picture;

  @Override
  protected void run(PrintWriter out) {
    OutputFile.check(picture, "the picture");
    if (part == null || part == Part.WINDOW) {
      window(out);
    }
    if (part == null || part == Part.SIZES) {
      sizes(out);
    }
    if (part == null || part == Part.FIELD) {
      field(out);
    }
    if (picture != null) {
      draw(picture);
      out.println("The ring is drawn in " + picture);
    }
  }

  private static void window(PrintWriter out) {
    double[][] kernel = Kernels.HORIZONTAL_EDGES.weights();
    double[][] result = SlidingWindow.convolve(IMAGE, kernel, 0, 1);
    for (int row = 0; row < result.length; row++) {
      out.printf(Locale.ROOT, "window at row %d, column 0:", row);
      for (int i = 0; i < kernel.length; i++) {
        for (int j = 0; j < kernel.length; j++) {
          out.printf(Locale.ROOT, " %+.0f·%.0f", kernel[i][j], IMAGE[row + i][j]);
        }
      }
      out.printf(Locale.ROOT, " = %.0f%n", result[row][0]);
    }
    out.println("result");
    for (double[] row : result) {
      out.printf(Locale.ROOT, "%4.0f %4.0f %4.0f%n", row[0], row[1], row[2]);
    }
    Tensor library = byLibrary(IMAGE, kernel, 0, 1);
    out.println("conv2d agrees: " + library.allClose(Tensor.of(result, Device.CPU)));
  }

  // @start region="library"
  /// The same in one call.
  static Tensor byLibrary(double[][] image, double[][] kernel, int padding, int stride) {
    Tensor x = Tensor.of(image, Device.CPU).unsqueeze(0).unsqueeze(0); // [1, 1, height, width]
    Tensor w = Tensor.of(kernel, Device.CPU).unsqueeze(0).unsqueeze(0); // [out 1, in 1, 3, 3]
    return x.conv2d(w, padding, stride, 1, 1).squeeze(0).squeeze(0); // dilation 1, groups 1
  }

  // @end

  private static void sizes(PrintWriter out) {
    out.println("size  kernel  padding  stride  formula  conv2d");
    int[][] settings = {{5, 3, 0, 1}, {5, 3, 1, 1}, {5, 3, 0, 2}, {28, 3, 0, 1}, {26, 2, 0, 2}};
    int[][] more = {{13, 3, 0, 1}, {11, 2, 0, 2}, {28, 5, 2, 1}, {28, 7, 3, 4}};
    for (int[][] some : List.of(settings, more)) {
      for (int[] s : some) {
        Tensor x = Tensor.zeros(Shape.of(1, 1, s[0], s[0]), DType.F32, Device.CPU);
        Tensor w = Tensor.zeros(Shape.of(1, 1, s[1], s[1]), DType.F32, Device.CPU);
        out.printf(
            Locale.ROOT,
            "%4d  %6d  %7d  %6d  %7d  %6d%n",
            s[0],
            s[1],
            s[2],
            s[3],
            SlidingWindow.outputSize(s[0], s[1], s[2], s[3]),
            x.conv2d(w, s[2], s[3], 1, 1).dim(3));
      }
    }
  }

  private static void field(PrintWriter out) {
    out.println("after  kernel  stride  formula  by the gradient  without strides");
    int without = 1;
    List<ReceptiveField.Window> layers = new ArrayList<>();
    for (ReceptiveField.Window layer : ReceptiveField.NETWORK) {
      layers.add(layer);
      without += layer.kernel() - 1;
      out.printf(
          Locale.ROOT,
          "%s  %6d  %6d  %7d  %15d  %15d%n",
          layer.name(),
          layer.kernel(),
          layer.stride(),
          ReceptiveField.byFormula(layers),
          ReceptiveField.byGradient(layers),
          without);
    }
  }

  private static void draw(Path file) {
    double[][] ring = new double[DRAWN][DRAWN];
    for (int row = 0; row < DRAWN; row++) {
      for (int column = 0; column < DRAWN; column++) {
        double distance = Math.hypot(row - 13.5, column - 13.5);
        ring[row][column] = distance > 7 && distance < 11 ? 1 : 0;
      }
    }
    List<Tensor> tiles = new ArrayList<>(List.of(tile(ring)));
    Arrays.stream(Kernels.values())
        .map(kernel -> tile(SlidingWindow.convolve(ring, kernel.weights(), 0, 1)))
        .forEach(tiles::add);
    Tiles.write(file, List.of(tiles), TILE);
  }

  private static Tensor tile(double[][] matrix) {
    return Tensor.of(matrix, Device.CPU).toDtype(DType.F32);
  }
}
