package io.github.candle4j.examples;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MainTest {
  @Test
  void helpNamesTheProgramsAndTheirOptions() {
    assertThat(CommandRun.of("--help").out()).contains("iris");
    CommandRun help = CommandRun.of("iris", "--help");
    assertThat(help.code()).isZero();
    assertThat(help.out())
        .contains("--data", "--seed", "--epochs", "--hidden", "--lr", "--batch-size")
        .contains("--no-relu", "--plot", "--threads");
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
    assertThat(run.err()).matches("error: the loss is \\S+ in epoch \\d+: try a smaller --lr\\R");
  }
}
