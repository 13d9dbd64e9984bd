package io.github.candle4j.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.candle4j.core.CandleException;
import io.github.candle4j.core.DType;
import io.github.candle4j.core.Device;
import io.github.candle4j.core.GradStore;
import io.github.candle4j.core.Safetensors;
import io.github.candle4j.core.Shape;
import io.github.candle4j.core.Tensor;
import io.github.candle4j.core.Var;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// States of optimizers, groups, dtypes, and what is refused.
class OptimizerStateTest {
  private static final Device CPU = Device.CPU;
  private static final List<Function<List<Var>, Optimizer>> KINDS =
      List.of(
          vars -> new SGD(vars, 0.1),
          vars -> new SGD(vars, ParamsSGD.defaults().withLr(0.1).withMomentum(0.9)),
          vars -> Adam.newLr(vars, 0.1),
          vars -> new AdamW(vars, ParamsAdamW.defaults().withLr(0.1).withAmsgrad(true)),
          vars -> RMSprop.newLr(vars, 0.1),
          vars -> new RMSprop(vars, ParamsRMSprop.defaults().withCentered(true).withMomentum(0.5)),
          vars -> Adagrad.newLr(vars, 0.1),
          vars -> Lion.newLr(vars, 0.1),
          vars -> Muon.newLr(vars, 0.1));

  private final Var p = Var.of(new float[][] {{1, -2}, {3, 4}}, CPU);

  private static Tensor loss(Var p) {
    return p.toDtype(DType.F32).sub(0.5).sqr().sumAll();
  }

  private static Tensor entry(Map<String, Tensor> state, String name) {
    return Objects.requireNonNull(state.get(name), name);
  }

  @Test
  void statesSurviveAFile(@TempDir Path folder) {
    Path file = folder.resolve("state.safetensors");
    for (Function<List<Var>, Optimizer> kind : KINDS) {
      Optimizer first = kind.apply(List.of(p));
      first.backwardStep(loss(p));
      first.setLearningRate(0.03);
      Safetensors.save(first.state(), file);
      Var q = Var.fromTensor(p.copy());
      Optimizer second = kind.apply(List.of(q));
      second.setState(Safetensors.load(file, CPU));
      assertThat(second.learningRate()).isEqualTo(0.03);
      for (int i = 0; i < 3; i++) {
        first.backwardStep(loss(p));
        second.backwardStep(loss(q));
      }
      assertThat(q.flattenAll().toVec1F32()).containsExactly(p.flattenAll().toVec1F32());
    }
  }

  @Test
  void namesOfAStateAreInOrderAndItsTensorsAreCopies() {
    Var idle = Var.of(new float[] {1}, CPU);
    AdamW optimizer = AdamW.newLr(List.of(p, idle), 0.1);
    assertThat(optimizer.state().keySet()).containsExactly("lr", "variables");
    optimizer.backwardStep(loss(p));
    Map<String, Tensor> state = optimizer.state();
    assertThat(state.keySet())
        .containsExactly("lr", "variables", "0.step", "0.exp_avg", "0.exp_avg_sq");
    assertThat(entry(state, "0.step").toScalarI64()).isEqualTo(1);
    assertThat(entry(state, "lr").toScalarF64()).isEqualTo(0.1);
    float[] before = entry(state, "0.exp_avg").flattenAll().toVec1F32();
    optimizer.backwardStep(loss(p));
    assertThat(entry(state, "0.exp_avg").flattenAll().toVec1F32()).containsExactly(before);
    optimizer.setState(state);
    optimizer.backwardStep(loss(p));
    assertThat(entry(state, "0.exp_avg").flattenAll().toVec1F32()).containsExactly(before);
    assertThat(entry(optimizer.state(), "0.step").toScalarI64()).isEqualTo(2);
  }

