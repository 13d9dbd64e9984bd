package io.github.candle4j.examples.ch06;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.candle4j.examples.CommandRun;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.DoubleSummaryStatistics;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RegressionTest {
  private static final double NEVER = Double.POSITIVE_INFINITY;

  @Test
  void tenSeedsPredictTwentyOneWithinAHalf() {
    DoubleSummaryStatistics found = atTen(0.3);
    assertThat(found.getMin()).isCloseTo(21, within(0.5));
    assertThat(found.getMax()).isCloseTo(21, within(0.5));
  }

  @Test
  void theRateOfTheDraftIsTooSmall() {
    assertThat(atTen(0.01).getAverage()).isBetween(8.0, 16.0);
  }

  private static DoubleSummaryStatistics atTen(double rate) {
    return LongStream.range(0, 10)
        .mapToDouble(seed -> {
          var settings = new Regression.Settings(seed, 200, OptimizerChoice.ADAMW, rate, 0, NEVER);
          return Regression.trained(settings).predict(10);
        })
        .summaryStatistics();
  }

  @Test
  void theRateDecaysFromEpochToEpoch() {
    // One step of plain descent goes rate times gradient; with decay 1 the second one has half the
    // rate.
    Regression constant = plain(0, NEVER);
    Regression decaying = plain(1, NEVER);
    assertThat(constant.epoch(1)).isEqualTo(decaying.epoch(1));
    double start = constant.weight();
    assertThat(decaying.weight()).isEqualTo(start);
    double _ = constant.epoch(2);
    double _ = decaying.epoch(2);
    assertThat(decaying.weight() - start).isCloseTo((constant.weight() - start) / 2, within(1e-5));
  }

  @Test
  void clippedGradientsMakeAShortStep() {
    Regression regression = plain(0, 1);
    double weight = regression.weight();
    double bias = regression.bias();
    double _ = regression.epoch(1);
    double length = Math.hypot(regression.weight() - weight, regression.bias() - bias);
    assertThat(length).isCloseTo(0.001, within(1e-6));
  }

  private static Regression plain(double decay, double clip) {
    return new Regression(new Regression.Settings(1, 2, OptimizerChoice.SGD, 0.001, decay, clip));
  }

  @Test
  void theProgramPrintsTheLineAndDrawsTheLoss(@TempDir Path folder) {
    Path plot = folder.resolve("loss.png");
    CommandRun run = CommandRun.of("regression", "--plot", plot.toString());
    assertThat(run.err()).isEmpty();
    assertThat(run.out().lines().filter(line -> line.startsWith("Epoch"))).hasSize(10);
    assertThat(run.out()).containsPattern("x = 10  predicted 2[01]\\.\\d{4}  on the line 21");
    assertThat(Files.exists(plot)).isTrue();
  }

  @Test
  void aHundredTimesTheRateMakesPlainDescentDiverge() {
    CommandRun run = CommandRun.of("regression", "--optimizer", "sgd", "--lr", "1");
    assertThat(run.code()).isEqualTo(1);
    assertThat(run.err()).contains("try a smaller learning rate");
    CommandRun clipped =
        CommandRun.of("regression", "--optimizer", "sgd", "--lr", "1", "--clip", "1");
    assertThat(clipped.code()).isZero();
  }

  @Test
  void wrongOptionsAreRefused() {
    assertThat(CommandRun.of("regression", "--optimizer", "magic").err())
        .containsIgnoringCase("Invalid value for option '--optimizer'")
        .containsIgnoringCase("sgd")
        .containsIgnoringCase("adamw");
    assertThat(CommandRun.of("regression", "--decay", "-1").err())
        .contains("wanted a number above 0, got -1");
  }

  @Test
  void optionsThatWouldDoNothingWithSeedsAreRefused() {
    assertThat(CommandRun.of("regression", "--seeds", "2", "--plot", "loss.png").err().lines())
        .containsExactly("error: --seeds prints results only: leave out --plot");
  }
}
