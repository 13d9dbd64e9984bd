package io.github.candle4j.nn.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.candle4j.core.CandleException;
import io.github.candle4j.core.Device;
import io.github.candle4j.core.Tensor;
import io.github.candle4j.nn.Optimizer;
import io.github.candle4j.nn.Oracle;
import io.github.candle4j.nn.SGD;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongToDoubleFunction;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/// 120 steps of every schedule against PyTorch (tools/oracles/nn/schedules.py).
class ScheduleTest {
  private static final Oracle TORCH = Oracle.of("schedules");

  private static void check(String name, LongToDoubleFunction schedule) {
    double[] expected = TORCH.get(name).toVec1F64();
    assertThat(expected).hasSize(120);
    for (int step = 0; step < expected.length; step++) {
      assertThat(schedule.applyAsDouble(step))
          .as(name + " at " + step)
          .isCloseTo(expected[step], within(1e-12));
    }
  }

  @Test
  void jumpsAndCurves() {
    check("step", new Schedule.Step(7, 0.6)::at);
    check("multi_step", new Schedule.MultiStep(List.of(17L, 3L, 17L, 60L), 0.3)::at);
    check("exponential", new Schedule.Exponential(0.97)::at);
    check("linear", new Schedule.Linear(0.2, 0.9, 30)::at);
    check("polynomial", new Schedule.Polynomial(50, 2.5)::at);
    check("cosine", new Schedule.Cosine(120, 0.1)::at);
    check("restarts", new Schedule.CosineRestarts(10, 1, 0.05)::at);
    check("restarts_longer", new Schedule.CosineRestarts(7, 3, 0)::at);
  }

  @Test
  void oneAfterTheOther() {
    check("warmup", new Schedule.Linear(0.1, 1, 9).then(10, new Schedule.Cosine(110, 0))::at);
    check("warmup", Schedule.warmup(10, new Schedule.Cosine(110, 0))::at);
    Schedule three =
        new Schedule.Constant().then(5, new Schedule.Exponential(0.5).then(2, step -> 0.1));
    assertThat(three.at(4)).isEqualTo(1);
    assertThat(three.at(6)).isEqualTo(0.5);
    assertThat(three.at(7)).isEqualTo(0.1);
    assertThat(Schedule.warmup(1, new Schedule.Constant()).at(0)).isEqualTo(1);
    assertThat(Schedule.warmup(4, new Schedule.Constant()).at(0)).isEqualTo(0.25);
  }

  @Test
  void oneCycleOfRateAndMomentum() {
    OneCycle cycle = OneCycle.of(120);
    check("one_cycle", cycle::at);
    check("one_cycle.momentum", cycle::momentumAt);
    OneCycle all =
        cycle
            .withRise(0.22)
            .withCosine(false)
            .withBaseMomentum(0.7)
            .withMaxMomentum(0.9)
            .withDiv(10)
            .withFinalDiv(50)
            .withThreePhases(true);
    check("one_cycle_all", all::at);
    check("one_cycle_all.momentum", all::momentumAt);
  }

  @Test
  void whatComesAfterTheEndStaysThere() {
    assertThat(new Schedule.Cosine(10, 0.1).at(1000)).isEqualTo(0.1);
    assertThat(new Schedule.Linear(1, 0.5, 10).at(1000)).isEqualTo(0.5);
    assertThat(new Schedule.Polynomial(10, 1).at(1000)).isZero();
    assertThat(OneCycle.of(10).at(1000)).isCloseTo(1 / 25e4, within(1e-18));
    assertThat(OneCycle.of(10).momentumAt(1000)).isEqualTo(0.95);
    // A rise of one step begins at the top, one of none behind it: PyTorch has (1 + cos(0.1 π)) /
    // 2.
    assertThat(OneCycle.of(10).withRise(0).at(0))
        .isCloseTo((1 + Math.cos(0.1 * Math.PI)) / 2, within(1e-6));
    assertThat(OneCycle.of(10).withRise(0.1).at(0)).isEqualTo(1);
    assertThat(OneCycle.of(1).at(0)).isEqualTo(1 / 25e4);
    assertThat(new Schedule.Step(3, 0.5).at(Long.MAX_VALUE)).isZero();
    assertThat(new Schedule.CosineRestarts(1, 2, 0.5).at(Long.MAX_VALUE)).isBetween(0.5, 1.0);
    assertThat(new Schedule.CosineRestarts(10, 1, 0).at(1_000_000_000_003L))
        .isEqualTo(new Schedule.CosineRestarts(10, 1, 0).at(3));
  }

