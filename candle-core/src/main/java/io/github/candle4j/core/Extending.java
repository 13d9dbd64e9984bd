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
        () -> op.cpuFwd(x.cpuStorage(), x.layout()),
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
    Tensor x = self();
    return CustomOps.constant(op.name(), () -> op.cpuFwd(x.cpuStorage(), x.layout()), x);
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
        () -> op.cpuFwd(x.cpuStorage(), x.layout(), rhs.cpuStorage(), rhs.layout()),
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
        () ->
            op.cpuFwd(
                x.cpuStorage(),
                x.layout(),
                t2.cpuStorage(),
                t2.layout(),
                t3.cpuStorage(),
                t3.layout()),
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

  private CpuResult run(CustomOp2 op, Tensor rhs) {
    return op.cpuFwd(self().cpuStorage(), self().layout(), rhs.cpuStorage(), rhs.layout());
  }

  private CpuResult run(CustomOp3 op, Tensor t2, Tensor t3) {
    return op.cpuFwd(
        self().cpuStorage(),
        self().layout(),
        t2.cpuStorage(),
        t2.layout(),
        t3.cpuStorage(),
        t3.layout());
  }

  private Tensor self() {
    return (Tensor) this;
  }
}
