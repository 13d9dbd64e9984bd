package io.github.candle4j.nn.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.candle4j.core.CandleException;
import io.github.candle4j.core.DType;
import io.github.candle4j.core.Device;
import io.github.candle4j.core.Shape;
import io.github.candle4j.core.Tensor;
import io.github.candle4j.core.Var;
import io.github.candle4j.nn.Activation;
import io.github.candle4j.nn.AdamW;
import io.github.candle4j.nn.Linear;
import io.github.candle4j.nn.Loss;
import io.github.candle4j.nn.Optimizer;
import io.github.candle4j.nn.ParamsSGD;
import io.github.candle4j.nn.SGD;
import io.github.candle4j.nn.Sequential;
import io.github.candle4j.nn.VarBuilder;
import io.github.candle4j.nn.VarMap;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Small programs: a network that learns from generated data, with all that training has around it.
class TrainingProgramsTest {
  private static final Device CPU = Device.CPU;
  private static final int ROWS = 96;

  /// Points of a square, and the class of the quadrant: whether both coordinates have the same sign.
  private Tensor points = Tensor.zeros(Shape.of(0), DType.F64, CPU);

  private Tensor labels = points;

  /// A network and its variables.
  private record Net(VarMap vars, Sequential layers) {
    static Net create(DType dtype) {
      VarMap vars = new VarMap();
      VarBuilder vb = VarBuilder.fromVarmap(vars, dtype, CPU);
      Sequential layers =
          Sequential.seq()
              .add(Linear.linear(2, 16, vb.pp("a")))
              .add(Activation.TANH)
              .add(Linear.linear(16, 2, vb.pp("b")));
      return new Net(vars, layers);
    }

    /// The same numbers in variables of its own.
    Net copy() {
      Net other = create(vars.allVars().getFirst().dtype());
      other.vars.set(vars.data());
      return other;
    }
  }

  @BeforeEach
  void data() {
    CPU.setSeed(3);
    points = Tensor.rand(-1d, 1d, Shape.of(ROWS, 2), CPU);
    Tensor product = points.narrow(1, 0, 1).mul(points.narrow(1, 1, 1)).squeeze(1);
    labels = product.gt(0).toDtype(DType.U32);
  }

  private Tensor loss(Net net, int from, int rows) {
    Tensor logits = net.layers.forward(points.narrow(0, from, rows));
    return Loss.crossEntropy(logits, labels.narrow(0, from, rows));
  }

  @Test
  void accumulatedGradientsAreThoseOfALargeBatch() {
    Net large = Net.create(DType.F64);
    Net small = large.copy();
    Optimizer ofLarge = AdamW.newLr(large.vars.allVars(), 0.01);
    Optimizer ofSmall = AdamW.newLr(small.vars.allVars(), 0.01);
    int[] parts = {7, 32, 1, 40, 16};
    GradientAccumulator sum = new GradientAccumulator();
    for (int step = 0; step < 30; step++) {
      ofLarge.backwardStep(loss(large, 0, ROWS));
      int from = 0;
      for (int rows : parts) {
        sum.add(loss(small, from, rows).backward(), rows);
        from += rows;
      }
      assertThat(from).isEqualTo(ROWS);
      ofSmall.step(sum.take());
    }
    assertThat(loss(large, 0, ROWS).toScalarF64()).isLessThan(0.6);
    List<Var> expected = large.vars.allVars();
    List<Var> actual = small.vars.allVars();
    for (int i = 0; i < expected.size(); i++) {
      assertThat(actual.get(i).flattenAll().toVec1F64())
          .containsExactly(expected.get(i).flattenAll().toVec1F64(), within(1e-12));
    }
  }

