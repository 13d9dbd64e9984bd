package io.github.candle4j.nn;

import io.github.candle4j.core.CandleException;
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

  /// `x / (1 + e^(-1.702 x))`, what CLIP calls quick GELU
  Activation QUICK_GELU = Named.QUICK_GELU;

  /// `log(1 + e^x)`
  Activation SOFTPLUS = Named.SOFTPLUS;

  /// The ELU that keeps mean 0 and variance 1; arXiv 1706.02515
  Activation SELU = Named.SELU;

  /// `a / (1 + e^-b)` for the two halves a, b of the last dimension
  Activation GLU = Named.GLU;

  /// `gelu(a) b` for the two halves of the last dimension
  Activation GEGLU = Named.GEGLU;

  /// `max(a, 0) b` for the two halves of the last dimension
  Activation REGLU = Named.REGLU;

  /// The function of that name, as it stands in a `config.json` of Candle or of Hugging Face: `gelu`, `gelu_new`, `silu`,
  /// ... Upper and lower case are the same, and underscores do not count. `elu`, `celu` and `leaky_relu` have the numbers that
  /// are usual there: 1, 1 and 0.01.
  ///
  /// @throws CandleException if there is none of that name
  static Activation fromName(String name) {
    return ActivationNames.find(name);
  }

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
    TANH,
    /// See [Activation#QUICK_GELU].
    QUICK_GELU,
    /// See [Activation#SOFTPLUS].
    SOFTPLUS,
    /// See [Activation#SELU].
    SELU,
    /// See [Activation#GLU].
    GLU,
    /// See [Activation#GEGLU].
    GEGLU,
    /// See [Activation#REGLU].
    REGLU;

    private static final double QUICK_GELU_SLOPE = 1.702;

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
        case QUICK_GELU -> xs.mul(xs.mul(QUICK_GELU_SLOPE).sigmoid());
        case SOFTPLUS -> Ops.softplus(xs);
        case SELU -> Ops.selu(xs);
        case GLU -> Ops.glu(xs);
        case GEGLU -> Ops.geglu(xs);
        case REGLU -> Ops.reglu(xs);
      };
    }
  }

  /// `x` above 0, `alpha (e^x - 1)` elsewhere.
  ///
  /// @param alpha the size of the lower limit
  record Elu(double alpha) implements Activation {
    /// @throws CandleException if the number is infinite or NaN
    public Elu {
      Checks.finite("elu", "alpha", alpha);
    }

    @Override
    public Tensor forward(Tensor xs) {
      return xs.elu(alpha);
    }
  }

  /// `x` above 0, `slope x` elsewhere.
  ///
  /// @param slope the slope below 0
  record LeakyRelu(double slope) implements Activation {
    /// @throws CandleException if the number is infinite or NaN
    public LeakyRelu {
      Checks.finite("leaky_relu", "slope", slope);
    }

    @Override
    public Tensor forward(Tensor xs) {
      return Ops.leakyRelu(xs, slope);
    }
  }

  /// `x` above 0, `alpha (e^(x/alpha) - 1)` elsewhere, whose slope has no jump; arXiv 1704.07483.
  ///
  /// @param alpha the size of the lower limit
  record Celu(double alpha) implements Activation {
    /// @throws CandleException if the number is not above 0, or infinite
    public Celu {
      if (!(alpha > 0)) {
        throw Checks.argument("celu", "alpha must be above 0, got " + alpha);
      }
      Checks.finite("celu", "alpha", alpha);
    }

    @Override
    public Tensor forward(Tensor xs) {
      return xs.relu().add(Ops.notPositive(xs).div(alpha).elu(1).mul(alpha));
    }
  }
}
