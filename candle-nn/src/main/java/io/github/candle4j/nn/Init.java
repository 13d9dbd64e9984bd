package io.github.candle4j.nn;

import io.github.candle4j.core.DType;
import io.github.candle4j.core.Device;
import io.github.candle4j.core.Shape;
import io.github.candle4j.core.Tensor;
import io.github.candle4j.core.Var;

/// How a new parameter gets its first values.
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
      double std = nonLinearity.gain() / Math.sqrt(fan.forShape(shape));
      return switch (dist) {
        case NORMAL -> new Randn(0, std).var(shape, dtype, device);
        case UNIFORM -> {
          double bound = Math.sqrt(3) * std;
          yield new Uniform(-bound, bound).var(shape, dtype, device);
        }
      };
    }
  }
}
