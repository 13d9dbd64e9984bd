package io.github.candle4j.nn.train;

import io.github.candle4j.core.CandleException;
import io.github.candle4j.core.CandleException.Kind;
import io.github.candle4j.core.DType;
import io.github.candle4j.core.Device;
import io.github.candle4j.core.Tensor;
import io.github.candle4j.nn.Stateful;
import java.util.LinkedHashMap;
import java.util.Map;

/// Says when training brings nothing more: when a metric has not become better than its best value by more than a margin for several
/// epochs in a row.
///
/// {@snippet :
/// EarlyStopping patience = new EarlyStopping(3, 1e-3, Better.LOWER);
/// for (int epoch = 0; epoch < 100 && !patience.isOver(); epoch++) {
///   patience.update(validationLoss());
/// }
/// }
///
/// It belongs into a checkpoint: `checkpoint.with("stopping", patience)`.
public final class EarlyStopping implements Stateful {
  private final int patience;
  private final double margin;
  private final Better better;
  private double best;
  private long waited;

  /// Over after `patience` values in a row that are not better by more than `margin`. NaN is never better.
  ///
  /// @throws CandleException if patience is less than 1, or the margin negative or not a finite number
  public EarlyStopping(int patience, double margin, Better better) {
    if (patience < 1) {
      throw new CandleException(
          Kind.ARGUMENT,
          "early_stopping",
          "early_stopping: patience must be 1 or more, got " + patience);
    }
    if (!(margin >= 0 && margin < Double.POSITIVE_INFINITY)) {
      throw new CandleException(
          Kind.ARGUMENT,
          "early_stopping",
          "early_stopping: the margin must be 0 or more and finite, got " + margin);
    }
    this.patience = patience;
    this.margin = margin;
    this.better = better;
    best = better.worst();
  }

  /// Takes the next value and tells whether it is the best so far, by more than the margin.
  public boolean update(double value) {
    boolean improved = better.isBetter(value, best, margin);
    waited = improved ? 0 : waited + 1;
    best = improved ? value : best;
    return improved;
  }

  /// True if there were as many values in a row as patience allows that were not better.
  public boolean isOver() {
    return waited >= patience;
  }

  /// The best value so far; an infinity before the first one.
  public double best() {
    return best;
  }

  @Override
  public Map<String, Tensor> state() {
    Map<String, Tensor> state = new LinkedHashMap<>();
    state.put("best", Tensor.of(best, Device.CPU));
    state.put("waited", Tensor.of(waited, Device.CPU));
    return state;
  }

  /// Goes on from a state.
  ///
  /// @throws CandleException if it is not the state of such a thing
  @Override
  public void setState(Map<String, Tensor> state) {
    Tensor value = state.get("best");
    Tensor count = state.get("waited");
    if (value == null || count == null || state.size() != 2 || !isState(value, count)) {
      throw new CandleException(
          Kind.NAME,
          "set_state",
          "set_state: early stopping has 'best', a scalar of F64, and 'waited', one of I64, got "
              + state.keySet());
    }
    best = value.toScalarF64();
    waited = count.toScalarI64();
  }

  private static boolean isState(Tensor value, Tensor count) {
    return value.rank() == 0
        && value.dtype() == DType.F64
        && count.rank() == 0
        && count.dtype() == DType.I64;
  }

  @Override
  public String toString() {
    return "EarlyStopping(best "
        + best
        + ", "
        + waited
        + " of "
        + patience
        + " without a better one)";
  }
}
