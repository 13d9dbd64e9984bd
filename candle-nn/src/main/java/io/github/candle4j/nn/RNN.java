package io.github.candle4j.nn;

import io.github.candle4j.core.CandleException;
import io.github.candle4j.core.CandleException.Kind;
import io.github.candle4j.core.Tensor;
import java.util.ArrayList;
import java.util.List;

/// A recurrent network: at each step it makes a new state from an input and the state before.
///
/// @param <S> the state
public interface RNN<S> {
  /// The state to start from: zeros.
  S zeroState(int batchDim);

  /// The state after `input` `[batch, features]`.
  ///
  /// @throws CandleException if the shapes do not fit
  S step(Tensor input, S state);

  /// The states after each step of `input` `[batch, steps, features]`, from [#zeroState] on.
  ///
  /// @throws CandleException if the shapes do not fit
  default List<S> seq(Tensor input) {
    checkSteps(input);
    return seqInit(input, zeroState(input.dim(0)));
  }

  /// The states after each step of `input` `[batch, steps, features]`, from `initState` on. State i belongs to step i.
  ///
  /// @throws CandleException if the shapes do not fit
  default List<S> seqInit(Tensor input, S initState) {
    checkSteps(input);
    List<S> states = new ArrayList<>();
    S state = initState;
    for (int i = 0; i < input.dim(1); i++) {
      state = step(input.getOnDim(1, i), state);
      states.add(state);
    }
    return states;
  }

  /// What the network gives out at each of these states, `[batch, steps, hidden]`.
  ///
  /// @throws CandleException if there are none
  Tensor statesToTensor(List<S> states);

  private static void checkSteps(Tensor input) {
    if (input.rank() != 3) {
      throw CandleException.unexpectedRank("rnn", 3, input.shape());
    }
  }

  /// These side by side in a new dimension 1.
  ///
  /// @throws CandleException if there are none
  static Tensor stacked(List<Tensor> outputs) {
    if (outputs.isEmpty()) {
      throw CandleException.withHint(
          Kind.ARGUMENT, "rnn", "rnn: no states", "a sequence has one step at least");
    }
    return Tensor.stack(outputs, 1);
  }
}
