package io.github.candle4j.nn;

import io.github.candle4j.core.CandleException;
import io.github.candle4j.core.Fused;
import io.github.candle4j.core.Tensor;
import java.util.List;

/// A layer of long short-term memory, Hochreiter and Schmidhuber 1997, with the forget gate of Gers et al. 2000, as in PyTorch:
/// with gates `i, f, g, o = W x + b + U h + d`, `c' = σ(f) c + σ(i) tanh g` and `h' = σ(o) tanh c'`.
///
/// ```java
/// LSTM lstm = LSTM.lstm(2, 3, LSTMConfig.defaults(), vb);
/// List<LSTMState> states = lstm.seq(xs);          // xs [batch, steps, 2]
/// Tensor output = lstm.statesToTensor(states);    // [batch, steps, 3]
/// ```
///
/// @param weights the parameters
/// @param config how it was made
public record LSTM(RnnWeights weights, LSTMConfig config) implements RNN<LSTMState> {
  /// Checks that the shapes fit.
  ///
  /// @throws CandleException if the weights are not those of such a cell
  public LSTM {
    weights.checked("lstm", 4);
  }

  /// A new layer with the parameters `weight_ih_l0`, `weight_hh_l0`, `bias_ih_l0` and `bias_hh_l0`, with the number of the layer, and
  /// `_reverse` at their end if it goes backward.
  ///
  /// @throws CandleException if a size is not positive or a parameter does not fit
  public LSTM(int inDim, int hiddenDim, LSTMConfig config, VarBuilder vb) {
    this(config.weights(inDim, hiddenDim, vb), config);
  }

  /// The same as the constructor.
  public static LSTM lstm(int inDim, int hiddenDim, LSTMConfig config, VarBuilder vb) {
    return new LSTM(inDim, hiddenDim, config, vb);
  }

  @Override
  public LSTMState zeroState(int batchDim) {
    Tensor zeros = weights.zeros(batchDim);
    return new LSTMState(zeros, zeros);
  }

  @Override
  public LSTMState step(Tensor input, LSTMState state) {
    weights.checkInput("lstm", input, 2);
    weights.checkState("lstm", input, state.h());
    weights.checkState("lstm", input, state.c());
    return next(weights.ofInputWithBiases(input), state);
  }

  /// The states after each step; one product gives what the input adds to the gates of all steps. Backward, the last step of the
  /// input is taken first, and state 0 has seen everything; state i belongs to step i all the same.
  @Override
  public List<LSTMState> seqInit(Tensor input, LSTMState initState) {
    weights.checkInput("lstm", input, 3);
    weights.checkState("lstm", input, initState.h());
    weights.checkState("lstm", input, initState.c());
    return RnnWeights.steps(
        weights.ofInputWithBiases(input), config.direction(), initState, this::next);
  }

  @Override
  public Tensor statesToTensor(List<LSTMState> states) {
    return RNN.stacked(states.stream().map(LSTMState::h).toList());
  }

  @Override
  public String toString() {
    return weights.text("LSTM", config.direction());
  }

  private LSTMState next(Tensor gates, LSTMState state) {
    Tensor both = Fused.lstmCell(gates.add(weights.ofStateWithoutBias(state.h())), state.c());
    return new LSTMState(both.get(0), both.get(1));
  }
}
