package io.github.candle4j.nn;

/// What follows a layer, for the size of its initial weights.
public sealed interface NonLinearity {
  /// ReLU: gain `√2`.
  NonLinearity RELU = Named.RELU;

  /// tanh: gain `5/3`.
  NonLinearity TANH = Named.TANH;

  /// Nothing: gain 1.
  NonLinearity LINEAR = Named.LINEAR;

  /// Sigmoid: gain 1.
  NonLinearity SIGMOID = Named.SIGMOID;

  /// SELU: gain `3/4`.
  NonLinearity SELU = Named.SELU;

  /// The factor by which the initial weights are larger than those of a linear layer.
  double gain();

  /// Those without a number of their own.
  enum Named implements NonLinearity {
    /// See [NonLinearity#RELU].
    RELU(Math.sqrt(2)),
    /// See [NonLinearity#TANH].
    TANH(5.0 / 3),
    /// See [NonLinearity#LINEAR].
    LINEAR(1),
    /// See [NonLinearity#SIGMOID].
    SIGMOID(1),
    /// See [NonLinearity#SELU].
    SELU(0.75);

    private final double gain;

    Named(double gain) {
      this.gain = gain;
    }

    @Override
    public double gain() {
      return gain;
    }
  }

  /// A gain of one's own.
  ///
  /// @param gain the factor
  record ExplicitGain(double gain) implements NonLinearity {}
}
