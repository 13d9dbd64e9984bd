package io.github.candle4j.core;

import io.github.candle4j.core.CandleException.Kind;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Whole texts of errors about shapes, dimensions and dtypes: what is wrong in Candle's words, then a way out.
class ShapeErrorTest {
  private static final Device CPU = Device.CPU;

  private static Tensor zeros(int... dims) {
    return Tensor.zeros(Shape.of(dims), DType.F32, CPU);
  }

  @Test
  void unequalShapesNameTheBroadcastingMethod() {
    Errors.of(() -> zeros(2, 3).add(zeros(3)))
        .is(Kind.SHAPE, "add")
        .says(
            "shape mismatch in add, lhs: [2, 3], rhs: [3]",
            "add wants equal shapes; broadcastAdd repeats sizes of 1, giving [2, 3]");
    Errors.of(() -> zeros(2, 3).maximum(zeros(4)))
        .is(Kind.SHAPE, "maximum")
        .says(
            "shape mismatch in maximum, lhs: [2, 3], rhs: [4]",
            "maximum wants equal shapes, and these cannot be broadcast to each other either");
    Errors.of(() -> zeros(1, 3).lt(zeros(2, 1)))
        .is(Kind.SHAPE, "cmp")
        .says(
            "shape mismatch in cmp, lhs: [1, 3], rhs: [2, 1]",
            "lt wants equal shapes; broadcastLt repeats sizes of 1, giving [2, 3]");
  }

  @Test
  void shapesThatCannotBeBroadcast() {
    Errors.of(() -> zeros(2, 3).broadcastAdd(zeros(4)))
        .is(Kind.SHAPE, "broadcast_add")
        .says(
            "shape mismatch in broadcast_add, lhs: [2, 3], rhs: [4]",
            "sizes are compared from the last dimension on: 3 and 4 differ, and neither is 1");
    Errors.of(() -> zeros(2, 3).broadcastAs(2, 4))
        .is(Kind.SHAPE, "broadcast_as")
        .says(
            "cannot broadcast [2, 3] to [2, 4]",
            "sizes are compared from the last dimension on: each must be equal to the wanted one,"
                + " or 1");
    Errors.of(() -> zeros(2, 3).broadcastAs(3))
        .is(Kind.SHAPE, "broadcast_as")
        .says(
            "cannot broadcast [2, 3] to [3]",
            "sizes are compared from the last dimension on: each must be equal to the wanted one,"
                + " or 1");
  }

  @Test
  void unequalDtypesNameTheCasts() {
    Tensor ints = Tensor.of(new long[] {1, 2}, CPU);
    Errors.of(() -> zeros(2).add(ints))
        .is(Kind.DTYPE, "add")
        .says(
            "dtype mismatch in add, lhs: F32, rhs: I64",
            "cast one of them: toDtype(DType.F32) or toDtype(DType.I64)");
    Errors.of(() -> zeros(2, 2).matmul(zeros(2, 2).toDtype(DType.F64))).is(Kind.DTYPE, "matmul");
    Errors.of(() -> Tensor.cat(0, zeros(2), ints)).is(Kind.DTYPE, "cat");
  }

  @Test
  void matmulNamesTheSizesThatDiffer() {
    Errors.of(() -> zeros(32, 4).matmul(zeros(32, 10)))
        .is(Kind.SHAPE, "matmul")
        .says(
            "shape mismatch in matmul, lhs: [32, 4], rhs: [32, 10]",
            "inner dimensions 4 and 32 differ; did you mean lhs.t()?");
    Errors.of(() -> zeros(2, 3).matmul(zeros(5, 3)))
        .says(
            "shape mismatch in matmul, lhs: [2, 3], rhs: [5, 3]",
            "inner dimensions 3 and 5 differ; did you mean rhs.t()?");
    Errors.of(() -> zeros(2, 3).matmul(zeros(4, 5)))
        .says(
            "shape mismatch in matmul, lhs: [2, 3], rhs: [4, 5]",
            "inner dimensions 3 and 4 differ");
    Errors.of(() -> zeros(3, 2, 4).matmul(zeros(4, 4, 2)))
        .says(
            "shape mismatch in matmul, lhs: [3, 2, 4], rhs: [4, 4, 2]",
            "the batch dimensions differ at dimension 0; broadcastMatmul repeats sizes of 1");
    Errors.of(() -> zeros(3).matmul(zeros(3)))
        .says(
            "shape mismatch in matmul, lhs: [3], rhs: [3]",
            "matmul wants two tensors of the same rank, 2 or more; broadcastMatmul repeats"
                + " batches");
  }

