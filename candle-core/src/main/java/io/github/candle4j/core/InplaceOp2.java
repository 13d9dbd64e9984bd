package io.github.candle4j.core;

/// A change of your own of one tensor by another, in place: [Tensor#inplaceOp2].
public interface InplaceOp2 {
  /// The name by which errors call the operation.
  String name();

  /// Changes the elements of the first tensor. That of the second must not be changed; it may be the same array.
  void cpuFwd(CpuStorage storage1, Layout layout1, CpuStorage storage2, Layout layout2);
}