  @Test
  void finderThenOneCycleBeatsAFixedBadRate() {
    Net start = Net.create(DType.F64);
    Net swept = start.copy();
    SGD sgd = new SGD(swept.vars.allVars(), ParamsSGD.defaults().withMomentum(0.9));
    LearningRateFinder finder =
        new LearningRateFinder(
            swept.vars.allVars(),
            sgd,
            LearningRateFinderConfig.defaults().withFrom(1e-4).withTo(100));
    LearningRateFinder.Found found = finder.run(() -> step(swept, sgd, 0));
    double rate = found.suggestion().orElseThrow();
    assertThat(rate).isBetween(0.01, 10.0);
    for (int i = 0; i < swept.vars.allVars().size(); i++) {
      assertThat(swept.vars.allVars().get(i).flattenAll().toVec1F64())
          .containsExactly(start.vars.allVars().get(i).flattenAll().toVec1F64());
    }
    assertThat(sgd.learningRate()).isEqualTo(1e-3);
    assertThat(sgd.state().keySet()).containsExactly("lr", "variables");

    OneCycle cycle = OneCycle.of(200);
    for (int i = 0; i < 200; i++) {
      sgd.setParams(sgd.params().withLr(rate * cycle.at(i)).withMomentum(cycle.momentumAt(i)));
      step(swept, sgd, i);
    }
    double ofCycle = loss(swept, 0, ROWS).toScalarF64();
    assertThat(ofCycle).isLessThan(0.3);
    for (double bad : new double[] {rate / 1000, rate * 1000}) {
      Net fixed = start.copy();
      SGD other = new SGD(fixed.vars.allVars(), ParamsSGD.defaults().withMomentum(0.9).withLr(bad));
      for (int i = 0; i < 200; i++) {
        step(fixed, other, i);
      }
      assertThat(loss(fixed, 0, ROWS).toScalarF64()).isGreaterThan(2 * ofCycle);
    }
  }

  private double step(Net net, Optimizer optimizer, int i) {
    Tensor loss = loss(net, i % 3 * 32, 32);
    optimizer.backwardStep(loss);
    return loss.toScalarF64();
  }

  @Test
  void sweepGrowsByOneFactorAndStopsWhereItDiverges() {
    // The loss w² / 2 is multiplied by (1 - lr)² in each step: it rises for rates above 2.
    Var w = Var.of(new double[] {3}, CPU);
    SGD sgd = new SGD(List.of(w), 0.5);
    LearningRateFinderConfig config =
        LearningRateFinderConfig.defaults().withFrom(1.3e-3).withTo(1.3e3).withSteps(61);
    LearningRateFinder finder = new LearningRateFinder(List.of(w), sgd, config.withSmoothing(0));
    LearningRateFinder.Found found =
        finder.run(() -> {
          Tensor loss = w.sqr().mul(0.5).sumAll();
          sgd.backwardStep(loss);
          return loss.toScalarF64();
        });
    assertThat(found.diverged()).isTrue();
    List<LearningRateFinder.Point> points = found.points();
    double value = 3;
    for (int i = 0; i < points.size(); i++) {
      LearningRateFinder.Point point = points.get(i);
      assertThat(point.rate())
          .isCloseTo(1.3e-3 * Math.pow(10, i / 10.0), within(1e-9 * point.rate()));
      assertThat(point.loss()).isCloseTo(value * value / 2, within(1e-12));
      assertThat(point.smoothed()).isCloseTo(point.loss(), within(1e-12));
      value *= 1 - point.rate();
    }
    assertThat(points.getLast().rate()).isBetween(1.0, 10.0);
    assertThat(found.suggestion().orElseThrow()).isBetween(0.01, 1.0);
    assertThat(w.toVec1F64()).containsExactly(3);
    assertThat(sgd.learningRate()).isEqualTo(0.5);
  }

  @Test
  void lossThatNeverFallsGivesNoSuggestionAndErrorsRestore() {
    Var w = Var.of(new double[] {3}, CPU);
    SGD sgd = new SGD(List.of(w), 0.5);
    LearningRateFinder finder = new LearningRateFinder(List.of(w), sgd);
    LearningRateFinder.Found flat = finder.run(() -> 1);
    assertThat(flat.suggestion()).isEmpty();
    assertThat(flat.points()).hasSize(100);
    assertThat(flat.diverged()).isFalse();
    assertThat(finder.run(() -> Double.NaN).points()).isEmpty();
    assertThatThrownBy(() ->
            finder.run(() -> {
              w.zeroSet();
              throw new IllegalStateException("no more data");
            }))
        .hasMessage("no more data");
    assertThat(w.toVec1F64()).containsExactly(3);
    assertThat(sgd.learningRate()).isEqualTo(0.5);
    assertThatThrownBy(() -> LearningRateFinderConfig.defaults().withTo(1e-9))
        .isInstanceOf(CandleException.class)
        .hasMessage("learning_rate_finder: to must be above from = 1.0E-7, got 1.0E-9");
    assertThatThrownBy(() -> LearningRateFinderConfig.defaults().withSteps(3))
        .hasMessage("learning_rate_finder: steps must be 10 or more, got 3.0");
  }
}
