package io.github.candle4j.core;

import io.github.candle4j.core.op.Frame;
import io.github.candle4j.core.op.Op;
import io.github.candle4j.core.op.Steps;
import io.github.candle4j.core.op.WindowShapes;

/// Convolutions, as neural networks understand the word: the kernel is not turned round. Floats only; F16, BF16 and
/// F8E4M3 are multiplied and summed in F32. Any strides. Derivatives of any order.
sealed interface Convolution permits Tensor {
  /// `y[n, o, p] = Σ x[n, c, p * stride + k * dilation - padding] w[o, c, k]`, over the channels c of the group of o and the
  /// elements k of the kernel; x `[batch, in channels, length]`, kernel `[out channels, in channels / groups, size]`. The
  /// result has length `(length + 2 padding - dilation (size - 1) - 1) / stride + 1`.
  ///
  /// @throws CandleException if shapes or dtypes do not fit, or a setting is not possible
  default Tensor conv1d(Tensor kernel, int padding, int stride, int dilation, int groups) {
    Steps steps = Steps.of(padding, stride, dilation);
    return forward(kernel, groups, steps);
  }

  /// [#conv1d(Tensor, int, int, int, int)] with other settings: a padding for each side, or the "same" padding.
  ///
  /// @throws CandleException if shapes or dtypes do not fit
  default Tensor conv1d(Tensor kernel, Conv1dParams params) {
    return forward(kernel, params.groups(), params.steps());
  }

  /// `y[n, o, p] = Σ x[n, c, p * stride + k * dilation - padding] w[o, c, k]`, where p and k are places of two dimensions, over
  /// the channels c of the group of o and the elements k of the kernel; x `[batch, in channels, height, width]`, kernel
  /// `[out channels, in channels / groups, height, width]`. A side of the result has size
  /// `(size + 2 padding - dilation (kernel - 1) - 1) / stride + 1`.
  ///
  /// @throws CandleException if shapes or dtypes do not fit, or a setting is not possible
  default Tensor conv2d(Tensor kernel, int padding, int stride, int dilation, int groups) {
    Steps steps = Steps.of(padding, stride, dilation);
    return forward(kernel, groups, steps, steps);
  }

  /// [#conv2d(Tensor, int, int, int, int)] with other settings: numbers for each dimension, a padding for each side, or the
  /// "same" padding.
  ///
  /// @throws CandleException if shapes or dtypes do not fit
  default Tensor conv2d(Tensor kernel, Conv2dParams params) {
    return forward(kernel, params.groups(), params.height(), params.width());
  }

  /// The transpose of a convolution: `y[n, o, p * stride + k * dilation - padding] += x[n, c, p] w[c, o, k]`; x
  /// `[batch, in channels, length]`, kernel `[in channels, out channels / groups, size]`. The result has length
  /// `(length - 1) stride - 2 padding + dilation (size - 1) + outputPadding + 1`.
  ///
  /// @throws CandleException if shapes or dtypes do not fit, or a setting is not possible
  default Tensor convTranspose1d(
      Tensor kernel, int padding, int outputPadding, int stride, int dilation, int groups) {
    Steps steps = Steps.of(padding, stride, dilation).withMore(outputPadding);
    return transposed(kernel, groups, steps);
  }

  /// [#convTranspose1d(Tensor, int, int, int, int, int)] with a padding for each side.
  ///
  /// @throws CandleException if shapes or dtypes do not fit
  default Tensor convTranspose1d(Tensor kernel, ConvTranspose1dParams params) {
    return transposed(kernel, params.groups(), params.steps());
  }

  /// The transpose of a convolution: `y[n, o, p * stride + k * dilation - padding] += x[n, c, p] w[c, o, k]`, where p and k
  /// are places of two dimensions; x `[batch, in channels, height, width]`, kernel `[in channels, out channels, height,
  /// width]`. A side of the result has size `(size - 1) stride - 2 padding + dilation (kernel - 1) + outputPadding + 1`.
  ///
  /// @throws CandleException if shapes or dtypes do not fit, or a setting is not possible
  default Tensor convTranspose2d(
      Tensor kernel, int padding, int outputPadding, int stride, int dilation) {
    Steps steps = Steps.of(padding, stride, dilation).withMore(outputPadding);
    return transposed(kernel, 1, steps, steps);
  }

  /// [#convTranspose2d(Tensor, int, int, int, int)] with other settings: numbers for each dimension, a padding for each side,
  /// and groups, with a kernel `[in channels, out channels / groups, height, width]`.
  ///
  /// @throws CandleException if shapes or dtypes do not fit
  default Tensor convTranspose2d(Tensor kernel, ConvTranspose2dParams params) {
    return transposed(kernel, params.conv().groups(), params.height(), params.width());
  }

  private Tensor forward(Tensor kernel, int groups, Steps... steps) {
    try {
      Frame frame = WindowShapes.convolution(self().typed(), kernel.typed(), groups, steps);
      return Tensor.apply(new Op.Conv2d(frame, groups), self(), kernel);
    } catch (CandleException e) {
      throw Origins.placed(e, self(), kernel);
    }
  }

  private Tensor transposed(Tensor kernel, int groups, Steps... steps) {
    try {
      Frame frame = WindowShapes.transposed(self().typed(), kernel.typed(), groups, steps);
      return Tensor.apply(new Op.Conv2dInputGrad(frame, groups), self(), kernel);
    } catch (CandleException e) {
      throw Origins.placed(e, self(), kernel);
    }
  }

  private Tensor self() {
    return (Tensor) this;
  }
}
