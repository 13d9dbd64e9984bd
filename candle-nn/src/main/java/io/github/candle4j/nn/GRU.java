package io.github.candle4j.nn;

import io.github.candle4j.core.CandleException;
import io.github.candle4j.core.Fused;
import io.github.candle4j.core.Tensor;
import java.util.List;

/// A layer of gated recurrent units, arXiv 1406.1078, as in PyTorch: with the gates `a = W x + b` of the input and `u = U h + d` of
/// the state, `r = σ(a_r + u_r)`, `z = σ(a_z + u_z)`, `n = tanh(a_n + r u_n)` and `h' = (1 - z) n + z h`.
///
/// ```java
/// GRU gru = GRU.gru(2, 3, GRUConfig.defaults(), vb);
/// Tensor output = gru.statesToTensor(gru.seq(xs));    // [batch, steps, 2] -> [batch, steps, 3]
/// ```
///
/// @param weights the parameters
/// @param config how it was made
public record GRU(RnnWeights weights, GRUConfig config) implements RNN<GRUState> {
  /// Checks that the shapes fit.
  ///
  /// @throws CandleException if the weights are not those of such a cell
  public GRU {
    weights.checked("gru", 3);
  }

  /// A new layer with the parameters `weight_ih_l0`, `weight_hh_l0`, `bias_ih_l0` and `bias_hh_l0`, with the number of the layer, and
  /// `_reverse` at their end if it goes backward.
  ///
  /// @throws CandleException if a size is not positive or a parameter does not fit
  public GRU(int inDim, int hiddenDim, GRUConfig config, VarBuilder vb) {
    this(config.weights(inDim, hiddenDim, vb), config);
  }

  /// The same as the constructor.
  public static GRU gru(int inDim, int hiddenDim, GRUConfig config, VarBuilder vb) {
    return new GRU(inDim, hiddenDim, config, vb);
  }

  @Override
  public GRUState zeroState(int batchDim) {
    return new GRUState(weights.zeros(batchDim));
  }

  @Override
  public GRUState step(Tensor input, GRUState state) {
    weights.checkInput("gru", input, 2);
    weights.checkState("gru", input, state.h());
    return next(weights.ofInput(input), state);
  }

  /// The states after each step; one product gives what the input adds to the gates of all steps. Backward, the last step of the
  /// input is taken first, and state 0 has seen everything; state i belongs to step i all the same.
  @Override
  public List<GRUState> seqInit(Tensor input, GRUState initState) {
    weights.checkInput("gru", input, 3);
    weights.checkState("gru", input, initState.h());
    return RnnWeights.steps(weights.ofInput(input), config.direction(), initState, this::next);
  }

  @Override
  public Tensor statesToTensor(List<GRUState> states) {
    return RNN.stacked(states.stream().map(GRUState::h).toList());
  }

  @Override
  public String toString() {
    return weights.text("GRU", config.direction());
  }

  private GRUState next(Tensor gates, GRUState state) {
    return new GRUState(Fused.gruCell(gates, weights.ofState(state.h()), state.h()));
  }
}
