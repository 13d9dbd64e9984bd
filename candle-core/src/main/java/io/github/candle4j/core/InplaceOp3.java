package io.github.candle4j.core;

/// A change of your own of one tensor by two others, in place: [Tensor#inplaceOp3].
public interface InplaceOp3 {
  /// The name by which errors call the operation.
  String name();

  /// Changes the elements of the first tensor. Those of the others must not be changed; they may be in the same array.
  void cpuFwd(
      CpuStorage storage1,
      Layout layout1,
      CpuStorage storage2,
      Layout layout2,
      CpuStorage storage3,
      Layout layout3);
}