  @Test
  void otherProductsNameWhatTheyWant() {
    Errors.of(() -> zeros(2, 3).mv(zeros(2)))
        .is(Kind.SHAPE, "mv")
        .says("shape mismatch in mv, lhs: [2, 3], rhs: [2]", "mv wants [m, n] and [n]");
    Errors.of(() -> zeros(2).dot(zeros(3)))
        .is(Kind.SHAPE, "dot")
        .says("shape mismatch in dot, lhs: [2], rhs: [3]", "dot wants two vectors of equal length");
    Errors.of(() -> zeros(3).broadcastMatmul(zeros(3, 2)))
        .is(Kind.SHAPE, "broadcast_matmul")
        .says(
            "shape mismatch in broadcast_matmul, lhs: [3], rhs: [3, 2]",
            "both need two dimensions or more; unsqueeze adds one");
    Errors.of(() -> Fused.linear(zeros(5, 3), zeros(2, 4)))
        .is(Kind.SHAPE, "linear")
        .says(
            "shape mismatch in linear, lhs: [5, 3], rhs: [2, 4]",
            "x [.., in] is multiplied by the weight [out, in], so the last sizes must be equal");
    Errors.of(() -> Fused.linear(zeros(5, 3), zeros(2, 3), zeros(3)))
        .is(Kind.SHAPE, "linear")
        .says(
            "shape mismatch in linear, lhs: [2, 3], rhs: [3]",
            "the bias of a weight [out, in] has shape [out]");
  }

  @Test
  void narrowBeyondTheEndNamesDimensionAndLength() {
    Errors.of(() -> zeros(2, 3).narrow(1, 2, 2))
        .is(Kind.SHAPE, "narrow")
        .says(
            "narrow invalid args start + len > dim_len: [2, 3], dim: 1, start: 2, len:2",
            "dimension 1 has positions 0 to 2");
    Errors.of(() -> zeros(2, 3).narrow(-1, 4, 0))
        .says(
            "narrow invalid args start > dim_len: [2, 3], dim: 1, start: 4, len:0",
            "dimension 1 has positions 0 to 2");
    Errors.of(() -> zeros(2, 3).narrow(0, -1, 1)).is(Kind.SHAPE, "narrow");
    Errors.of(() -> zeros(2, 3).narrow(0, 1, Integer.MAX_VALUE)).is(Kind.SHAPE, "narrow");
  }

  @Test
  void dimensionsOutOfRangeNameTheRange() {
    String hint = "dimensions go from 0 to 1, or from -1 (the last) to -2";
    Errors.of(() -> zeros(2, 3).narrow(2, 0, 1))
        .is(Kind.SHAPE, "narrow")
        .says("narrow: dimension index 2 out of range for shape [2, 3]", hint);
    Errors.of(() -> zeros(2, 3).transpose(0, -3))
        .is(Kind.SHAPE, "transpose")
        .says("transpose: dimension index -3 out of range for shape [2, 3]", hint);
    Errors.of(() -> zeros(2, 3).dim(5))
        .is(Kind.SHAPE, "dim")
        .says("dim: dimension index 5 out of range for shape [2, 3]", hint);
    Errors.of(() -> zeros(2, 3).unsqueeze(3)).is(Kind.SHAPE, "unsqueeze");
    Errors.of(() -> Fused.softmax(zeros(), 0))
        .is(Kind.SHAPE, "softmax")
        .says("softmax: dimension index 0 out of range for shape []", "a scalar has no dimensions");
  }

