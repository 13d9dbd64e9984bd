package io.github.candle4j.nn;

import io.github.candle4j.core.CandleException;
import io.github.candle4j.core.Tensor;
import java.util.List;

/// The plain recurrent layer, Elman 1990, PyTorch's `RNN`: `h' = tanh(W x + b + U h + d)`, or `max(.., 0)`.
///
/// ```java
/// ElmanRnn rnn = ElmanRnn.elmanRnn(2, 3, ElmanConfig.defaults(), vb);
/// Tensor output = rnn.statesToTensor(rnn.seq(xs));    // [batch, steps, 2] -> [batch, steps, 3]
/// ```
///
/// @param weights the parameters
/// @param config how it was made
public record ElmanRnn(RnnWeights weights, ElmanConfig config) implements RNN<ElmanState> {
  /// Checks that the shapes fit.
  ///
  /// @throws CandleException if the weights are not those of such a cell
  public ElmanRnn {
    weights.checked("rnn", 1);
  }

  /// A new layer with the parameters `weight_ih_l0`, `weight_hh_l0`, `bias_ih_l0` and `bias_hh_l0`, with the number of the layer, and
  /// `_reverse` at their end if it goes backward.
  ///
  /// @throws CandleException if a size is not positive or a parameter does not fit
  public ElmanRnn(int inDim, int hiddenDim, ElmanConfig config, VarBuilder vb) {
    this(config.weights(inDim, hiddenDim, vb), config);
  }

  /// The same as the constructor.
  public static ElmanRnn elmanRnn(int inDim, int hiddenDim, ElmanConfig config, VarBuilder vb) {
    return new ElmanRnn(inDim, hiddenDim, config, vb);
  }

  @Override
  public ElmanState zeroState(int batchDim) {
    return new ElmanState(weights.zeros(batchDim));
  }

  @Override
  public ElmanState step(Tensor input, ElmanState state) {
    weights.checkInput("rnn", input, 2);
    weights.checkState("rnn", input, state.h());
    return next(weights.ofInputWithBiases(input), state);
  }

  /// The states after each step; one product gives what the input adds to the gates of all steps. Backward, the last step of the
  /// input is taken first, and state 0 has seen everything; state i belongs to step i all the same.
  @Override
  public List<ElmanState> seqInit(Tensor input, ElmanState initState) {
    weights.checkInput("rnn", input, 3);
    weights.checkState("rnn", input, initState.h());
    return RnnWeights.steps(
        weights.ofInputWithBiases(input), config.direction(), initState, this::next);
  }

  @Override
  public Tensor statesToTensor(List<ElmanState> states) {
    return RNN.stacked(states.stream().map(ElmanState::h).toList());
  }

  @Override
  public String toString() {
    return weights.text("ElmanRnn", config.direction());
  }

  private ElmanState next(Tensor gates, ElmanState state) {
    Tensor sum = gates.add(weights.ofStateWithoutBias(state.h()));
    return new ElmanState(config.relu() ? sum.relu() : sum.tanh());
  }
}
