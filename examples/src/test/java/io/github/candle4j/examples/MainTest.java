package io.github.candle4j.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MainTest {
  @Test
  void withoutACommandEachProgramIsListedOnALineInTheOrderOfTheChapters() {
    CommandRun run = CommandRun.of();
    assertThat(run.code()).isZero();
    List<String> programs =
        run.out().lines().dropWhile(line -> !line.equals("Programs:")).skip(1).toList();
    assertThat(programs).hasSizeGreaterThanOrEqualTo(30);
    assertThat(programs)
        .allMatch(line -> line.matches("  \\S+ +(Chapter \\d+|Appendix [BC]): .*\\."));
    List<Integer> chapters =
        programs.stream()
            .filter(line -> line.contains("Chapter"))
            .map(line -> Integer.valueOf(line.replaceAll(".*Chapter (\\d+):.*", "$1")))
            .toList();
    assertThat(chapters).isSorted().contains(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16);
  }

  @Test
  void everyProgramHasHelpAndASeed() {
    List<String> programs =
        CommandRun.of().out().lines().dropWhile(line -> !line.equals("Programs:")).skip(1).toList();
    for (String line : programs) {
      CommandRun help = CommandRun.of(line.strip().split(" ", 2)[0], "--help");
      assertThat(help.code()).as(line).isZero();
      assertThat(help.out()).as(line).contains("--seed", "--threads", "--help");
    }
  }

  @Test
  void helpNamesTheProgramsAndTheirOptions() {
    assertThat(CommandRun.of("--help").out()).contains("iris");
    CommandRun help = CommandRun.of("iris", "--help");
    assertThat(help.code()).isZero();
    assertThat(help.out())
        .contains("--data", "--seed", "--epochs", "--hidden", "--lr", "--batch-size")
        .contains("--no-relu", "--plot", "--save", "--load", "--threads");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          --epochs     | 0    | wanted a whole number from 1 to 2147483647, got 0
          --epochs     | many | wanted a whole number from 1 to 2147483647, got many
          --hidden     | -1   | wanted a whole number from 1 to 2147483647, got -1
          --batch-size | 0    | wanted a whole number from 1 to 2147483647, got 0
          --lr         | 0    | wanted a number above 0, got 0
          --lr         | NaN  | wanted a number above 0, got NaN
          --threads    | 1025 | wanted a whole number from 1 to 1024, got 1025
          """)
  void valuesOutOfRangeAreRefusedInTwoLines(String option, String value, String problem) {
    CommandRun run = CommandRun.of("iris", option, value);
    assertThat(run.code()).isEqualTo(2);
    assertThat(run.out()).isEmpty();
    assertThat(run.err().lines())
        .containsExactly(
            "error: Invalid value for option '" + option + "': " + problem,
            "Try: examples iris --help");
  }

  @Test
  void anUnknownOptionIsNamed() {
    CommandRun run = CommandRun.of("iris", "--sead", "3");
    assertThat(run.code()).isEqualTo(2);
    assertThat(run.err()).startsWith("error: Unknown option").contains("--sead");
  }

  @Test
  void anErrorOfTheUserIsOneLineWithoutAStackTrace() {
    CommandRun run = CommandRun.of("iris", "--data", "missing.csv");
    assertThat(run.code()).isEqualTo(1);
    assertThat(run.out()).isEmpty();
    assertThat(run.err().lines()).containsExactly("error: missing.csv: there is no such file");
  }

  @Test
  void aPlotThatCannotBeWrittenIsRefusedBeforeTheTraining() {
    CommandRun run = CommandRun.of("iris", "--plot", "missing/plot.png");
    assertThat(run.code()).isEqualTo(1);
    assertThat(run.out()).isEmpty();
    assertThat(run.err().lines())
        .containsExactly("error: missing/plot.png: the plot cannot be written there");
  }

  @Test
  void aTrainingThatDivergesSaysWhatToDo() {
    CommandRun run = CommandRun.of("iris", "--lr", "1e30");
    assertThat(run.code()).isEqualTo(1);
    assertThat(run.err())
        .matches("error: the loss is \\S+ in step \\d+: try a smaller learning rate\\R");
  }

  @Test
  void savedWeightsGiveTheSameAnswers(@TempDir Path folder) {
    Path file = folder.resolve("iris.safetensors");
    CommandRun trained = CommandRun.of("iris", "--epochs", "20", "--save", file.toString());
    assertThat(trained.code()).isZero();
    assertThat(trained.out()).contains("The weights are saved in " + file);
    CommandRun loaded = CommandRun.of("iris", "--load", file.toString());
    assertThat(loaded.code()).isZero();
    assertThat(loaded.out())
        .contains("The weights come from " + file + "; nothing is trained")
        .doesNotContain("Epoch");
    assertThat(answers(loaded)).isNotEmpty();
    assertThat(trained.out()).contains(answers(loaded));
    CommandRun other = CommandRun.of("iris", "--hidden", "5", "--load", file.toString());
    assertThat(other.code()).isEqualTo(1);
    assertThat(other.err())
        .startsWith("error: load: " + file + " does not fit the variables")
        .contains("layer1.weight: [32, 4] F32 in the file, [5, 4] F32 here");
  }

  private static String answers(CommandRun run) {
    return run.out().substring(run.out().indexOf("Confusion matrix")).strip();
  }

  @Test
  void weightsThatCannotBeSavedAreRefusedBeforeTheTraining() {
    assertThat(CommandRun.of("iris", "--save", "missing/w").err().lines())
        .containsExactly("error: missing/w: the weights cannot be written there");
    assertThat(CommandRun.of("iris", "--load", "w", "--plot", "p.png").err().lines())
        .containsExactly("error: --load trains nothing: there is nothing to --save or --plot");
    assertThat(CommandRun.of("iris", "--load", "missing/w").err().lines())
        .containsExactly("error: open missing/w: there is no missing/w");
  }
}
