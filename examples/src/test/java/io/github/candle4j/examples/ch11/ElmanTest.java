package io.github.candle4j.examples.ch11;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.candle4j.core.CandleException;
import io.github.candle4j.core.DType;
import io.github.candle4j.core.Device;
import io.github.candle4j.core.Shape;
import io.github.candle4j.core.Tensor;
import io.github.candle4j.examples.CommandRun;
import io.github.candle4j.examples.ch11.ElmanTraining.Mode;
import io.github.candle4j.nn.ElmanConfig;
import io.github.candle4j.nn.ElmanRnn;
import io.github.candle4j.nn.ElmanState;
import io.github.candle4j.nn.Loss;
import io.github.candle4j.nn.RnnWeights;
import io.github.candle4j.nn.SGD;
import io.github.candle4j.nn.VarBuilder;
import io.github.candle4j.nn.VarMap;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ElmanTest {
  private static final double[] EIGHT = {1, 2, 3, 4, 5, 6, 7, 8};
  private static final double[] UP_AND_DOWN = {1, 2, 3, 2, 1, 2, 3, 2, 1, 2, 3, 2};

  @Test
  void theWorkedExampleHasTheNumbersOfTheBook() {
    assertThat(WorkedExample.byHand().toVec2F32()[0])
        .containsExactly(new float[] {0.03998f, 0, 0.21652f}, within(1e-5f));
    assertThat(WorkedExample.byLibrary().toVec2F32()[0])
        .containsExactly(WorkedExample.byHand().toVec2F32()[0], within(1e-6f));
  }

  @Test
  void threeLinearLayersAreTheLayerOfTheLibrary() {
    Device.CPU.setSeed(5);
    var byHand = ElmanByHand.create(4, VarBuilder.fromVarmap(new VarMap(), DType.F32, Device.CPU));
    var weights =
        new RnnWeights(
            byHand.input().weight(),
            byHand.recurrent().weight(),
            byHand.input().bias(),
            byHand.recurrent().bias());
    var rnn = new ElmanRnn(weights, ElmanConfig.defaults());
    Tensor context = byHand.start();
    for (float x : new float[] {0.3f, -1, 0.7f}) {
      Tensor number = Tensor.full(x, Shape.of(1, 1), Device.CPU);
      Tensor wanted = rnn.step(number, new ElmanState(context)).h();
      context = byHand.step(number, context).context();
      assertThat(context.toVec2F32()[0]).containsExactly(wanted.toVec2F32()[0], within(1e-6f));
    }
  }

  @Test
  void fiveSeedsCountToEight() {
    assertThat(LongStream.range(42, 47).mapToDouble(seed -> loss(seed, Mode.BY_HAND, 0.01)))
        .allMatch(loss -> loss < 1.7e-3);
    List<Double> predictions = trained(Mode.BY_HAND);
    for (int i = 0; i < 7; i++) {
      assertThat(predictions.get(i)).isCloseTo(i + 2, within(0.05));
    }
    assertThat(predictions.getLast()).isBetween(8.0, 9.0);
  }

  private static List<Double> trained(Mode mode) {
    var training = new ElmanTraining(new ElmanTraining.Settings(42, 10, 0.01, mode, EIGHT));
    for (int epoch = 0; epoch < 1000; epoch++) {
      double _ = training.epoch();
    }
    return training.predictions();
  }

  @Test
  void oneSeedOfTheDraftsRateIsStuck() {
    assertThat(loss(47, Mode.BY_HAND, 0.05)).isGreaterThan(4);
    assertThat(loss(42, Mode.BY_HAND, 0.05)).isLessThan(1e-4);
  }

  @Test
  void theLayerOfTheLibraryCountsAsWell() {
    assertThat(loss(42, Mode.LIBRARY, 0.01)).isLessThan(1e-3);
    assertThat(loss(42, Mode.WHOLE, 0.01)).isLessThan(2e-3);
  }

  private static double loss(long seed, Mode mode, double rate) {
    return ElmanTraining.loss(new ElmanTraining.Settings(seed, 10, rate, mode, EIGHT), 1000);
  }

  @Test
  void onlyAContextTellsUpFromDown() {
    assertThat(upAndDown(Mode.BY_HAND)).isLessThan(0.01);
    assertThat(upAndDown(Mode.WHOLE)).isLessThan(0.01);
    assertThat(upAndDown(Mode.WITHOUT_CONTEXT)).isGreaterThan(0.4);
  }

  private static double upAndDown(Mode mode) {
    return ElmanTraining.loss(new ElmanTraining.Settings(42, 10, 0.05, mode, UP_AND_DOWN), 1000);
  }

  @Test
  void withoutDetachTheLibraryRefusesWeightsThatHaveChanged() {
    var varmap = new VarMap();
    var network = ElmanByHand.create(4, VarBuilder.fromVarmap(varmap, DType.F32, Device.CPU));
    var optimizer = new SGD(varmap.allVars(), 0.01);
    Tensor number = Tensor.full(1f, Shape.of(1, 1), Device.CPU);
    Elman.Step first = network.step(number, network.start());
    optimizer.backwardStep(Loss.mse(first.output(), number));
    Elman.Step second = network.step(number, first.context());
    assertThatThrownBy(() -> optimizer.backwardStep(Loss.mse(second.output(), number)))
        .isInstanceOf(CandleException.class);
  }

  @Test
  void theProgramPrintsAPredictionForEachNumber() {
    CommandRun run = CommandRun.of("elman", "--epochs", "20");
    assertThat(run.err()).isEmpty();
    assertThat(run.out())
        .contains("tanh of that    0.03998  0.00000  0.21652")
        .containsPattern("after 7: \\d\\.\\d{4}  wanted 8\\R")
        .containsPattern("after 8: \\d\\.\\d{4}  never seen\\R");
  }

  @Test
  void optionsThatDoNotGoTogetherAreRefused() {
    assertThat(CommandRun.of("elman", "--no-context", "--library").err().lines())
        .containsExactly("error: choose one of --no-context, --library and --whole");
    assertThat(CommandRun.of("elman", "--sequence", "1").err().lines())
        .containsExactly("error: --sequence wants two numbers or more");
  }

  @Test
  void optionsThatWouldDoNothingWithSeedsAreRefused() {
    assertThat(CommandRun.of("elman", "--seeds", "2", "--plot", "loss.png").err().lines())
        .containsExactly("error: --seeds prints losses only: leave out --plot");
  }

  @Test
  void fractionsOfTheSequenceArePrintedAsTheyAre() {
    assertThat(CommandRun.of("elman", "--epochs", "1", "--sequence", "0,0.5,1").out())
        .contains("after 0.5: ")
        .containsPattern("wanted 0\\.5\\R")
        .containsPattern("wanted 1\\R");
  }

  @Test
  void aCheckpointGoesOnToTheSameDigits(@TempDir Path folder) {
    String place = folder.resolve("run").toString();
    String whole = CommandRun.of("elman", "--epochs", "30").out();
    assertThat(CommandRun.of("elman", "--epochs", "10", "--checkpoint", place).code()).isZero();
    String rest = CommandRun.of("elman", "--epochs", "30", "--checkpoint", place).out();
    assertThat(predictions(rest)).hasSize(8).isEqualTo(predictions(whole));
  }

  private static List<String> predictions(String text) {
    Stream<String> lines = text.lines();
    return lines.filter(line -> line.startsWith("after")).toList();
  }
}
