package io.github.candle4j.nn;

import io.github.candle4j.core.CandleException;
import io.github.candle4j.core.ConvTranspose2dParams;
import io.github.candle4j.core.Module;
import io.github.candle4j.core.Shape;
import io.github.candle4j.core.Tensor;
import java.util.Optional;

/// A transposed convolution over images, which makes them larger: `y[n, o, p stride + k dilation - padding] += x[n, c, p] w[c, o, k] + b[o]`,
/// where p and k are places of two dimensions, over the channels c of the group of o; [Tensor#convTranspose2d].
///
/// - `x` `[batch, in channels, height, width]`, `weight` `[in channels, out channels / groups, height, width]`, `bias` `[out channels]`
/// - a side of the result has size `(size - 1) stride - 2 padding + dilation (kernel - 1) + outputPadding + 1`
///
/// {@snippet :
/// ConvTranspose2d up = ConvTranspose2d.convTranspose2d(16, 8, 2, ConvTranspose2dConfig.defaults().withStride(2), vb.pp("up"));
/// Tensor y = up.forward(x); // [1, 16, 7, 7] gives [1, 8, 14, 14]
/// }
///
/// @param weight the kernels
/// @param bias the bias, if there is one
/// @param config the settings
public record ConvTranspose2d(Tensor weight, Optional<Tensor> bias, ConvTranspose2dConfig config)
    implements Module {
  private static final String LAYER = "conv_transpose2d";

  /// Checks that the shapes fit.
  ///
  /// @throws CandleException if the weight is not `[in channels, out channels / groups, height, width]` or the bias not `[out channels]`
  public ConvTranspose2d {
    Checks.rank(LAYER, weight, 4, "a kernel [in channels, out channels / groups, height, width]");
    Checks.divides(LAYER, config.groups(), "in channels", weight.dim(0));
    if (bias.isPresent()) {
      Checks.size(LAYER, "bias", bias.get(), weight.dim(1) * config.groups());
    }
  }

  /// A layer with a bias.
  ///
  /// @throws CandleException if the weight is not `[in channels, out channels / groups, height, width]` or the bias not `[out channels]`
  public ConvTranspose2d(Tensor weight, Tensor bias, ConvTranspose2dConfig config) {
    this(weight, Optional.of(bias), config);
  }

  /// A layer without a bias.
  ///
  /// @throws CandleException if the weight is not `[in channels, out channels / groups, height, width]`
  public ConvTranspose2d(Tensor weight, ConvTranspose2dConfig config) {
    this(weight, Optional.empty(), config);
  }

  /// A new layer with the parameters `weight` and `bias`, both evenly from `±1/(√(out channels) · size)`.
  ///
  /// @throws CandleException if the groups do not divide the channels
  public static ConvTranspose2d convTranspose2d(
      int in, int out, int size, ConvTranspose2dConfig config, VarBuilder vb) {
    Tensor weight = weight(in, out, size, config, vb);
    Tensor bias = vb.getWithHints(Shape.of(out), "bias", init(out, size));
    return new ConvTranspose2d(weight, bias, config);
  }

  /// A new layer with the parameter `weight` alone.
  ///
  /// @throws CandleException if the groups do not divide the channels
  public static ConvTranspose2d convTranspose2dNoBias(
      int in, int out, int size, ConvTranspose2dConfig config, VarBuilder vb) {
    return new ConvTranspose2d(weight(in, out, size, config, vb), config);
  }

  private static Tensor weight(
      int in, int out, int size, ConvTranspose2dConfig config, VarBuilder vb) {
    Checks.channels(LAYER, in, out, size, config.groups());
    return vb.getWithHints(
        Shape.of(in, out / config.groups(), size, size), "weight", init(out, size));
  }

  private static Init init(int out, int size) {
    double bound = 1 / (Math.sqrt(out) * size);
    return new Init.Uniform(-bound, bound);
  }

  /// The convolution, and the bias added.
  ///
  /// @throws CandleException if the shape or dtype of `xs` does not fit the weight
  @Override
  public Tensor forward(Tensor xs) {
    Tensor y =
        xs.convTranspose2d(
            weight,
            ConvTranspose2dParams.defaults()
                .withPadding(config.padding())
                .withOutputPadding(config.outputPadding())
                .withStride(config.stride())
                .withDilation(config.dilation())
                .withGroups(config.groups()));
    return Channels.withBias(y, bias);
  }

  @Override
  public String toString() {
    return "ConvTranspose2d("
        + weight.dim(0)
        + " -> "
        + weight.dim(1) * config.groups()
        + ", "
        + weight.dim(2)
        + "x"
        + weight.dim(3)
        + config.text()
        + (bias.isPresent() ? ", bias)" : ")");
  }
}