  @Test
  void stateThatDoesNotFitNamesTheEntryAndChangesNothing() {
    AdamW optimizer = AdamW.newLr(List.of(p), 0.1);
    optimizer.backwardStep(loss(p));
    assertRefused(optimizer, s -> s.remove("lr"), "entry lr is missing in the state");
    assertRefused(optimizer, s -> s.remove("0.exp_avg"), "entry 0.exp_avg is missing in the state");
    assertRefused(
        optimizer,
        s -> s.put("0.max_exp_avg_sq", p),
        "entry 0.max_exp_avg_sq of the state belongs to nothing here");
    assertRefused(
        optimizer,
        s -> s.put("0.exp_avg", Tensor.zeros(Shape.of(4), DType.F32, CPU)),
        "entry 0.exp_avg of the state is [4] F32, expected [2, 2] F32");
    assertRefused(
        optimizer,
        s -> s.put("0.exp_avg", p.toDtype(DType.F64)),
        "entry 0.exp_avg of the state is [2, 2] F64, expected [2, 2] F32");
    assertRefused(
        optimizer,
        s -> s.put("0.step", Tensor.of(0L, CPU)),
        "entry 0.step of the state must be 1 or more, got 0");
    assertRefused(
        optimizer,
        s -> s.put("variables", Tensor.of(3L, CPU)),
        "the state is of 3 variables, the optimizer has 1");
  }

  private static void assertRefused(
      Optimizer optimizer, Consumer<Map<String, Tensor>> damage, String message) {
    Map<String, Tensor> state = optimizer.state();
    state.put("lr", Tensor.of(0.7, CPU));
    damage.accept(state);
    assertThatThrownBy(() -> optimizer.setState(state))
        .isInstanceOf(CandleException.class)
        .hasMessage(
            "adamw: "
                + message
                + "\na state fits an optimizer of the same kind, settings and variables in the"
                + " same order");
    assertThat(optimizer.learningRate()).isEqualTo(0.1);
    assertThat(entry(optimizer.state(), "0.step").toScalarI64()).isEqualTo(1);
  }

  @Test
  void smallFloatsAreTrainedByEveryOptimizer() {
    for (Function<List<Var>, Optimizer> kind : KINDS) {
      for (DType dtype : List.of(DType.F16, DType.BF16)) {
        // Gradients of 1e-4: their squares are 0 in F16.
        Var small = Var.fromTensor(Tensor.of(new float[][] {{1, -2}, {3, 4}}, CPU).toDtype(dtype));
        Var wide = Var.fromTensor(small.toDtype(DType.F32));
        Optimizer optimizer = kind.apply(List.of(small));
        Optimizer reference = kind.apply(List.of(wide));
        for (int i = 0; i < 3; i++) {
          optimizer.backwardStep(small.mul(1e-4).sumAll());
          reference.backwardStep(wide.mul(1e-4).sumAll());
        }
        float[] expected = wide.flattenAll().toVec1F32();
        // Eight bits, each of the three steps rounded.
        assertThat(small.toDtype(DType.F32).flattenAll().toVec1F32())
            .containsExactly(expected, within(0.06f));
        optimizer
            .state()
            .forEach((name, tensor) -> assertThat(tensor.dtype()).as(name).isNotEqualTo(dtype));
      }
    }
  }

  @Test
  void variableThatComesLateStartsAsTheOthersDid() {
    Var late = Var.of(new float[] {1}, CPU);
    AdamW optimizer =
        new AdamW(List.of(p, late), ParamsAdamW.defaults().withLr(0.1).withWeightDecay(0));
    for (int i = 0; i < 9; i++) {
      optimizer.backwardStep(loss(p));
    }
    optimizer.backwardStep(late.mul(3).sumAll());
    // The first step of Adam is lr long, whatever the gradient.
    assertThat(late.toVec1F32()).containsExactly(new float[] {0.9f}, within(1e-6f));
  }

  @Test
  void momentumMayBeSwitchedOnAndOff() {
    Var x = Var.of(new double[] {0}, CPU);
    SGD sgd = new SGD(List.of(x), 1);
    sgd.backwardStep(x.sumAll());
    sgd.setParams(sgd.params().withMomentum(0.5));
    sgd.backwardStep(x.sumAll());
    // -1, then b = 0.5 · 0 + 1.
    assertThat(x.toVec1F64()).containsExactly(-2);
    sgd.backwardStep(x.sumAll());
    assertThat(x.toVec1F64()).containsExactly(-3.5);
    Var y = Var.of(new double[] {1}, CPU);
    sgd.push(y);
    assertThat(sgd.intoInner()).containsExactly(x, y);
  }

