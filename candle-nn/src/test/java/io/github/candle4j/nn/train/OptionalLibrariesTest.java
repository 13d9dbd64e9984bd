package io.github.candle4j.nn.train;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.candle4j.core.CandleException;
import io.github.candle4j.nn.data.CsvTable;
import io.github.candle4j.nn.data.Images;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// In JVMs of their own: what happens without the libraries that a program may add.
class OptionalLibrariesTest {
  /// A program that has none of them.
  static final class Bare {
    private Bare() {}

    /// Prints what it is told.
    public static void main(String[] args) {
      try (Progress progress = Progress.start("job", 2)) {
        progress.step(2, 0.5);
        System.out.println(progress.toString().startsWith("job: 2 of 2 (100 %), loss 0.5000"));
      }
      failing(() -> CsvTable.read(Path.of("none.csv")));
      failing(() -> Images.read(Path.of("none.png")));
      failing(() -> new LossCurve("x").add("a", 1, 1).write(Path.of("none", "x.png")));
    }

    private static void failing(Runnable code) {
      try {
        code.run();
      } catch (CandleException e) {
        System.out.println(e.kind() + " " + e.getMessage());
      }
    }
  }

  private static List<String> output(String without, String... flags) throws Exception {
    List<String> arguments = new ArrayList<>(List.of(flags));
    arguments.add(Bare.class.getName());
    Process process = OwnJvm.without(without, arguments).redirectErrorStream(true).start();
    List<String> lines =
        process.inputReader().lines().filter(line -> !line.startsWith("WARNING")).toList();
    assertThat(process.waitFor()).isZero();
    return lines;
  }

  /// Without the module of the JDK that draws, too.
  @Test
  void whatIsMissingIsNamed() throws Exception {
    String way = "add it as a dependency; a program that is a module requires it, too";
    assertThat(
            output(
                "(fastcsv|progressbar)-.*\\.jar",
                "--limit-modules=java.logging,jdk.incubator.vector"))
        .containsExactly(
            "true",
            "UNSUPPORTED csv: CSV files need the library de.siegmar:fastcsv, which is not there",
            way,
            "UNSUPPORTED read: images need the module java.desktop of the JDK, which is not there",
            way,
            "UNSUPPORTED loss_curve: curves need the module java.desktop of the JDK, which is not"
                + " there",
            way);
  }

  @Test
  void theSameProgramWorksWithThem() throws Exception {
    assertThat(output("nothing"))
        .containsExactly(
            "true",
            "FILE open none.csv: there is no none.csv",
            "FILE open none.png: there is no none.png",
            "FILE loss_curve none/x.png: none/x.png");
  }
}
