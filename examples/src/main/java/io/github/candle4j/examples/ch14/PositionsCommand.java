package io.github.candle4j.examples.ch14;

import io.github.candle4j.core.DType;
import io.github.candle4j.core.Device;
import io.github.candle4j.core.Tensor;
import io.github.candle4j.examples.common.OutputFile;
import io.github.candle4j.examples.common.Pictures;
import io.github.candle4j.examples.common.Program;
import io.github.candle4j.nn.SinusoidalPositions;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// The command line of vectors for places.
@Command(
    name = "positions",
    description = "Chapter 14: vectors of sines and cosines that say where a word stands.",
    showDefaultValues = true,
    sortOptions = false)
public final class PositionsCommand extends Program {
  private static final int PLACES = 50;
  private static final int SIZE = 32;

  @Option(
      names = "--picture",
      paramLabel = "FILE.png",
      description = "Draws the vectors of 50 places into this file.")
  private @Nullable Path picture;

  // @start region="sines"
  /// A row for each place: sines in the even columns, cosines in the odd ones, slower from left to right.
  static float[][] sines(int places, int size) {
    float[][] table = new float[places][size];
    for (int place = 0; place < places; place++) {
      for (int i = 0; i < size; i++) {
        double angle = place / Math.pow(10000, (i - i % 2) / (double) size);
        table[place][i] = (float) (i % 2 == 0 ? Math.sin(angle) : Math.cos(angle));
      }
    }
    return table;
  }

  // @end

  @Override
  protected void run(PrintWriter out) {
    OutputFile.check(picture, "the picture");
    out.println("Four places of size 4");
    for (float[] row : sines(4, 4)) {
      out.printf(Locale.ROOT, "  %7.4f %7.4f %7.4f %7.4f%n", row[0], row[1], row[2], row[3]);
    }
    float[][] table = sines(PLACES, SIZE);
    Tensor library = SinusoidalPositions.of(PLACES, SIZE, DType.F32, Device.CPU).table();
    out.println(
        "SinusoidalPositions agrees: " + library.allClose(Tensor.of(table, Device.CPU), 0, 1e-6));
    out.println("The cosine between two places of size 32 depends on their distance alone");
    out.println("  distance      1      2      4      8     16");
    for (int start : List.of(0, 10, 30)) {
      out.printf(Locale.ROOT, "  from %3d", start);
      for (int distance = 1; distance <= 16; distance *= 2) {
        out.printf(Locale.ROOT, " %6.3f", Vectors.cosine(table[start], table[start + distance]));
      }
      out.println();
    }
    if (picture != null) {
      Pictures.heatMap(
          picture,
          new Pictures.Titles("Vectors of 50 places", "element", "place"),
          new Pictures.Grid(numbers(PLACES), numbers(SIZE), table));
      out.println("The places are drawn in " + picture);
    }
  }

  private static List<String> numbers(int count) {
    return IntStream.range(0, count).mapToObj(Integer::toString).toList();
  }
}