  @Test
  void permuteWantsEachDimensionOnce() {
    Errors.of(() -> zeros(2, 3).permute(0, 0))
        .is(Kind.SHAPE, "permute")
        .says("permute: duplicate dim index [0, 0] for shape [2, 3]");
    Errors.of(() -> zeros(2, 3).permute(1))
        .is(Kind.SHAPE, "permute")
        .says(
            "dimension mismatch in permute, tensor [2, 3], dims: [1]",
            "each of the 2 dimensions is named once");
    Errors.of(() -> zeros(3).t())
        .is(Kind.SHAPE, "t")
        .says(
            "unexpected rank, expected: 2, got: 1 ([3])",
            "unsqueeze(dim) adds a dimension of size 1");
  }

  @Test
  void catNamesTheArgumentThatDiffers() {
    Errors.of(() -> Tensor.cat(0, zeros(2, 3), zeros(1, 3), zeros(2, 4)))
        .is(Kind.SHAPE, "cat")
        .says(
            "shape mismatch in cat for dim 0, shape for arg 1: [2, 3] shape for arg 3: [2, 4]",
            "all sizes but that of dimension 0 must be equal");
    Errors.of(() -> Tensor.cat(1, zeros(2, 3), zeros(2)))
        .is(Kind.SHAPE, "cat")
        .says(
            "shape mismatch in cat for dim 1, shape for arg 1: [2, 3] shape for arg 2: [2]",
            "all sizes but that of dimension 1 must be equal");
    Errors.of(() -> Tensor.cat(List.of(), 0))
        .is(Kind.ARGUMENT, "cat")
        .says("cat expects at least one tensor");
    Errors.of(() -> Tensor.stack(List.of(), 0))
        .is(Kind.ARGUMENT, "stack")
        .says("stack expects at least one tensor");
  }

  @Test
  void reshapeNamesTheNumberOfElements() {
    Errors.of(() -> zeros(2, 3).reshape(4, 2))
        .is(Kind.SHAPE, "reshape")
        .says(
            "shape mismatch in reshape, lhs: [2, 3], rhs: [4, 2]",
            "6 elements do not fill 8 places");
    Errors.of(() -> zeros(2, 3).reshape(4, -1))
        .is(Kind.SHAPE, "reshape")
        .says(
            "cannot reshape tensor with 6 elements to [4, -1]",
            "-1 is what is left over, and 4 does not divide 6");
    Errors.of(() -> zeros(2, 0).reshape(0, -1))
        .is(Kind.SHAPE, "reshape")
        .says(
            "cannot reshape tensor of 0 elements to [0, -1]",
            "beside a size of 0, any size would do for -1: name it");
    Errors.of(() -> Tensor.fromVec(new float[5], Shape.of(2, -1), CPU))
        .is(Kind.SHAPE, "from_vec")
        .says(
            "cannot reshape tensor with 5 elements to [2, -1]",
            "-1 is what is left over, and 2 does not divide 5");
  }

  @Test
  void holesAreFilledByFewMethodsOnly() {
    Errors.of(() -> Shape.of(-1, 2, -1))
        .is(Kind.SHAPE, "shape")
        .says("a shape has sizes of 0 or more and at most one hole (-1), got [-1, 2, -1]");
    Errors.of(() -> Tensor.zeros(Shape.of(-1, 2), DType.F32, CPU))
        .is(Kind.SHAPE, "shape")
        .says("the shape [-1, 2] has a hole (-1), which only reshape, fromVec and fromSlice fill");
    Errors.of(() -> Tensor.zeros(Shape.of(1 << 16, 1 << 15), DType.U8, CPU))
        .is(Kind.SHAPE, "shape")
        .says(
            "the shape [65536, 32768] has 2147483648 elements, a tensor on the heap holds at most"
                + " 2147483639");
    Errors.of(() -> zeros(1).broadcastAs(-1)).is(Kind.SHAPE, "shape");
    Errors.of(() -> zeros(2).repeat(-1)).is(Kind.SHAPE, "shape");
    Errors.of(() -> Tensor.zeros(Shape.of(1 << 30, 1 << 30, 1 << 30), DType.U8, CPU))
        .is(Kind.SHAPE, "shape")
        .says("the shape [1073741824, 1073741824, 1073741824] has too many elements");
  }
}
