package io.github.candle4j.nn;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.candle4j.core.GradStore;
import io.github.candle4j.core.Tensor;
import io.github.candle4j.core.Var;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/// Twenty steps of every optimizer, with every setting, against PyTorch (tools/oracles/nn/optimizers.py); and from each of these
/// steps on again in a new optimizer, bit for bit.
class OptimizerOracleTest {
  private static final Oracle TORCH = Oracle.of("optimizers");
  private static final double CLOSE = 1e-12;

  private static void check(String name, Function<List<Var>, Optimizer> make) {
    check(name, make, "w", "b");
  }

  private static void check(
      String name, Function<List<Var>, Optimizer> make, String... parameters) {
    Var[] vars = new Var[parameters.length];
    Var[] again = new Var[parameters.length];
    for (int k = 0; k < vars.length; k++) {
      vars[k] = Var.fromTensor(TORCH.get(parameters[k]));
      again[k] = Var.fromTensor(TORCH.get(parameters[k]));
    }
    Optimizer optimizer = make.apply(List.of(vars));
    int steps = TORCH.get(name + "." + parameters[0]).dim(0);
    assertThat(steps).isEqualTo(20);
    Optimizer other = make.apply(List.of(again));
    for (int i = 0; i < steps; i++) {
      if (i % 7 == 0) {
        // Another optimizer goes on from here.
        Optimizer fresh = make.apply(List.of(again));
        fresh.setState(optimizer.state());
        other = fresh;
      }
      other.step(gradients(i, again, parameters));
      optimizer.step(gradients(i, vars, parameters));
      for (int k = 0; k < vars.length; k++) {
        double[] ours = vars[k].flattenAll().toVec1F64();
        assertThat(again[k].flattenAll().toVec1F64()).containsExactly(ours);
        assertNear(
            name + ", step " + i + ", " + parameters[k], ours, theirs(name, parameters[k], i));
      }
    }
  }

  private static double[] theirs(String name, String parameter, int step) {
    return TORCH.get(name + "." + parameter).get(step).flattenAll().toVec1F64();
  }

  private static void assertNear(String what, double[] ours, double... theirs) {
    for (int j = 0; j < ours.length; j++) {
      if (!(Math.abs(ours[j] - theirs[j]) <= CLOSE * Math.max(1, Math.abs(theirs[j])))) {
        throw new AssertionError(what + "[" + j + "]: " + ours[j] + ", PyTorch has " + theirs[j]);
      }
    }
  }

  private static GradStore gradients(int step, Var[] vars, String... parameters) {
    GradStore store = new GradStore();
    for (int k = 0; k < vars.length; k++) {
      Tensor all = TORCH.get("g" + parameters[k]);
      store.insert(vars[k], all.get(step));
    }
    return store;
  }

  @Test
  void gradientDescent() {
    ParamsSGD params = ParamsSGD.defaults().withLr(0.1);
    ParamsSGD decay = params.withWeightDecay(0.3);
    check("sgd", vars -> new SGD(vars, 0.1));
    check("sgd_decay", vars -> new SGD(vars, decay));
    check("sgd_momentum", vars -> new SGD(vars, params.withMomentum(0.9)));
    check("sgd_dampening", vars -> new SGD(vars, decay.withMomentum(0.8).withDampening(0.4)));
    check("sgd_nesterov", vars -> new SGD(vars, decay.withMomentum(0.9).withNesterov(true)));
  }

  @Test
  void adam() {
    check("adam", vars -> Adam.newLr(vars, 0.1));
    check("adam_all", vars -> new Adam(vars, new ParamsAdam(0.05, 0.8, 0.95, 1e-3, 0.3, true)));
    check("adamw", vars -> AdamW.newLr(vars, 0.1));
    check("adamw_all", vars -> new AdamW(vars, new ParamsAdamW(0.05, 0.8, 0.95, 1e-3, 0.3, true)));
  }

  @Test
  void rmsprop() {
    ParamsRMSprop params = ParamsRMSprop.defaults().withLr(0.05);
    ParamsRMSprop centered =
        params.withAlpha(0.9).withEps(1e-3).withCentered(true).withWeightDecay(0.3);
    check("rmsprop", vars -> RMSprop.newLr(vars, 0.05));
    check("rmsprop_centered", vars -> new RMSprop(vars, centered));
    check("rmsprop_momentum", vars -> new RMSprop(vars, params.withMomentum(0.7)));
    check("rmsprop_all", vars -> new RMSprop(vars, centered.withMomentum(0.7)));
  }

  @Test
  void adagrad() {
    check("adagrad", vars -> Adagrad.newLr(vars, 0.1));
    check("adagrad_all", vars -> new Adagrad(vars, new ParamsAdagrad(0.1, 0.2, 0.3, 0.5, 1e-3)));
  }

  @Test
  void lion() {
    check("lion", vars -> Lion.newLr(vars, 0.1));
    check("lion_all", vars -> new Lion(vars, new ParamsLion(0.05, 0.8, 0.95, 0.3)));
  }

  @Test
  void muon() {
    check("muon", vars -> Muon.newLr(vars, 0.1), "w", "tall");
    ParamsMuon all = new ParamsMuon(0.1, 0.3, 0.8, false, 3, 1e-5, ParamsMuon.Scale.MATCH_ADAMW);
    check("muon_all", vars -> new Muon(vars, all), "w", "tall");
  }
}
