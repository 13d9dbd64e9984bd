package io.github.candle4j.nn;

import io.github.candle4j.core.Module;
import io.github.candle4j.core.Tensor;

/// A function that follows a layer, chosen by name.
public sealed interface Activation extends Module {
  /// `x/2 (1 + erf(x/√2))`
  Activation GELU = Named.GELU;

  /// The tanh form of GELU.
  Activation NEW_GELU = Named.NEW_GELU;

  /// The tanh form of GELU.
  Activation GELU_PYTORCH_TANH = Named.GELU_PYTORCH_TANH;

  /// `max(x, 0)`
  Activation RELU = Named.RELU;

  /// `max(x, 0)²`
  Activation RELU2 = Named.RELU2;

  /// `min(max(x, 0), 6)`
  Activation RELU6 = Named.RELU6;

  /// `x / (1 + e^-x)`
  Activation SILU = Named.SILU;

  /// `1 / (1 + e^-x)`
  Activation SIGMOID = Named.SIGMOID;

  /// `min(max((x + 3) / 6, 0), 1)`
  Activation HARD_SIGMOID = Named.HARD_SIGMOID;

  /// `silu(a) b` for the two halves of the last dimension
  Activation SWIGLU = Named.SWIGLU;

  /// The same as SILU.
  Activation SWISH = Named.SWISH;

  /// `x tanh(log(1 + e^x))`
  Activation MISH = Named.MISH;

  /// `x min(max((x + 3) / 6, 0), 1)`
  Activation HARD_SWISH = Named.HARD_SWISH;

  /// `tanh x`
  Activation TANH = Named.TANH;

  /// Those without a number of their own; each is described where [Activation] names it.
  enum Named implements Activation {
    /// See [Activation#GELU].
    GELU,
    /// See [Activation#NEW_GELU].
    NEW_GELU,
    /// See [Activation#GELU_PYTORCH_TANH].
    GELU_PYTORCH_TANH,
    /// See [Activation#RELU].
    RELU,
    /// See [Activation#RELU2].
    RELU2,
    /// See [Activation#RELU6].
    RELU6,
    /// See [Activation#SILU].
    SILU,
    /// See [Activation#SIGMOID].
    SIGMOID,
    /// See [Activation#HARD_SIGMOID].
    HARD_SIGMOID,
    /// See [Activation#SWIGLU].
    SWIGLU,
    /// See [Activation#SWISH].
    SWISH,
    /// See [Activation#MISH].
    MISH,
    /// See [Activation#HARD_SWISH].
    HARD_SWISH,
    /// See [Activation#TANH].
    TANH;

    @Override
    public Tensor forward(Tensor xs) {
      return switch (this) {
        case GELU -> xs.geluErf();
        case NEW_GELU, GELU_PYTORCH_TANH -> xs.gelu();
        case RELU -> xs.relu();
        case RELU2 -> xs.relu().sqr();
        case RELU6 -> xs.clamp(0, 6);
        case SILU, SWISH -> xs.silu();
        case SIGMOID -> xs.sigmoid();
        case HARD_SIGMOID -> Ops.hardSigmoid(xs);
        case SWIGLU -> Ops.swiglu(xs);
        case MISH -> Ops.mish(xs);
        case HARD_SWISH -> xs.mul(Ops.hardSigmoid(xs));
        case TANH -> xs.tanh();
      };
    }
  }

  /// `x` above 0, `alpha (e^x - 1)` elsewhere.
  ///
  /// @param alpha the size of the lower limit
  record Elu(double alpha) implements Activation {
    @Override
    public Tensor forward(Tensor xs) {
      return xs.elu(alpha);
    }
  }

  /// `x` above 0, `slope x` elsewhere.
  ///
  /// @param slope the slope below 0
  record LeakyRelu(double slope) implements Activation {
    @Override
    public Tensor forward(Tensor xs) {
      return Ops.leakyRelu(xs, slope);
    }
  }
}