  @Test
  void plateausReduceTheRateOfAnOptimizer() {
    checkPlateau("plateau", TORCH.get("metric"), plateau(0.5, 3));
    ReduceOnPlateauConfig all =
        plateau(0.4, 1)
            .withBetter(Better.HIGHER)
            .withThreshold(0.02)
            .withRelative(false)
            .withCooldown(3)
            .withMinLr(0.01)
            .withEps(0.005);
    checkPlateau("plateau_all", TORCH.get("metric").neg(), all);
  }

  private static ReduceOnPlateauConfig plateau(double factor, int patience) {
    return ReduceOnPlateauConfig.defaults().withFactor(factor).withPatience(patience);
  }

  /// Every tenth step another one goes on from the state.
  private static void checkPlateau(String name, Tensor metric, ReduceOnPlateauConfig config) {
    Optimizer optimizer = new SGD(List.of(), 1);
    ReduceOnPlateau plateau = new ReduceOnPlateau(optimizer, config);
    double[] values = metric.toVec1F64();
    double[] expected = TORCH.get(name).toVec1F64();
    int reductions = 0;
    for (int i = 0; i < values.length; i++) {
      assertThat(optimizer.learningRate()).as(name + i).isCloseTo(expected[i], within(1e-12));
      if (i % 10 == 9) {
        Map<String, Tensor> state = plateau.state();
        plateau = new ReduceOnPlateau(optimizer, config);
        plateau.setState(state);
      }
      double before = optimizer.learningRate();
      assertThat(plateau.update(values[i])).isEqualTo(optimizer.learningRate() < before);
      reductions += optimizer.learningRate() < before ? 1 : 0;
    }
    assertThat(reductions).isGreaterThan(2);
  }

  @Test
  void nanIsNoBetter() {
    Optimizer optimizer = new SGD(List.of(), 1);
    ReduceOnPlateau plateau = new ReduceOnPlateau(optimizer, plateau(0.5, 0));
    plateau.update(3);
    assertThat(plateau.update(Double.NaN)).isTrue();
    assertThat(plateau.best()).isEqualTo(3);
    assertThat(optimizer.learningRate()).isEqualTo(0.5);
  }

  @Test
  void settingsAndStatesThatDoNotFitThrow() {
    assertRefused(() -> new Schedule.Step(0, 1), "step: every must be 1 or more, got 0");
    assertRefused(
        () -> new Schedule.Exponential(Double.NaN),
        "exponential: gamma must be 0 or more and finite, got NaN");
    assertRefused(
        () -> new Schedule.Cosine(5, -1), "cosine: floor must be 0 or more and finite, got -1.0");
    assertRefused(
        () -> new Schedule.Polynomial(5, 0),
        "polynomial: power must be above 0 and finite, got 0.0");
    assertRefused(
        () -> new Schedule.Constant().then(0, new Schedule.Constant()),
        "joined: steps must be 1 or more, got 0");
    assertRefused(
        () -> Schedule.warmup(0, new Schedule.Constant()),
        "warmup: steps must be 1 or more, got 0");
    assertRefused(
        () -> OneCycle.of(5).withRise(1.1), "one_cycle: rise must be from 0 to 1, got 1.1");
    assertRefused(
        () -> plateau(1, 1), "reduce_on_plateau: factor must be 0 or more and below 1, got 1.0");
    ReduceOnPlateau plateau = new ReduceOnPlateau(new SGD(List.of(), 1), plateau(0.5, 1));
    Map<String, Tensor> state = new LinkedHashMap<>(plateau.state());
    state.put("best", Tensor.of(1f, Device.CPU));
    assertRefused(
        () -> plateau.setState(state),
        "reduce_on_plateau: entry best of the state is [] F32, expected [] F64");
    state.remove("waited");
    state.put("best", Tensor.of(1.0, Device.CPU));
    assertRefused(
        () -> plateau.setState(state), "reduce_on_plateau: entry waited is missing in the state");
    state.put("more", Tensor.of(1.0, Device.CPU));
    assertRefused(
        () -> plateau.setState(state),
        "reduce_on_plateau: entry more of the state belongs to nothing here");
  }

  private static void assertRefused(ThrowingCallable call, String message) {
    assertThatThrownBy(call).isInstanceOf(CandleException.class).hasMessage(message);
  }
}
