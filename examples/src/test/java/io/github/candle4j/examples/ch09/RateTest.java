package io.github.candle4j.examples.ch09;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.candle4j.examples.CommandRun;
import io.github.candle4j.nn.train.Schedule;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.DoubleStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RateTest {
  @Test
  void schedulesByHandAreThoseOfTheLibrary() {
    Schedule warmup = ScheduleChoice.WARMUP.create(100);
    Schedule cosine = ScheduleChoice.COSINE.create(100);
    Schedule step = ScheduleChoice.STEP.create(100);
    for (long epoch = 0; epoch < 100; epoch++) {
      same(warmup.at(epoch), ScheduleChoice.warmup(epoch, 10));
      same(cosine.at(epoch), ScheduleChoice.cosine(epoch, 100));
      same(step.at(epoch), ScheduleChoice.step(epoch, 30, 0.1));
      same(new Schedule.Exponential(0.9).at(epoch), ScheduleChoice.exponential(epoch, 0.9));
    }
    // Half way down the cosine is 1/2; three tenths of the epochs are the top of one cycle.
    same(cosine.at(50), 0.5);
    same(ScheduleChoice.ONE_CYCLE.create(100).at(29), 1);
    same(ScheduleChoice.EXPONENTIAL.create(100).at(100), 0.01);
  }

  private static void same(double got, double wanted) {
    assertThat(got).isCloseTo(wanted, within(1e-12));
  }

  @Test
  void tenSeedsLearnWhereTheDraftsSettingsDoNot() {
    assertThat(losses(settings(0.05, ScheduleChoice.CONSTANT, false))).allMatch(x -> x < 2);
    assertThat(losses(settings(0.1, ScheduleChoice.STEP, true))).allMatch(x -> x > 3);
  }

  @Test
  void aSmallRateHelpsTheDraftsProgram() {
    assertThat(losses(settings(0.001, ScheduleChoice.CONSTANT, true))).allMatch(x -> x < 2);
  }

  private static DoubleStream losses(RateTraining.Settings settings) {
    return LongStream.range(42, 52).mapToDouble(seed -> RateTraining.loss(settings.withSeed(seed)));
  }

  private static RateTraining.Settings settings(double rate, ScheduleChoice schedule, boolean raw) {
    return new RateTraining.Settings(42, 100, rate, schedule, raw);
  }

  @Test
  void findingARateLeavesTheNetworkAsItWas() {
    RateTraining training = new RateTraining(settings(0.05, ScheduleChoice.CONSTANT, false));
    double before = training.loss();
    double rate = training.find().suggestion().orElseThrow();
    assertThat(rate).isBetween(0.001, 0.1);
    assertThat(training.loss()).isEqualTo(before);
  }

  @Test
  void theRateFollowsTheSchedule() {
    assertThat(CommandRun.of("learning-rate", "--schedule", "step").out())
        .contains("Epoch  30  rate 0.05000", "Epoch  40  rate 0.00500", "Epoch 100  rate 0.00005");
    assertThat(CommandRun.of("learning-rate", "--compare", "--seeds", "2").out())
        .contains("Median loss of 2 seeds after 100 epochs", "one-cycle");
  }

  @Test
  void theProgramDrawsThreePictures(@TempDir Path folder) {
    String[] names = {"losses.png", "schedules.png", "finder.png"};
    CommandRun run =
        CommandRun.of(
            "learning-rate",
            "--find",
            "--plot=" + folder.resolve(names[0]),
            "--plot-schedules=" + folder.resolve(names[1]),
            "--plot-finder=" + folder.resolve(names[2]));
    assertThat(run.err()).isEmpty();
    assertThat(names).allMatch(name -> Files.exists(folder.resolve(name)));
  }

  @Test
  void wrongOptionsAndDivergingTrainingsAreToldInALine() {
    assertThat(CommandRun.of("learning-rate", "--plot-finder", "f.png").err().lines())
        .containsExactly("error: --plot-finder wants --find");
    assertThat(CommandRun.of("learning-rate", "--lr", "10").err())
        .contains("try a smaller learning rate");
    assertThat(CommandRun.of("learning-rate", "--schedule", "magic").code()).isEqualTo(2);
  }

  @Test
  void optionsThatWouldDoNothingWithSeedsAreRefused() {
    assertThat(CommandRun.of("learning-rate", "--seeds", "2", "--find").err().lines())
        .containsExactly("error: --find is for one training: leave out --compare and --seeds");
  }
}
