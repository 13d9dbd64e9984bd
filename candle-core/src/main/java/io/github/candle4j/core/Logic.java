package io.github.candle4j.core;

import java.util.Arrays;
import java.util.List;

/// Flags: U8, 1 for true and 0 for false. Of any other number, 0 is false and everything else, NaN too, is true.
sealed interface Logic permits Tensor {
  /// 1 where both are not 0, as U8. Equal shapes only. Allocates the flags of both.
  ///
  /// @throws CandleException if the shapes differ
  default Tensor logicalAnd(Tensor rhs) {
    return flags().mul(flagsLike("logical_and", rhs));
  }

  /// 1 where one or both are not 0, as U8. Equal shapes only. Allocates the flags of both.
  ///
  /// @throws CandleException if the shapes differ
  default Tensor logicalOr(Tensor rhs) {
    return flags().maximum(flagsLike("logical_or", rhs));
  }

  /// 1 where one, but not both, is not 0, as U8. Equal shapes only. Allocates the flags of both.
  ///
  /// @throws CandleException if the shapes differ
  default Tensor logicalXor(Tensor rhs) {
    return flags().ne(flagsLike("logical_xor", rhs));
  }

  /// 1 where the element is 0, as U8.
  default Tensor logicalNot() {
    return self().eq(0);
  }

  /// 1 where the element is NaN, as U8; no integer is.
  default Tensor isNan() {
    return constant().ne(constant());
  }

  /// 1 where the element is infinite, as U8; no integer is. Allocates a tensor of differences and two more of flags.
  default Tensor isInf() {
    // All that equal themselves are numbers or infinite.
    return constant().eq(constant()).sub(isFinite());
  }

  /// 1 where the element is neither infinite nor NaN, as U8; every integer is. Allocates the differences.
  default Tensor isFinite() {
    // The difference of an infinity with itself is NaN.
    return Watch.meant(() -> constant().sub(constant()).eq(0));
  }

  /// 1 where any element along these dimensions is not 0, as U8; 0 of nothing. Allocates the flags of all elements.
  ///
  /// @throws CandleException if there is no such dimension or one is named twice
  default Tensor any(int dim, int... more) {
    return any(Reduction.dims(dim, more));
  }

  /// 1 where any element along these dimensions is not 0, as U8; 0 of nothing. Allocates the flags of all elements.
  ///
  /// @throws CandleException if there is no such dimension or one is named twice
  default Tensor any(List<Integer> dims) {
    return Reduction.squeezed(anyKeepdim(dims), dims);
  }

  /// 1 where any element along these dimensions, which stay with size 1, is not 0, as U8. Allocates the flags of all
  /// elements.
  ///
  /// @throws CandleException if there is no such dimension or one is named twice
  default Tensor anyKeepdim(int dim, int... more) {
    return anyKeepdim(Reduction.dims(dim, more));
  }

  /// 1 where any element along these dimensions, which stay with size 1, is not 0, as U8. Allocates the flags of all
  /// elements.
  ///
  /// @throws CandleException if there is no such dimension or one is named twice
  default Tensor anyKeepdim(List<Integer> dims) {
    return noneEmpty("any", dims) ? flags().maxKeepdim(dims) : flags().sumKeepdim(dims);
  }

  /// 1 if any element is not 0, a scalar, as U8; 0 of nothing. Allocates the flags of all elements.
  default Tensor anyAll() {
    return self().flattenAll().any(0);
  }

  /// 1 where all elements along these dimensions are not 0, as U8; 1 of nothing. Allocates the flags of all elements.
  ///
  /// @throws CandleException if there is no such dimension or one is named twice
  default Tensor all(int dim, int... more) {
    return all(Reduction.dims(dim, more));
  }

  /// 1 where all elements along these dimensions are not 0, as U8; 1 of nothing. Allocates the flags of all elements.
  ///
  /// @throws CandleException if there is no such dimension or one is named twice
  default Tensor all(List<Integer> dims) {
    return Reduction.squeezed(allKeepdim(dims), dims);
  }

