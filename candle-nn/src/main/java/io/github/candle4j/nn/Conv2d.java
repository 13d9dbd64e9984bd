package io.github.candle4j.nn;

import io.github.candle4j.core.CandleException;
import io.github.candle4j.core.DType;
import io.github.candle4j.core.Module;
import io.github.candle4j.core.Shape;
import io.github.candle4j.core.Tensor;
import java.util.Optional;

/// A convolution over images: `y[n, o, p] = b[o] + Σ x[n, c, p stride + k dilation - padding] w[o, c, k]`, where p and k are places of two
/// dimensions, over the channels c of the group of o and the elements k of the kernel; [Tensor#conv2d].
///
/// - `x` `[batch, in channels, height, width]`, `weight` `[out channels, in channels / groups, height, width]`, `bias` `[out channels]`
/// - a side of the result has size `(size + 2 padding - dilation (kernel - 1) - 1) / stride + 1`
///
/// {@snippet :
/// Conv2d conv = Conv2d.conv2d(1, 32, 3, Conv2dConfig.defaults().withPadding(1), vb.pp("conv1"));
/// Tensor y = conv.forward(x); // [64, 1, 28, 28] gives [64, 32, 28, 28]
/// }
///
/// @param weight the kernels
/// @param bias the bias, if there is one
/// @param config the settings
public record Conv2d(Tensor weight, Optional<Tensor> bias, Conv2dConfig config) implements Module {
  private static final String LAYER = "conv2d";

  /// Checks that the shapes fit.
  ///
  /// @throws CandleException if the weight is not `[out channels, in channels / groups, height, width]` or the bias not `[out channels]`
  public Conv2d {
    Checks.rank(LAYER, weight, 4, "a kernel [out channels, in channels / groups, height, width]");
    Checks.divides(LAYER, config.groups(), "out channels", weight.dim(0));
    if (bias.isPresent()) {
      Checks.size(LAYER, "bias", bias.get(), weight.dim(0));
    }
  }

  /// A layer with a bias.
  ///
  /// @throws CandleException if the weight is not `[out channels, in channels / groups, height, width]` or the bias not `[out channels]`
  public Conv2d(Tensor weight, Tensor bias, Conv2dConfig config) {
    this(weight, Optional.of(bias), config);
  }

  /// A layer without a bias.
  ///
  /// @throws CandleException if the weight is not `[out channels, in channels / groups, height, width]`
  public Conv2d(Tensor weight, Conv2dConfig config) {
    this(weight, Optional.empty(), config);
  }

  /// A new layer with the parameters `weight` (Kaiming normal) and `bias` (`U(-1/√in, 1/√in)`, as in Candle).
  ///
  /// @throws CandleException if the groups do not divide the channels
  public static Conv2d conv2d(int in, int out, int size, Conv2dConfig config, VarBuilder vb) {
    Tensor weight = weight(in, out, size, config, vb);
    double bound = 1 / Math.sqrt(in);
    Init init = new Init.Uniform(-bound, bound);
    return new Conv2d(weight, vb.getWithHints(Shape.of(out), "bias", init), config);
  }

  /// A new layer with the parameter `weight` alone.
  ///
  /// @throws CandleException if the groups do not divide the channels
  public static Conv2d conv2dNoBias(int in, int out, int size, Conv2dConfig config, VarBuilder vb) {
    return new Conv2d(weight(in, out, size, config, vb), config);
  }

  private static Tensor weight(int in, int out, int size, Conv2dConfig config, VarBuilder vb) {
    Checks.channels(LAYER, in, out, size, config.groups());
    Shape shape = Shape.of(out, in / config.groups(), size, size);
    return vb.getWithHints(shape, "weight", Init.DEFAULT_KAIMING_NORMAL);
  }

  /// This layer and a batch norm after it, in use, as one layer: with `s = w / √(running variance + eps)` of the norm, the kernels
  /// times s and the bias `(bias - running mean) s + b`. The new layer has no gradients.
  ///
  /// @throws CandleException if the norm has other channels
  public Conv2d absorbBn(BatchNorm norm) {
    Checks.size(LAYER, "running mean", norm.runningMean(), weight.dim(0));
    DType wide = weight.dtype() == DType.F64 ? DType.F64 : DType.F32;
    Tensor scale = norm.scale().toDtype(wide);
    Tensor shift = norm.runningMean().detach().toDtype(wide).neg();
    if (bias.isPresent()) {
      shift = shift.add(bias.get().detach().toDtype(wide));
    }
    if (norm.weightAndBias().isPresent()) {
      WeightAndBias affine = norm.weightAndBias().get();
      scale = scale.mul(affine.weight().detach().toDtype(wide));
      shift = shift.mul(scale).add(affine.bias().detach().toDtype(wide));
    } else {
      shift = shift.mul(scale);
    }
    Tensor kernels = weight.detach().toDtype(wide).broadcastMul(scale.reshape(-1, 1, 1, 1));
    return new Conv2d(kernels.toDtype(weight.dtype()), shift.toDtype(weight.dtype()), config);
  }

  /// The convolution, and the bias added.
  ///
  /// @throws CandleException if the shape or dtype of `xs` does not fit the weight
  @Override
  public Tensor forward(Tensor xs) {
    Tensor y =
        xs.conv2d(weight, config.padding(), config.stride(), config.dilation(), config.groups());
    return Channels.withBias(y, bias);
  }

  @Override
  public String toString() {
    return "Conv2d("
        + weight.dim(1) * config.groups()
        + " -> "
        + weight.dim(0)
        + ", "
        + weight.dim(2)
        + "x"
        + weight.dim(3)
        + config.text()
        + (bias.isPresent() ? ", bias)" : ")");
  }
}