  @Test
  void settingsThatRememberMoreOrLessTakeTheStateThatTheyGive() {
    assertGoesOn(
        new SGD(List.of(p), 0.1), o -> o.setParams(o.params().withMomentum(0.9)), SGD::params);
    assertGoesOn(
        new SGD(List.of(p), ParamsSGD.defaults().withMomentum(0.9)),
        o -> o.setParams(o.params().withMomentum(0)),
        SGD::params);
    assertGoesOn(
        AdamW.newLr(List.of(p), 0.1),
        o -> o.setParams(o.params().withAmsgrad(true)),
        AdamW::params);
    assertGoesOn(
        new Adam(List.of(p), ParamsAdam.defaults().withAmsgrad(true)),
        o -> o.setParams(o.params().withAmsgrad(false)),
        Adam::params);
    assertGoesOn(
        RMSprop.newLr(List.of(p), 0.1),
        o -> o.setParams(o.params().withMomentum(0.5).withCentered(true)),
        RMSprop::params);
  }

  private <T extends Optimizer> void assertGoesOn(
      T optimizer, Consumer<T> change, Function<T, Object> params) {
    optimizer.backwardStep(loss(p));
    change.accept(optimizer);
    Map<String, Tensor> state = optimizer.state();
    float[] before = p.flattenAll().toVec1F32();
    optimizer.backwardStep(loss(p));
    float[] after = p.flattenAll().toVec1F32();
    optimizer.setState(state);
    p.set(Tensor.fromVec(before, Shape.of(2, 2), CPU));
    optimizer.backwardStep(loss(p));
    assertThat(p.flattenAll().toVec1F32()).as("%s", params.apply(optimizer)).containsExactly(after);
  }

  @Test
  void groupsHaveSettingsOfTheirOwnAndOneRate() {
    Var x = Var.of(new double[] {1}, CPU);
    Var y = Var.of(new double[] {1}, CPU);
    ParamsSGD params = ParamsSGD.defaults().withLr(0.1);
    ParamGroups groups =
        ParamGroups.of(new SGD(List.of(x), params.withWeightDecay(1)), new SGD(List.of(y), 0.02));
    groups.backwardStep(x.add(y).sumAll());
    assertThat(x.toVec1F64()).containsExactly(1 - 0.1 * 2);
    assertThat(y.toVec1F64()).containsExactly(1 - 0.02);
    groups.setLearningRate(0.5);
    assertThat(groups.learningRate()).isEqualTo(0.5);
    assertThat(groups.groups().get(1).learningRate()).isCloseTo(0.1, within(1e-15));
    groups.setLearningRate(0);
    groups.setLearningRate(0.1);
    assertThat(groups.groups().get(1).learningRate()).isCloseTo(0.02, within(1e-15));
    assertThatThrownBy(() -> ParamGroups.of())
        .isInstanceOf(CandleException.class)
        .hasMessage("param_groups: there must be one group at least");
    assertThatThrownBy(() -> ParamGroups.of(new SGD(List.of(), 0)))
        .isInstanceOf(CandleException.class)
        .hasMessage(
            "param_groups: the learning rate of the first group is 0\n"
                + "the rates of the others are kept as multiples of it; set it to 0 afterwards");
  }

  @Test
  void groupsOfSeveralKindsGoOnFromTheirState() {
    Var b = Var.of(new float[] {1, 2}, CPU);
    Var p2 = Var.fromTensor(p.copy());
    Var b2 = Var.fromTensor(b.copy());
    ParamGroups groups = ParamGroups.of(Muon.newLr(List.of(p), 0.1), AdamW.newLr(List.of(b), 0.01));
    ParamGroups others =
        ParamGroups.of(Muon.newLr(List.of(p2), 0.3), AdamW.newLr(List.of(b2), 0.2));
    groups.backwardStep(loss(p).add(loss(b)));
    p2.set(p);
    b2.set(b);
    others.setState(groups.state());
    assertThat(others.learningRate()).isEqualTo(0.1);
    groups.backwardStep(loss(p).add(loss(b)));
    others.backwardStep(loss(p2).add(loss(b2)));
    assertThat(p2.flattenAll().toVec1F32()).containsExactly(p.flattenAll().toVec1F32());
    assertThat(b2.toVec1F32()).containsExactly(b.toVec1F32());
    Map<String, Tensor> state = new LinkedHashMap<>(groups.state());
    state.remove("groups.1.0.exp_avg");
    state.put("groups.0.lr", Tensor.of(5.0, CPU));
    assertThatThrownBy(() -> others.setState(state))
        .isInstanceOf(CandleException.class)
        .hasMessageStartingWith("adamw: entry 0.exp_avg is missing in the state\n");
    assertThat(others.groups().get(0).learningRate()).isEqualTo(0.1);
    state.put("lr", Tensor.of(5.0, CPU));
    assertThatThrownBy(() -> others.setState(state))
        .isInstanceOf(CandleException.class)
        .hasMessage("param_groups: entry lr of the state belongs to none of the 2 groups");
  }