  /// 1 where all elements along these dimensions, which stay with size 1, are not 0, as U8. Allocates the flags of all
  /// elements.
  ///
  /// @throws CandleException if there is no such dimension or one is named twice
  default Tensor allKeepdim(int dim, int... more) {
    return allKeepdim(Reduction.dims(dim, more));
  }

  /// 1 where all elements along these dimensions, which stay with size 1, are not 0, as U8. Allocates the flags of all
  /// elements.
  ///
  /// @throws CandleException if there is no such dimension or one is named twice
  default Tensor allKeepdim(List<Integer> dims) {
    return noneEmpty("all", dims) ? flags().minKeepdim(dims) : flags().prodKeepdim(dims);
  }

  /// 1 if all elements are not 0, a scalar, as U8; 1 of nothing. Allocates the flags of all elements.
  default Tensor allAll() {
    return self().flattenAll().all(0);
  }

  /// How many elements along these dimensions are not 0, as I64. Allocates the flags of all elements, also as I64.
  ///
  /// @throws CandleException if there is no such dimension or one is named twice
  default Tensor countNonzero(int dim, int... more) {
    return countNonzero(Reduction.dims(dim, more));
  }

  /// How many elements along these dimensions are not 0, as I64. Allocates the flags of all elements, also as I64.
  ///
  /// @throws CandleException if there is no such dimension or one is named twice
  default Tensor countNonzero(List<Integer> dims) {
    return Reduction.squeezed(countNonzeroKeepdim(dims), dims);
  }

  /// How many elements along these dimensions, which stay with size 1, are not 0, as I64. Allocates the flags of all
  /// elements, also as I64.
  ///
  /// @throws CandleException if there is no such dimension or one is named twice
  default Tensor countNonzeroKeepdim(int dim, int... more) {
    return countNonzeroKeepdim(Reduction.dims(dim, more));
  }

  /// How many elements along these dimensions, which stay with size 1, are not 0, as I64. Allocates the flags of all
  /// elements, also as I64.
  ///
  /// @throws CandleException if there is no such dimension or one is named twice
  default Tensor countNonzeroKeepdim(List<Integer> dims) {
    Reduction.positions("count_nonzero", self(), dims); // names the operation
    return flags().toDtype(DType.I64).sumKeepdim(dims);
  }

  /// How many elements are not 0, a scalar, as I64. Allocates the flags of all elements, also as I64.
  default Tensor countNonzeroAll() {
    return flags().toDtype(DType.I64).sumAll();
  }

  /// True if all pairs are close, `|a - b| ≤ atol + rtol |b|`, as PyTorch's function of this name: equal infinities are,
  /// NaN is close to nothing. The shapes are broadcast to each other. Computed in F64. Allocates seven such tensors, and
  /// some of flags.
  ///
  /// @throws CandleException if the dtypes differ or the shapes cannot be broadcast
  default boolean allClose(Tensor other, double rtol, double atol) {
    if (self().dtype() != other.dtype()) {
      throw Origins.placed(
          CandleException.dtypeMismatch("allclose", self().dtype(), other.dtype()), self(), other);
    }
    try {
      self().shape().broadcastShapeBinaryOp(other.shape(), "allclose"); // names the operation
    } catch (CandleException e) {
      throw Origins.placed(e, self(), other);
    }
    Tensor a = constant().toDtype(DType.F64);
    Tensor b = other.detach().toDtype(DType.F64);
    Tensor difference = Watch.meant(() -> a.broadcastSub(b).abs());
    Tensor within =
        difference.broadcastLe(b.abs().affine(rtol, atol)).logicalAnd(difference.isFinite());
    return a.broadcastEq(b).logicalOr(within).allAll().toScalarU8() == 1;
  }

  /// True if all pairs are close, with `rtol` 1e-5 and `atol` 1e-8; see [#allClose(Tensor, double, double)].
  ///
  /// @throws CandleException if the dtypes differ or the shapes cannot be broadcast
  default boolean allClose(Tensor other) {
    return allClose(other, 1e-5, 1e-8);
  }

