package io.github.candle4j.examples.ch12;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.candle4j.core.DType;
import io.github.candle4j.core.Device;
import io.github.candle4j.core.Shape;
import io.github.candle4j.core.Tensor;
import io.github.candle4j.examples.CommandRun;
import io.github.candle4j.examples.ch12.LstmTraining.Mode;
import io.github.candle4j.nn.LSTM;
import io.github.candle4j.nn.LSTMConfig;
import io.github.candle4j.nn.LSTMState;
import io.github.candle4j.nn.Linear;
import io.github.candle4j.nn.RnnWeights;
import io.github.candle4j.nn.VarBuilder;
import io.github.candle4j.nn.VarMap;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LstmTest {
  private static final double[] EIGHT = {1, 2, 3, 4, 5, 6, 7, 8};
  private static final double[] UP_AND_DOWN = {1, 2, 3, 2, 1, 2, 3, 2, 1, 2, 3, 2};

  @Test
  void fourLinearLayersAreTheLayerOfTheLibrary() {
    Device.CPU.setSeed(3);
    int hidden = 5;
    var cell =
        GatesByHand.create(hidden, VarBuilder.fromVarmap(new VarMap(), DType.F32, Device.CPU));
    // The library has the gates i, f, g, o in one weight, split into what sees the state and what
    // sees the input.
    List<Linear> order = List.of(cell.input(), cell.forget(), cell.value(), cell.output());
    Tensor all =
        Tensor.cat(order.stream().map(Linear::weight).toList(), 0); // [4 hidden, hidden + 1]
    Tensor bias = Tensor.cat(order.stream().map(gate -> gate.bias().orElseThrow()).toList(), 0);
    var weights =
        new RnnWeights(
            all.narrow(1, hidden, 1),
            all.narrow(1, 0, hidden),
            Optional.of(bias),
            Optional.empty());
    LSTM lstm = new LSTM(weights, LSTMConfig.defaults());
    LSTMState state = cell.zeroState();
    for (float x : new float[] {0.5f, -2, 1}) {
      Tensor number = Tensor.full(x, Shape.of(1, 1), Device.CPU);
      LSTMState wanted = lstm.step(number, state);
      state = cell.step(number, state);
      same(state.h(), wanted.h());
      same(state.c(), wanted.c());
    }
  }

  private static void same(Tensor got, Tensor wanted) {
    assertThat(got.toVec2F32()[0]).containsExactly(wanted.toVec2F32()[0], within(1e-6f));
  }

  @Test
  void theSettingsOfTheBookCountToEight() {
    var training = new LstmTraining(new LstmTraining.Settings(42, 20, 0.01, Mode.BY_HAND, EIGHT));
    double loss = 1;
    for (int epoch = 0; epoch < 2000; epoch++) {
      loss = training.epoch();
    }
    assertThat(loss).isLessThan(1e-3);
    List<Double> predictions = training.predictions(1);
    for (int i = 0; i < 7; i++) {
      assertThat(predictions.get(i)).isCloseTo(i + 2, within(0.05));
    }
    assertThat(predictions.get(7)).isBetween(8.7, 9.0);
    assertThat(predictions.get(8)).isBetween(9.1, 9.5);
    assertThat(training.gates()).hasSize(8);
  }

  @Test
  void theLayerOfTheLibraryCountsToo() {
    var settings = new LstmTraining.Settings(42, 20, 0.01, Mode.LIBRARY, EIGHT);
    assertThat(LstmTraining.loss(settings, 2000)).isLessThan(2e-3);
  }

  @Test
  void onlyAMemoryTellsUpFromDown() {
    assertThat(upAndDown(Mode.BY_HAND)).isLessThan(0.01);
    assertThat(upAndDown(Mode.MEMORYLESS)).isGreaterThan(0.4);
  }

  private static double upAndDown(Mode mode) {
    return LstmTraining.loss(new LstmTraining.Settings(42, 10, 0.05, mode, UP_AND_DOWN), 1000);
  }

  @Test
  void theProgramPrintsAndDrawsTheGates(@TempDir Path folder) {
    Path plot = folder.resolve("gates.png");
    CommandRun run = CommandRun.of("lstm", "--epochs", "5", "--gates", "--plot", plot.toString());
    assertThat(run.err()).isEmpty();
    assertThat(run.out()).contains("number  forget  input   value   output");
    assertThat(Files.exists(plot)).isTrue();
  }

  @Test
  void aCheckpointGoesOnToTheSameDigits(@TempDir Path folder) {
    String place = folder.resolve("run").toString();
    String whole = CommandRun.of("lstm", "--epochs", "30").out();
    assertThat(CommandRun.of("lstm", "--epochs", "10", "--checkpoint", place).code()).isZero();
    String rest = CommandRun.of("lstm", "--epochs", "30", "--checkpoint", place).out();
    assertThat(last(rest)).hasSize(9).isEqualTo(last(whole));
  }

  private static List<String> last(String text) {
    Stream<String> lines = text.lines();
    return lines.filter(line -> line.startsWith("after")).toList();
  }

  @Test
  void wrongOptionsAreRefused() {
    assertThat(CommandRun.of("lstm", "--mode", "library", "--gates").err().lines())
        .containsExactly("error: --gates and --plot show the gates that are made by_hand");
    assertThat(CommandRun.of("lstm", "--mode", "magic").code()).isEqualTo(2);
    assertThat(CommandRun.of("lstm", "--sequence", "1").err().lines())
        .containsExactly("error: --sequence wants two numbers or more");
  }

  @Test
  void optionsThatWouldDoNothingWithSeedsAreRefused() {
    assertThat(CommandRun.of("lstm", "--seeds", "2", "--gates").err().lines())
        .containsExactly("error: --seeds prints losses only: leave out --gates and --plot");
  }

  @Test
  void fractionsOfTheSequenceArePrintedAsTheyAre() {
    assertThat(CommandRun.of("lstm", "--epochs", "1", "--sequence", "0,0.5,1").out())
        .contains("after 0.5000: ")
        .containsPattern("wanted 0\\.5\\R")
        .containsPattern("wanted 1\\R");
  }
}
