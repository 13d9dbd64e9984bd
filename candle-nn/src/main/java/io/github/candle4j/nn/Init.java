package io.github.candle4j.nn;

import io.github.candle4j.core.DType;
import io.github.candle4j.core.Device;
import io.github.candle4j.core.Shape;
import io.github.candle4j.core.Tensor;
import io.github.candle4j.core.Var;

/// How a new parameter gets its first values. The same seed of the device gives the same bits.
///
/// {@snippet :
/// Tensor weight = vb.getWithHints(Shape.of(out, in), "weight", Init.DEFAULT_XAVIER_UNIFORM);
/// Tensor recurrent =
///     vb.getWithHints(Shape.of(n, n), "hidden", new Init.Orthogonal(NonLinearity.TANH));
/// }
public sealed interface Init {
  /// All zeros.
  Init ZERO = new Const(0);

  /// All ones.
  Init ONE = new Const(1);

  /// `U(-b, b)` with `b = √3 √2 / √(fan in)`; arXiv 1502.01852.
  Init DEFAULT_KAIMING_UNIFORM =
      new Kaiming(NormalOrUniform.UNIFORM, FanInOut.FAN_IN, NonLinearity.RELU);

  /// Normal with standard deviation `√2 / √(fan in)`; arXiv 1502.01852.
  Init DEFAULT_KAIMING_NORMAL =
      new Kaiming(NormalOrUniform.NORMAL, FanInOut.FAN_IN, NonLinearity.RELU);

  /// `U(-b, b)` with `b = √6 / √(fan in + fan out)`; Glorot and Bengio, AISTATS 2010.
  Init DEFAULT_XAVIER_UNIFORM = new Xavier(NormalOrUniform.UNIFORM, NonLinearity.LINEAR);

  /// Normal with standard deviation `√2 / √(fan in + fan out)`; Glorot and Bengio, AISTATS 2010.
  Init DEFAULT_XAVIER_NORMAL = new Xavier(NormalOrUniform.NORMAL, NonLinearity.LINEAR);

  /// Normal with standard deviation `1 / √(fan in)`; LeCun et al., Efficient BackProp, 1998.
  Init DEFAULT_LECUN_NORMAL = new LeCun(NormalOrUniform.NORMAL, NonLinearity.LINEAR);

  /// What a parameter gets when nothing is said: zeros.
  static Init defaults() {
    return ZERO;
  }

  /// A new variable with such values.
  ///
  /// @throws io.github.candle4j.core.CandleException if the dtype cannot hold them
  Var var(Shape shape, DType dtype, Device device);

  /// One value.
  ///
  /// @param value the value
  record Const(double value) implements Init {
    @Override
    public Var var(Shape shape, DType dtype, Device device) {
      Var var = Var.zeros(shape, dtype, device);
      if (value != 0) {
        var.constSet(value);
      }
      return var;
    }
  }

  /// A normal distribution.
  ///
  /// @param mean its mean
  /// @param stdev its standard deviation
  record Randn(double mean, double stdev) implements Init {
    @Override
    public Var var(Shape shape, DType dtype, Device device) {
      return Var.fromTensor(Tensor.randn(mean, stdev, shape, dtype, device));
    }
  }

  /// Evenly from an interval.
  ///
  /// @param lo its lower end
  /// @param up its upper end, which is not drawn
  record Uniform(double lo, double up) implements Init {
    @Override
    public Var var(Shape shape, DType dtype, Device device) {
      return Var.fromTensor(Tensor.rand(lo, up, shape, dtype, device));
    }
  }

  /// By the number of inputs or outputs, so that signals keep their size from layer to layer: standard deviation
  /// `gain / √fan`, or the interval of that standard deviation. He et al., arXiv 1502.01852, section 2.2.
  ///
  /// @param dist the distribution
  /// @param fan which side to count
  /// @param nonLinearity what follows the layer
  record Kaiming(NormalOrUniform dist, FanInOut fan, NonLinearity nonLinearity) implements Init {
    @Override
    public Var var(Shape shape, DType dtype, Device device) {
      double std = nonLinearity.gain() / Math.sqrt(Math.max(1, fan.forShape(shape)));
      return spread(dist, std).var(shape, dtype, device);
    }
  }

