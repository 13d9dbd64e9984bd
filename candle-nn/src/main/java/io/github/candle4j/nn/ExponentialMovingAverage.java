package io.github.candle4j.nn;

import io.github.candle4j.core.CandleException;
import io.github.candle4j.core.CandleException.Kind;
import io.github.candle4j.core.Tensor;
import io.github.candle4j.core.Var;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;

/// A moving average of the weights of a model, which often does better than the weights of the last step:
/// `a ← decay a + (1 - decay) p` after each step, from `a = p` at the start.
///
/// {@snippet :
/// ExponentialMovingAverage average = new ExponentialMovingAverage(varmap, 0.999);
/// for (Batch batch : batches) {
///   optimizer.backwardStep(loss(batch));
///   average.update();
/// }
/// double accuracy = average.during(() -> evaluate(model));
/// }
///
/// Floats are averaged, those of fewer than 32 bits in F32; integers are copied. Source: Polyak and Juditsky, 1992, in the exponential form that arXiv
/// 1706.10207 and most libraries use.
///
/// It belongs into a checkpoint: `checkpoint.with("average", average)`.
public final class ExponentialMovingAverage implements Stateful {
  private final VarMap varmap;
  private final double decay;
  private final Map<String, Tensor> averages = new LinkedHashMap<>();

  /// Starts with the weights as they are. Variables that are created later are left out.
  ///
  /// @throws CandleException unless `decay` is 0 or more and below 1
  public ExponentialMovingAverage(VarMap varmap, double decay) {
    if (!(decay >= 0 && decay < 1)) {
      throw new CandleException(
          Kind.ARGUMENT, "ema", "ema: decay must be 0 or more and below 1, got " + decay);
    }
    this.varmap = varmap;
    this.decay = decay;
    varmap.data().forEach((name, v) -> averages.put(name, Channels.wide(v.detach()).copy()));
  }

  /// Takes in the weights as they are now.
  public void update() {
    Map<String, Var> now = varmap.data();
    averages.replaceAll((name, average) -> {
      Tensor p = Channels.wide(Objects.requireNonNull(now.get(name)).detach());
      return p.dtype().isFloat() ? average.mul(decay).add(p.mul(1 - decay)) : p.copy();
    });
  }

  /// The averages by name. Save them with `Safetensors.save`.
  public Map<String, Tensor> averages() {
    return new LinkedHashMap<>(averages);
  }

  /// Sets the averages, such as those of an earlier run.
  ///
  /// @throws CandleException if a name is missing or unknown, or a shape differs; nothing is changed then
  public void setAverages(Map<String, ? extends Tensor> values) {
    if (!values.keySet().equals(averages.keySet())) {
      throw CandleException.withHint(
          Kind.NAME,
          "ema",
          "ema: the names " + values.keySet() + " are not those of the averages",
          "there are " + averages.keySet());
    }
    Map<String, Tensor> wide = new LinkedHashMap<>();
    averages.forEach((name, average) -> {
      Tensor value = Objects.requireNonNull(values.get(name));
      if (!value.shape().equals(average.shape())) {
        throw CandleException.shapeMismatch(
            "ema", average.shape(), value.shape(), "average of " + name);
      }
      wide.put(name, value.detach().toDtype(average.dtype()).copy());
    });
    averages.putAll(wide);
  }

  /// The averages, as [#averages] gives them.
  @Override
  public Map<String, Tensor> state() {
    return averages();
  }

  /// Sets the averages, as [#setAverages] does.
  @Override
  public void setState(Map<String, Tensor> state) {
    setAverages(state);
  }

  /// What `body` returns while the variables have the averages as their values; after it they have their own again, also if it throws.
  public <T> T during(Supplier<T> body) {
    Map<String, Tensor> own = new LinkedHashMap<>();
    Map<String, Var> now = varmap.data();
    averages.keySet().forEach(name -> own.put(name, known(now, name).copy().detach()));
    try {
      apply();
      return body.get();
    } finally {
      own.forEach((name, value) -> known(now, name).set(value));
    }
  }

  /// Gives the variables the averages as their values, for good.
  public void apply() {
    Map<String, Var> now = varmap.data();
    averages.forEach((name, average) -> {
      Var v = known(now, name);
      v.set(average.toDtype(v.dtype()));
    });
  }

  private static Var known(Map<String, Var> vars, String name) {
    return Objects.requireNonNull(vars.get(name));
  }
}