  /// A copy with `value` wherever the mask, which is broadcast to the shape of this tensor, is not 0. There the gradient
  /// is 0.
  ///
  /// @throws CandleException if the mask is not of integers or cannot be broadcast, or the dtype cannot hold the value
  default Tensor maskedFill(Tensor mask, double value) {
    return filled(mask, self().scalarLike("masked_fill", value));
  }

  /// A copy with `value`, which is exact for I64, wherever the mask is not 0; see [#maskedFill(Tensor, double)].
  ///
  /// @throws CandleException if the mask is not of integers or cannot be broadcast, or the dtype cannot hold the value
  default Tensor maskedFill(Tensor mask, long value) {
    return filled(mask, self().scalarLike("masked_fill", value));
  }

  private Tensor filled(Tensor mask, Tensor value) {
    if (mask.dtype().isFloat()) {
      throw CandleException.unsupportedDtype(
          "masked_fill", mask.dtype(), "the mask is an integer tensor, as x.gt(0) gives it");
    }
    return broadcast("masked_fill", mask).whereCond(value, self());
  }

  /// The elements where the mask, which is broadcast to the shape of this tensor, is not 0, in their order; one
  /// dimension. Allocates flags and the positions, as U32.
  ///
  /// @throws CandleException if the mask cannot be broadcast
  default Tensor maskedSelect(Tensor mask) {
    Tensor positions = broadcast("masked_select", mask).flattenAll().nonzero().squeeze(1);
    return self().flattenAll().indexSelect(positions, 0);
  }

  /// The positions of all elements that are not 0, in their order, as U32: `[count, rank]`. Allocates the flags of all
  /// elements.
  default Tensor nonzero() {
    byte[] flags = (byte[]) flags().array();
    int[] dims = self().dims();
    int count = 0;
    for (byte flag : flags) {
      count += flag;
    }
    Shape shape = Shape.of(count, dims.length);
    int[] positions = new int[shape.arrayLength()];
    int row = 0;
    for (int i = 0; i < flags.length; i++) {
      if (flags[i] != 0) {
        int rest = i;
        for (int d = dims.length - 1; d >= 0; d--) {
          positions[row * dims.length + d] = rest % dims[d];
          rest /= dims[d];
        }
        row++;
      }
    }
    return Tensor.fromVec(positions, shape, DType.U32, self().device());
  }

  /// The flags of a tensor that must have the shape of this one.
  private Tensor flagsLike(String operation, Tensor rhs) {
    if (!self().shape().equals(rhs.shape())) {
      throw Origins.placed(
          CandleException.shapeMismatch(
              operation,
              self().shape(),
              rhs.shape(),
              operation + " wants equal shapes; broadcastAs repeats sizes of 1"),
          self(),
          rhs);
    }
    return rhs.ne(0);
  }

  /// A mask in the shape of this tensor.
  private Tensor broadcast(String operation, Tensor mask) {
    Shape shape = self().shape();
    Shape both;
    try {
      both = shape.broadcastShapeBinaryOp(mask.shape(), operation);
    } catch (CandleException e) {
      throw Origins.placed(e, self(), mask);
    }
    if (!both.equals(shape)) {
      throw Origins.placed(
          CandleException.shapeMismatch(
              operation,
              shape,
              mask.shape(),
              "the mask is broadcast to the shape of self, which stays"),
          self(),
          mask);
    }
    return mask.broadcastAs(shape);
  }

  private Tensor flags() {
    return self().ne(0);
  }

  private boolean noneEmpty(String operation, List<Integer> dims) {
    Shape shape = self().shape();
    return Arrays.stream(Reduction.positions(operation, self(), dims))
        .allMatch(dim -> shape.dim(dim) > 0);
  }

  /// The elements without their history: flags have no gradient.
  private Tensor constant() {
    return self().detach();
  }

  private Tensor self() {
    return (Tensor) this;
  }
}