  /// By the number of inputs and outputs together: standard deviation `gain √2 / √(fan in + fan out)`, or the interval of that
  /// standard deviation. Glorot and Bengio, AISTATS 2010, section 4.2.1.
  ///
  /// @param dist the distribution
  /// @param nonLinearity what follows the layer
  record Xavier(NormalOrUniform dist, NonLinearity nonLinearity) implements Init {
    @Override
    public Var var(Shape shape, DType dtype, Device device) {
      double fans = FanInOut.FAN_IN.forShape(shape) + (double) FanInOut.FAN_OUT.forShape(shape);
      double std = nonLinearity.gain() * Math.sqrt(2 / Math.max(1, fans));
      return spread(dist, std).var(shape, dtype, device);
    }
  }

  /// By the number of inputs: standard deviation `gain / √(fan in)`, or the interval of that standard deviation; for linear, sigmoid and SELU
  /// layers with gain 1. LeCun et al., Efficient BackProp, 1998, section 4.6.
  ///
  /// @param dist the distribution
  /// @param nonLinearity what follows the layer
  record LeCun(NormalOrUniform dist, NonLinearity nonLinearity) implements Init {
    @Override
    public Var var(Shape shape, DType dtype, Device device) {
      return new Kaiming(dist, FanInOut.FAN_IN, nonLinearity).var(shape, dtype, device);
    }
  }

  /// A normal distribution of which only an interval is drawn. The deviation is that of the whole distribution.
  ///
  /// @param mean its mean
  /// @param stdev its standard deviation, above 0
  /// @param lo the least number that is drawn
  /// @param up the largest number that is drawn
  record TruncatedNormal(double mean, double stdev, double lo, double up) implements Init {
    /// Checks the numbers.
    ///
    /// @throws io.github.candle4j.core.CandleException if the deviation is not above 0 and finite, or lo not below up
    public TruncatedNormal {
      String name = "truncated_normal";
      Checks.check(Double.isFinite(mean), name, "mean must be finite", mean);
      Checks.check(
          stdev > 0 && Double.isFinite(stdev), name, "stdev must be above 0 and finite", stdev);
      Checks.check(lo < up, name, "lo must be below up = " + up, lo);
    }

    /// Between -2 and 2, as PyTorch's `trunc_normal_`.
    public TruncatedNormal(double mean, double stdev) {
      this(mean, stdev, -2, 2);
    }

    @Override
    public Var var(Shape shape, DType dtype, Device device) {
      return Var.fromTensor(RandomInits.truncatedNormal(this, shape, dtype, device));
    }
  }

  /// Rows that are orthogonal to each other and of length `gain`, or columns where there are fewer of them; all such matrices are
  /// equally likely. A kernel `[out, in, ..]` is taken as the matrix `[out, in ..]`. arXiv 1312.6120.
  ///
  /// @param nonLinearity what follows the layer
  record Orthogonal(NonLinearity nonLinearity) implements Init {
    /// @throws io.github.candle4j.core.CandleException if the shape has fewer than two dimensions or the dtype is of integers
    @Override
    public Var var(Shape shape, DType dtype, Device device) {
      Tensor q = RandomInits.orthogonal(shape, dtype, device);
      return Var.fromTensor(q.mul(nonLinearity.gain()).toDtype(dtype));
    }
  }

  private static Init spread(NormalOrUniform dist, double std) {
    return switch (dist) {
      case NORMAL -> new Randn(0, std);
      case UNIFORM -> {
        double bound = Math.sqrt(3) * std;
        yield new Uniform(-bound, bound);
      }
    };
  }
}
