package io.github.candle4j.nn;

import io.github.candle4j.core.CandleException;
import io.github.candle4j.core.Fused;
import io.github.candle4j.core.ModuleT;
import io.github.candle4j.core.Tensor;

/// In training, each element becomes 0 with probability p and the others are divided by `1 - p`, so that the mean stays; in
/// use, nothing happens. arXiv 1207.0580.
///
/// The elements are chosen by the random numbers of the device: after `device.setSeed(..)` they are the same, on any number of
/// threads. Nothing is kept for the gradient.
///
/// {@snippet :
/// Sequential model = Sequential.seq().add(Linear.linear(784, 100, vb)).add(new Dropout(0.5));
/// Tensor y = model.forwardT(x, true);
/// }
///
/// @param dropP the probability
public record Dropout(double dropP) implements ModuleT {
  /// Checks the range.
  ///
  /// @throws CandleException if the probability is not from `[0, 1)`
  public Dropout {
    if (!(dropP >= 0 && dropP < 1)) {
      throw CandleException.withHint(
          CandleException.Kind.ARGUMENT,
          "dropout",
          "dropout probability has to be in [0, 1), got " + dropP,
          "it is the part of the elements that become 0");
    }
  }

  /// The output for `xs`, in training if `train` is set; Candle's name for [#forwardT].
  ///
  /// @throws CandleException if the dtype is not one of floats
  public Tensor forward(Tensor xs, boolean train) {
    return forwardT(xs, train);
  }

  /// @throws CandleException if the dtype is not one of floats
  @Override
  public Tensor forwardT(Tensor xs, boolean train) {
    return train ? Fused.dropout(xs, dropP) : xs;
  }

  @Override
  public String toString() {
    return "Dropout(" + dropP + ")";
  }
}
