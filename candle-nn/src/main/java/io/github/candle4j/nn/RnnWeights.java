package io.github.candle4j.nn;

import io.github.candle4j.core.CandleException;
import io.github.candle4j.core.CandleException.Kind;
import io.github.candle4j.core.Fused;
import io.github.candle4j.core.Shape;
import io.github.candle4j.core.Tensor;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;

/// The parameters of one layer of a recurrent network whose cell has some gates.
///
/// @param wIh the weight of the input, `[gates hidden, in]`
/// @param wHh the weight of the state, `[gates hidden, hidden]`
/// @param bIh the bias of the input, `[gates hidden]`, if there is one
/// @param bHh the bias of the state, `[gates hidden]`, if there is one
public record RnnWeights(Tensor wIh, Tensor wHh, Optional<Tensor> bIh, Optional<Tensor> bHh) {
  /// How many gates there are, how the parameters get their first values, and what their names end with.
  record Plan(
      int gates, Init wIh, Init wHh, Optional<Init> bIh, Optional<Init> bHh, String suffix) {}

  /// Checks that the shapes fit.
  ///
  /// @throws CandleException if they do not
  public RnnWeights {
    if (wIh.rank() != 2 || wHh.rank() != 2 || wIh.dim(0) != wHh.dim(0)) {
      throw CandleException.shapeMismatch(
          "rnn",
          wIh.shape(),
          wHh.shape(),
          "weights are [gates hidden, in] and [gates hidden, hidden]");
    }
    for (Optional<Tensor> bias : List.of(bIh, bHh)) {
      if (bias.isPresent() && !bias.get().shape().equals(Shape.of(wIh.dim(0)))) {
        throw CandleException.shapeMismatch(
            "rnn",
            wIh.shape(),
            bias.get().shape(),
            "a weight [gates hidden, in] has a bias [gates hidden]");
      }
    }
  }

  /// Those of a new layer: `weight_ih`, `weight_hh`, `bias_ih` and `bias_hh` with a suffix.
  static RnnWeights create(int inDim, int hiddenDim, Plan plan, VarBuilder vb) {
    if (inDim < 0 || hiddenDim < 1) {
      throw CandleException.withHint(
          Kind.ARGUMENT,
          "rnn",
          "rnn: " + inDim + " inputs, hidden size " + hiddenDim,
          "the hidden size is 1 or more, the number of inputs not negative");
    }
    int rows = plan.gates * hiddenDim;
    String suffix = plan.suffix;
    return new RnnWeights(
        vb.getWithHints(Shape.of(rows, inDim), "weight_ih" + suffix, plan.wIh),
        vb.getWithHints(Shape.of(rows, hiddenDim), "weight_hh" + suffix, plan.wHh),
        plan.bIh.map(init -> vb.getWithHints(Shape.of(rows), "bias_ih" + suffix, init)),
        plan.bHh.map(init -> vb.getWithHints(Shape.of(rows), "bias_hh" + suffix, init)));
  }

  int inDim() {
    return wIh.dim(1);
  }

  int hiddenDim() {
    return wHh.dim(1);
  }

  /// Throws if there are not so many gates.
  RnnWeights checked(String operation, int gates) {
    if (wHh.dim(0) != gates * wHh.dim(1)) {
      throw CandleException.withHint(
          Kind.SHAPE,
          operation,
          operation + ": weight of the state " + wHh.shape(),
          "it is [" + gates + " hidden, hidden]");
    }
    return this;
  }

  /// What the input adds to the gates, for all steps at once.
  Tensor ofInput(Tensor xs) {
    return linear(xs, wIh, bIh);
  }

  /// The same with both biases: for cells that only ever add what comes from the state.
  Tensor ofInputWithBiases(Tensor xs) {
    Optional<Tensor> both =
        bIh.isPresent() && bHh.isPresent()
            ? Optional.of(bIh.get().add(bHh.get()))
            : bIh.or(() -> bHh);
    return linear(xs, wIh, both);
  }

  /// What the state adds to the gates.
  Tensor ofState(Tensor h) {
    return linear(h, wHh, bHh);
  }

  /// What the state adds to the gates, without its bias.
  Tensor ofStateWithoutBias(Tensor h) {
    return linear(h, wHh, Optional.empty());
  }

  /// A state of zeros.
  Tensor zeros(int batch) {
    return Tensor.zeros(Shape.of(batch, hiddenDim()), wHh.dtype(), wHh.device());
  }

  private static Tensor linear(Tensor x, Tensor w, Optional<Tensor> b) {
    return b.isPresent() ? Fused.linear(x, w, b.get()) : Fused.linear(x, w);
  }

  /// The states after each step of gates `[batch, steps, ..]`; state i belongs to step i, whichever way they are taken.
  static <S> List<S> steps(
      Tensor gates, Direction direction, S init, BiFunction<Tensor, S, S> cell) {
    int n = gates.dim(1);
    List<S> states = new ArrayList<>(n);
    S state = init;
    for (int i = 0; i < n; i++) {
      int step = direction == Direction.FORWARD ? i : n - 1 - i;
      state = cell.apply(gates.getOnDim(1, step), state);
      states.add(state);
    }
    if (direction == Direction.BACKWARD) {
      Collections.reverse(states);
    }
    return states;
  }

  /// Throws unless the input has so many dimensions and the last is the number of inputs.
  void checkInput(String operation, Tensor xs, int rank) {
    if (xs.rank() != rank) {
      throw CandleException.unexpectedRank(operation, rank, xs.shape());
    }
    if (xs.dim(-1) != inDim()) {
      throw CandleException.shapeMismatch(
          operation, xs.shape(), wIh.shape(), "the last size of the input must be " + inDim());
    }
  }

  /// Throws unless the state is `[batch, hidden]` for the batch of the input.
  void checkState(String operation, Tensor xs, Tensor h) {
    if (!h.shape().equals(Shape.of(xs.dim(0), hiddenDim()))) {
      throw CandleException.shapeMismatch(
          operation,
          xs.shape(),
          h.shape(),
          "a state is [batch, hidden], here [" + xs.dim(0) + ", " + hiddenDim() + "]");
    }
  }

  /// `LSTM(2 -> 3, backward)`
  String text(String name, Direction direction) {
    String backward = direction == Direction.BACKWARD ? ", backward" : "";
    return name + "(" + inDim() + " -> " + hiddenDim() + backward + ")";
  }
}
