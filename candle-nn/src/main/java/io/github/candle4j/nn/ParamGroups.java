package io.github.candle4j.nn;

import io.github.candle4j.core.CandleException;
import io.github.candle4j.core.CandleException.Kind;
import io.github.candle4j.core.GradStore;
import io.github.candle4j.core.Tensor;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Groups of variables with settings of their own, as one optimizer: each group is an optimizer, of the same kind or another.
///
/// The learning rate is that of the first group. Setting it multiplies the rates of all groups by the same number, so one schedule
/// drives them all.
///
/// {@snippet :
/// ParamsAdamW params = ParamsAdamW.defaults().withLr(0.001);
/// Optimizer optimizer =
///     ParamGroups.of(
///         new AdamW(weights, params), new AdamW(biases, params.withWeightDecay(0)));
/// }
public final class ParamGroups implements Optimizer {
  private final List<Optimizer> groups;

  /// The rate of each group as a multiple of the first one's.
  private final double[] multiples;

  private double lr;

  private ParamGroups(List<Optimizer> groups) {
    this.groups = groups;
    this.lr = groups.getFirst().learningRate();
    this.multiples = groups.stream().mapToDouble(g -> g.learningRate() / lr).toArray();
  }

  /// These groups, which no variable should share.
  ///
  /// @throws CandleException if there is none, or the learning rate of the first one is 0
  public static ParamGroups of(Optimizer... groups) {
    return of(Arrays.asList(groups));
  }

  /// These groups, which no variable should share.
  ///
  /// @throws CandleException if there is none, or the learning rate of the first one is 0
  public static ParamGroups of(List<Optimizer> groups) {
    if (groups.isEmpty()) {
      throw new CandleException(
          Kind.ARGUMENT, "param_groups", "param_groups: there must be one group at least");
    }
    if (groups.getFirst().learningRate() == 0) {
      throw CandleException.withHint(
          Kind.ARGUMENT,
          "param_groups",
          "param_groups: the learning rate of the first group is 0",
          "the rates of the others are kept as multiples of it; set it to 0 afterwards");
    }
    return new ParamGroups(List.copyOf(groups));
  }

  /// The groups.
  public List<Optimizer> groups() {
    return groups;
  }

  @Override
  public void step(GradStore grads) {
    groups.forEach(g -> g.step(grads));
  }

  @Override
  public double learningRate() {
    return lr;
  }

  @Override
  public void setLearningRate(double value) {
    lr = OptimizerInputs.rate("param_groups", value);
    for (int i = 0; i < multiples.length; i++) {
      groups.get(i).setLearningRate(lr * multiples[i]);
    }
  }

  /// The states of all groups; the names of group `i` start with `groups.i.`
  @Override
  public Map<String, Tensor> state() {
    Map<String, Tensor> state = new LinkedHashMap<>();
    for (int i = 0; i < groups.size(); i++) {
      String start = start(i);
      groups.get(i).state().forEach((name, tensor) -> state.put(start + name, tensor));
    }
    return state;
  }

  @Override
  public void setState(Map<String, Tensor> state) {
    for (String name : state.keySet()) {
      if (groupOf(name) < 0) {
        throw new CandleException(
            Kind.NAME,
            "param_groups",
            "param_groups: entry "
                + name
                + " of the state belongs to none of the "
                + groups.size()
                + " groups");
      }
    }
    Map<String, Tensor> before = state();
    try {
      setAll(state);
    } catch (CandleException e) {
      setAll(before);
      throw e;
    }
    lr = groups.getFirst().learningRate();
  }

  private void setAll(Map<String, Tensor> state) {
    for (int i = 0; i < groups.size(); i++) {
      Map<String, Tensor> own = new LinkedHashMap<>();
      int group = i;
      state.forEach((name, tensor) -> {
        if (groupOf(name) == group) {
          own.put(name.substring(start(group).length()), tensor);
        }
      });
      groups.get(i).setState(own);
    }
  }

  private int groupOf(String name) {
    for (int i = 0; i < groups.size(); i++) {
      if (name.startsWith(start(i))) {
        return i;
      }
    }
    return -1;
  }

  private static String start(int group) {
    return "groups." + group + ".";
  }
}