  @Test
  void variableThatIsThereTwiceThrows() {
    Var q = Var.of(new float[] {1, 2}, CPU);
    assertThrows(
        () -> AdamW.newLr(List.of(p, q, q), 0.1),
        "adamw: variable 1, of shape [2], is there twice\n"
            + "it would make two steps at once; give each variable once");
  }

  @Test
  void gradientThatDoesNotFitLeavesTheStateAsItWas() {
    GradStore grads = new GradStore();
    grads.insert(p, Tensor.of(new float[] {1, 2}, CPU));
    for (Function<List<Var>, Optimizer> kind : KINDS) {
      Optimizer optimizer = kind.apply(List.of(p));
      assertThatThrownBy(() -> optimizer.step(grads))
          .isInstanceOf(CandleException.class)
          .hasMessageContaining("lhs: [2, 2], rhs: [2]\n");
      assertThat(optimizer.state().keySet()).containsExactly("lr", "variables");
      assertThat(p.flattenAll().toVec1F32()).containsExactly(1, -2, 3, 4);
    }
  }

  @Test
  void settingsOutsideTheirRangeThrow() {
    assertThrows(
        () -> ParamsSGD.defaults().withNesterov(true),
        "sgd: nesterov wants a momentum above 0 and a dampening of 0");
    assertThrows(
        () -> ParamsSGD.defaults().withMomentum(-1), "sgd: momentum must be 0 or more, got -1.0");
    assertThrows(
        () -> ParamsAdam.defaults().withEps(-1e-8), "adam: eps must be 0 or more, got -1.0E-8");
    assertThrows(
        () -> ParamsRMSprop.defaults().withAlpha(1),
        "rmsprop: alpha must be 0 or more and below 1, got 1.0");
    assertThrows(
        () -> ParamsAdagrad.defaults().withInitialAccumulatorValue(Double.NaN),
        "adagrad: initialAccumulatorValue must be 0 or more, got NaN");
    assertThrows(
        () -> ParamsLion.defaults().withBeta2(1.5),
        "lion: beta2 must be 0 or more and below 1, got 1.5");
    assertThrows(
        () -> ParamsMuon.defaults().withSteps(0), "muon: steps must be from 1 to 99, got 0.0");
    assertThrows(
        () -> Muon.newLr(List.of(Var.of(new float[] {1}, CPU)), 0.1),
        "muon: a parameter must be a matrix, got shape [1]\n"
            + "give the others to AdamW, and both to ParamGroups.of(..)");
    assertThrows(
        () -> Lion.newLr(List.of(p), 0.1).setLearningRate(Double.POSITIVE_INFINITY),
        "lion: lr must be 0 or more and finite, got Infinity");
  }

  private static void assertThrows(
      org.assertj.core.api.ThrowableAssert.ThrowingCallable call, String message) {
    assertThatThrownBy(call).isInstanceOf(CandleException.class).hasMessage(message);
  }

  @Test
  void anOptimizerOfOnesOwnNeedNotHaveAState() {
    Optimizer own =
        new Optimizer() {
          @Override
          public void step(GradStore grads) {}

          @Override
          public double learningRate() {
            return 0.1;
          }

          @Override
          public void setLearningRate(double lr) {}
        };
    assertThatThrownBy(own::state)
        .isInstanceOf(CandleException.class)
        .hasMessage(
            "state: this optimizer does not say what its state is\n"
                + "override state() and setState(..); without state, return Map.of() and do"
                + " nothing");
    assertThatThrownBy(() -> own.setState(java.util.Map.of()))
        .isInstanceOf(CandleException.class)
        .hasMessageStartingWith("set_state: ");
  }
}
