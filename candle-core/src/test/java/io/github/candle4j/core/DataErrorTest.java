package io.github.candle4j.core;

import io.github.candle4j.core.CandleException.Kind;
import org.junit.jupiter.api.Test;

/// Whole texts of errors about arguments and host data.
class DataErrorTest {
  private static final Device CPU = Device.CPU;

  private static Tensor zeros(int... dims) {
    return Tensor.zeros(Shape.of(dims), DType.F32, CPU);
  }

  @Test
  void arraysOfAnotherLengthOrRaggedThrow() {
    Errors.of(() -> Tensor.fromVec(new float[5], Shape.of(2, 3), CPU))
        .is(Kind.SHAPE, "from_vec")
        .says(
            "Shape mismatch, got buffer of size 5 which is compatible with shape [2, 3]",
            "the shape [2, 3] wants 6 numbers, the array has 5");
    Errors.of(() -> Tensor.of(new float[][] {{1, 2}, {3}}, CPU))
        .is(Kind.SHAPE, "of")
        .says("two elements of dimension 1 have different lengths: 2 and 1");
  }

  @Test
  void negativeIntsNameTheirPosition() {
    Errors.of(() -> Tensor.of(new int[] {3, 0, -7}, CPU))
        .is(Kind.ARGUMENT, "from_vec")
        .says(
            "an int becomes U32, which has no negative numbers, got -7 at position 2",
            "give the dtype for signed ones: DType.I32 before the device, or use long for I64");
  }

  @Test
  void elementsComeOutInTheirOwnDtypeAndRank() {
    Errors.of(() -> zeros(2).toVec1F64())
        .is(Kind.DTYPE, "to_vec")
        .says(
            "unexpected dtype, expected: F64, got: F32",
            "take the elements out with the suffix F32, or cast first: x.toDtype(DType.F64)");
    Errors.of(() -> zeros(2, 3).toVec1F32())
        .is(Kind.SHAPE, "to_vec1")
        .says(
            "unexpected rank, expected: 1, got: 2 ([2, 3])",
            "flattenAll() and i(..) change the rank; toVec0 to toVec3 take out ranks 0 to 3");
    Errors.of(() -> zeros(1).toScalarF32())
        .is(Kind.SHAPE, "to_scalar")
        .says(
            "unexpected rank, expected: 0, got: 1 ([1])",
            "reduce it first, as sumAll() and meanAll() do, or pick an element: i(..)");
    Errors.of(() -> zeros(2).dims2())
        .is(Kind.SHAPE, "dims2")
        .says(
            "unexpected rank, expected: 2, got: 1 ([2])",
            "unsqueeze(dim) adds a dimension of size 1");
  }

  @Test
  void rangesWithoutAStepAndPartsOfNothingThrow() {
    Errors.of(() -> Tensor.arangeStep(0f, 1f, 0f, CPU))
        .is(Kind.ARGUMENT, "arange")
        .says("step cannot be zero");
    Errors.of(() -> Tensor.arangeStep(0L, 1L, 0L, CPU)).says("step cannot be zero");
    Errors.of(() -> zeros(3).chunk(0, 0))
        .is(Kind.ARGUMENT, "chunk")
        .says("chunk wants 1 part or more, got 0");
    Errors.of(() -> zeros(3).padWithZeros(0, -1, 2))
        .is(Kind.ARGUMENT, "pad_with_zeros")
        .says("pad_with_zeros adds 0 or more zeros, got left: -1, right: 2");
  }

  @Test
  void conditionsAreIntegersOfTheSameShape() {
    Errors.of(() -> zeros(2).whereCond(zeros(2), zeros(2)))
        .is(Kind.DTYPE, "where_cond")
        .says(
            "unsupported dtype F32 for op where_cond",
            "the condition is an integer tensor, as x.gt(0) gives it");
    Errors.of(() -> zeros(2).gt(0).whereCond(zeros(2), zeros(3)))
        .is(Kind.SHAPE, "where_cond")
        .says(
            "shape mismatch in where_cond, lhs: [2], rhs: [3]",
            "condition and values must have equal shapes; use broadcastAs");
  }

  @Test
  void crossEntropyWantsLogitsAndClassIds() {
    Tensor ids = Tensor.of(new int[] {0, 1, 1}, CPU);
    Errors.of(() -> Fused.crossEntropy(zeros(2, 3), ids))
        .is(Kind.SHAPE, "cross_entropy")
        .says(
            "shape mismatch in cross_entropy, lhs: [2, 3], rhs: [3]",
            "logits [n, classes] want a target [n] of class ids");
    Errors.of(() -> Fused.crossEntropy(zeros(3), ids))
        .is(Kind.SHAPE, "cross_entropy")
        .says(
            "unexpected rank, expected: 2, got: 1 ([3])",
            "unsqueeze(dim) adds a dimension of size 1");
    Errors.of(() -> Fused.crossEntropy(zeros(2, 3), zeros(2)))
        .is(Kind.DTYPE, "cross_entropy")
        .says(
            "unsupported dtype F32 for op cross_entropy",
            "indices are integers: ids.toDtype(DType.U32)");
  }

  @Test
  void devicesAndDtypesThatAreNotThere() {
    Errors.of(() -> Device.newCuda(0))
        .is(Kind.DEVICE, "cuda")
        .says(
            "candle4j has no cuda backend",
            "use Device.CPU, or Device.cudaIfAvailable(0), which falls back to it");
    Errors.of(() -> DType.fromStr("f31"))
        .is(Kind.DTYPE, "dtype")
        .says("cannot parse 'f31' as a dtype");
    Errors.of(() -> Utils.setNumThreads(0))
        .is(Kind.ARGUMENT, "set_num_threads")
        .says("threads must be 1 to 1024, got 0");
  }
}
