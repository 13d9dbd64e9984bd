package io.github.candle4j.core;

/// The kind of a device and its number, as errors name it.
public sealed interface DeviceLocation {
  /// The CPU.
  record Cpu() implements DeviceLocation {}

  /// A CUDA device.
  ///
  /// @param gpuId its number
  record Cuda(int gpuId) implements DeviceLocation {}

  /// A Metal device.
  ///
  /// @param gpuId its number
  record Metal(int gpuId) implements DeviceLocation {}
}
