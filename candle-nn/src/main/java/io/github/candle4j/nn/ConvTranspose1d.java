package io.github.candle4j.nn;

import io.github.candle4j.core.CandleException;
import io.github.candle4j.core.Module;
import io.github.candle4j.core.Shape;
import io.github.candle4j.core.Tensor;
import java.util.Optional;

/// A transposed convolution over one dimension, which makes them larger: `y[n, o, p stride + k dilation - padding] += x[n, c, p] w[c, o, k] + b[o]`,
/// over the channels c of the group of o; [Tensor#convTranspose1d].
///
/// - `x` `[batch, in channels, length]`, `weight` `[in channels, out channels / groups, size]`, `bias` `[out channels]`
/// - the result has length `(size - 1) stride - 2 padding + dilation (kernel - 1) + outputPadding + 1`
///
/// {@snippet :
/// ConvTranspose1d up = ConvTranspose1d.convTranspose1d(16, 8, 2, ConvTranspose1dConfig.defaults().withStride(2), vb.pp("up"));
/// Tensor y = up.forward(x); // [1, 16, 7] gives [1, 8, 14]
/// }
///
/// @param weight the kernels
/// @param bias the bias, if there is one
/// @param config the settings
public record ConvTranspose1d(Tensor weight, Optional<Tensor> bias, ConvTranspose1dConfig config)
    implements Module {
  private static final String LAYER = "conv_transpose1d";

  /// Checks that the shapes fit.
  ///
  /// @throws CandleException if the weight is not `[in channels, out channels / groups, size]` or the bias not `[out channels]`
  public ConvTranspose1d {
    Checks.rank(LAYER, weight, 3, "a kernel [in channels, out channels / groups, size]");
    Checks.divides(LAYER, config.groups(), "in channels", weight.dim(0));
    if (bias.isPresent()) {
      Checks.size(LAYER, "bias", bias.get(), weight.dim(1) * config.groups());
    }
  }

  /// A layer with a bias.
  ///
  /// @throws CandleException if the weight is not `[in channels, out channels / groups, size]` or the bias not `[out channels]`
  public ConvTranspose1d(Tensor weight, Tensor bias, ConvTranspose1dConfig config) {
    this(weight, Optional.of(bias), config);
  }

  /// A layer without a bias.
  ///
  /// @throws CandleException if the weight is not `[in channels, out channels / groups, size]`
  public ConvTranspose1d(Tensor weight, ConvTranspose1dConfig config) {
    this(weight, Optional.empty(), config);
  }

  /// A new layer with the parameters `weight` and `bias`, both evenly from `±1/√(out channels · size)`.
  ///
  /// @throws CandleException if the groups do not divide the channels
  public static ConvTranspose1d convTranspose1d(
      int in, int out, int size, ConvTranspose1dConfig config, VarBuilder vb) {
    Tensor weight = weight(in, out, size, config, vb);
    Tensor bias = vb.getWithHints(Shape.of(out), "bias", init(out, size));
    return new ConvTranspose1d(weight, bias, config);
  }

  /// A new layer with the parameter `weight` alone.
  ///
  /// @throws CandleException if the groups do not divide the channels
  public static ConvTranspose1d convTranspose1dNoBias(
      int in, int out, int size, ConvTranspose1dConfig config, VarBuilder vb) {
    return new ConvTranspose1d(weight(in, out, size, config, vb), config);
  }

  private static Tensor weight(
      int in, int out, int size, ConvTranspose1dConfig config, VarBuilder vb) {
    Checks.channels(LAYER, in, out, size, config.groups());
    return vb.getWithHints(Shape.of(in, out / config.groups(), size), "weight", init(out, size));
  }

  private static Init init(int out, int size) {
    double bound = 1 / Math.sqrt((double) out * size);
    return new Init.Uniform(-bound, bound);
  }

  /// The convolution, and the bias added.
  ///
  /// @throws CandleException if the shape or dtype of `xs` does not fit the weight
  @Override
  public Tensor forward(Tensor xs) {
    Tensor y =
        xs.convTranspose1d(
            weight,
            config.padding(),
            config.outputPadding(),
            config.stride(),
            config.dilation(),
            config.groups());
    return Channels.withBias(y, bias);
  }

  @Override
  public String toString() {
    return "ConvTranspose1d("
        + weight.dim(0)
        + " -> "
        + weight.dim(1) * config.groups()
        + ", size "
        + weight.dim(2)
        + config.text()
        + (bias.isPresent() ? ", bias)" : ")");
  }
}
