package io.github.candle4j.core;

/// A change of your own of one tensor, in place: [Tensor#inplaceOp1].
public interface InplaceOp1 {
  /// The name by which errors call the operation.
  String name();

  /// Changes the elements. The array is that of the tensor, and may hold elements of others; the layout says which belong
  /// to this one.
  void cpuFwd(CpuStorage storage, Layout layout);
}
