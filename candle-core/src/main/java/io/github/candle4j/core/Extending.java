package io.github.candle4j.core;

import java.util.Optional;
import java.util.function.UnaryOperator;

/// Operations and gradients of your own.
sealed interface Extending permits Tensor {
  /// The result of an operation of your own. Its gradient is that of [CustomOp1#bwd]; without one, `backward` throws.
  ///
  /// @throws CandleException if the storage and the shape that it gives do not fit each other
  default Tensor applyOp1(CustomOp1 op) {
    Tensor x = self();
    return CustomOps.tensor(
        op.name(),
        () -> run(op),
        (n, y, dy) -> CustomOps.gradients(op.name(), n, op.bwd(n.operand(0), y, dy)),
        x);
  }

  /// The result of an operation of your own on this tensor and another.
  ///
  /// @throws CandleException if the storage and the shape that it gives do not fit each other
  default Tensor applyOp2(Tensor rhs, CustomOp2 op) {
    return CustomOps.tensor(
        op.name(),
        () -> run(op, rhs),
        (n, y, dy) -> {
          CustomOp2.Gradients found = op.bwd(n.operand(0), n.operand(1), y, dy);
          return CustomOps.gradients(op.name(), n, found.arg1(), found.arg2());
        },
        self(),
        rhs);
  }

  /// The result of an operation of your own on this tensor and two others.
  ///
  /// @throws CandleException if the storage and the shape that it gives do not fit each other
  default Tensor applyOp3(Tensor t2, Tensor t3, CustomOp3 op) {
    return CustomOps.tensor(
        op.name(),
        () -> run(op, t2, t3),
        (n, y, dy) -> {
          CustomOp3.Gradients found = op.bwd(n.operand(0), n.operand(1), n.operand(2), y, dy);
          Optional<Tensor> third = found.arg3();
          return CustomOps.gradients(op.name(), n, found.arg1(), found.arg2(), third);
        },
        self(),
        t2,
        t3);
  }

  /// [#applyOp1] without gradients: the result is a constant.
  ///
  /// @throws CandleException if the storage and the shape that it gives do not fit each other
  default Tensor applyOp1NoBwd(CustomOp1 op) {
    return CustomOps.constant(op.name(), () -> run(op), self());
  }

  /// [#applyOp2] without gradients: the result is a constant.
  ///
  /// @throws CandleException if the storage and the shape that it gives do not fit each other
  default Tensor applyOp2NoBwd(Tensor rhs, CustomOp2 op) {
    return CustomOps.constant(op.name(), () -> run(op, rhs), self(), rhs);
  }

  /// [#applyOp3] without gradients: the result is a constant.
  ///
  /// @throws CandleException if the storage and the shape that it gives do not fit each other
  default Tensor applyOp3NoBwd(Tensor t2, Tensor t3, CustomOp3 op) {
    return CustomOps.constant(op.name(), () -> run(op, t2, t3), self(), t2, t3);
  }

  /// Changes this tensor in place, by code of your own. All views of the elements see it.
  ///
  /// @throws CandleException if gradients flow through the tensor, outside [Tensor#noGrad], or if it is a view that
  ///     repeats elements
  default void inplaceOp1(InplaceOp1 op) {
    Tensor x = self();
    CustomOps.inPlace(op.name(), () -> op.cpuFwd(x.cpuStorage(), x.layout()), x);
  }

  /// Changes this tensor in place, by code of your own that reads another; both may share their elements.
  ///
  /// @throws CandleException if gradients flow through one of the tensors, outside [Tensor#noGrad], or if this one is a
  ///     view that repeats elements
  default void inplaceOp2(Tensor rhs, InplaceOp2 op) {
    Tensor x = self();
    CustomOps.inPlace(
        op.name(),
        () -> {
          StorageAndLayout b = rhs.storageAndLayout();
          op.cpuFwd(x.cpuStorage(), x.layout(), b.storage(), b.layout());
        },
        x,
        rhs);
  }

  /// Changes this tensor in place, by code of your own that reads two others; all may share their elements.
  ///
  /// @throws CandleException if gradients flow through one of the tensors, outside [Tensor#noGrad], or if this one is a
  ///     view that repeats elements
  default void inplaceOp3(Tensor t2, Tensor t3, InplaceOp3 op) {
    Tensor x = self();
    CustomOps.inPlace(
        op.name(),
        () -> {
          StorageAndLayout b = t2.storageAndLayout();
          StorageAndLayout c = t3.storageAndLayout();
          op.cpuFwd(x.cpuStorage(), x.layout(), b.storage(), b.layout(), c.storage(), c.layout());
        },
        x,
        t2,
        t3);
  }

  /// This tensor, with a gradient that goes through `f` on its way back: to look at it, to clip it, to turn it round. It
  /// is a view; use the result in place of this tensor. `f` is called once in each `backward` that reaches it, with the
  /// whole gradient.
  ///
  /// {@snippet :
  /// Tensor h = layer.forward(x).onGradient(g -> g.clamp(-1, 1));
  /// }
  ///
  /// `backward` throws if `f` gives another shape or dtype.
  default Tensor onGradient(UnaryOperator<Tensor> f) {
    return CustomOps.onGradient(self(), f);
  }

  private CpuResult run(CustomOp1 op) {
    StorageAndLayout a = self().storageAndLayout();
    return op.cpuFwd(a.storage(), a.layout());
  }

  private CpuResult run(CustomOp2 op, Tensor rhs) {
    StorageAndLayout a = self().storageAndLayout();
    StorageAndLayout b = rhs.storageAndLayout();
    return op.cpuFwd(a.storage(), a.layout(), b.storage(), b.layout());
  }

  private CpuResult run(CustomOp3 op, Tensor t2, Tensor t3) {
    StorageAndLayout a = self().storageAndLayout();
    StorageAndLayout b = t2.storageAndLayout();
    StorageAndLayout c = t3.storageAndLayout();
    return op.cpuFwd(a.storage(), a.layout(), b.storage(), b.layout(), c.storage(), c.layout());
  }

  private Tensor self() {
    return (Tensor) this;
  }
}
