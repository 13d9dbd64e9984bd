package io.github.candle4j.examples.ch05;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.candle4j.core.Device;
import io.github.candle4j.examples.CommandRun;
import io.github.candle4j.examples.common.SeedTable;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.DoubleSummaryStatistics;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TrainingTest {
  private static final IrisData FLOWERS = IrisData.of(IrisCsv.embedded(), Device.CPU).normalized();

  @Test
  void tenSeedsReachTheAccuracyOfTheBook() {
    StringWriter table = new StringWriter();
    DoubleSummaryStatistics accuracies =
        SeedTable.print(
            new PrintWriter(table, true),
            new SeedTable.Seeds(0, 10),
            "accuracy",
            seed -> Training.accuracy(TrainingSettings.defaults().withSeed(seed), FLOWERS));
    assertThat(accuracies.getMin()).as(table.toString()).isGreaterThanOrEqualTo(0.95);
    assertThat(accuracies.getAverage()).as(table.toString()).isBetween(0.965, 0.987);
  }

  @Test
  void theOutputHasTheLinesOfTheChapter() {
    CommandRun run = CommandRun.of("iris");
    assertThat(run.err()).isEmpty();
    assertThat(run.code()).isZero();
    assertThat(run.out().lines().filter(line -> line.startsWith("Epoch")))
        .hasSize(10)
        .allMatch(line -> line.matches("Epoch +\\d+0  loss \\d\\.\\d{4}  accuracy \\d\\.\\d{4}"));
    assertThat(run.out())
        .containsPattern("setosa +50 +0 +0\\R")
        .containsPattern("Final accuracy on all 150 flowers: 0\\.9\\d{3}\\R")
        .containsPattern(" 101  \\[0\\.42 0\\.29 0\\.69 0\\.75]  virginica +\\w+\\R");
  }

  @Test
  void theSameSeedGivesTheSameDigitsOnOneThreadAndTwo() {
    String[] seed3 = {"iris", "--seed", "3", "--threads", "1"};
    String first = CommandRun.of(seed3).out();
    assertThat(CommandRun.of(seed3).out()).isEqualTo(first);
    assertThat(CommandRun.of("iris", "--seed", "3", "--threads", "2").out()).isEqualTo(first);
    assertThat(CommandRun.of("iris", "--seed", "4").out()).isNotEqualTo(first);
  }

  @Test
  void aNetworkLargeEnoughToBeSharedGivesTheSameDigitsOnOneThreadAndTwo() {
    String[] large = {"iris", "--hidden", "40000", "--epochs", "3", "--threads"};
    assertThat(CommandRun.of(with(large, "2")).out())
        .isEqualTo(CommandRun.of(with(large, "1")).out());
  }

  @Test
  void withoutReluTheNetworkStillLearns() {
    CommandRun run = CommandRun.of("iris", "--no-relu");
    assertThat(run.code()).isZero();
    assertThat(run.out()).contains("without ReLU").containsPattern("150 flowers: 0\\.9");
  }

  @Test
  void zeroWeightsLearnNothingButThatAllSpeciesAreEquallyFrequent() {
    assertThat(CommandRun.of("iris", "--zero-weights").out())
        .containsPattern("150 flowers: 0\\.3333\\R")
        .contains("loss 1.098");
  }

  @Test
  void flowersThatAreHeldOutAreAskedAboutAtTheEnd() {
    assertThat(CommandRun.of("iris", "--hold-out", "50").out())
        .containsPattern("Accuracy on the 100 flowers .* on the 50 that it never saw 0\\.9");
    assertThat(CommandRun.of("iris", "--hold-out", "150").err())
        .contains("--hold-out must be from 0 to 149, as there are 150 flowers");
  }

  @Test
  void optionsThatSeveralSeedsCannotUseAreRefused() {
    assertThat(CommandRun.of("iris", "--seeds", "2", "--zero-weights").err())
        .startsWith("error: --seeds only prints accuracies: leave --zero-weights");
  }

  @Test
  void aShortTrainingPrintsItsLastEpoch() {
    assertThat(CommandRun.of("iris", "--epochs", "12").out().lines())
        .filteredOn(line -> line.startsWith("Epoch"))
        .extracting(line -> line.substring(0, 9))
        .containsExactly("Epoch  10", "Epoch  12");
  }

  private static String[] with(String[] args, String last) {
    return IntStream.rangeClosed(0, args.length)
        .mapToObj(i -> i < args.length ? args[i] : last)
        .toArray(String[]::new);
  }
}
