package io.github.candle4j.explaining;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.candle4j.core.CandleException;
import io.github.candle4j.core.DType;
import io.github.candle4j.core.Device;
import io.github.candle4j.core.Fused;
import io.github.candle4j.core.Shape;
import io.github.candle4j.core.Tensor;
import io.github.candle4j.core.Trace;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.BinaryOperator;
import org.junit.jupiter.api.Test;

/// Errors within a trace say where the operands were made.
class MadeAtTest {
  private static Tensor left() {
    return Tensor.zeros(Shape.of(2, 3), DType.F32, Device.CPU);
  }

  private static Tensor right() {
    return Tensor.zeros(Shape.of(4, 5), DType.F32, Device.CPU);
  }

  @Test
  void bothOperandsAreNamed() {
    Map<String, BinaryOperator<Tensor>> failing = new LinkedHashMap<>();
    failing.put("add", Tensor::add);
    failing.put("broadcast_add", Tensor::broadcastAdd);
    failing.put("matmul", Tensor::matmul);
    failing.put("broadcast_matmul", Tensor::broadcastMatmul);
    failing.put("mv", Tensor::mv);
    failing.put("dot", Tensor::dot);
    failing.put("outer", Tensor::outer);
    failing.put("linear", Fused::linear);
    failing.put("embedding", Tensor::embedding);
    failing.put("logical_and", Tensor::logicalAnd);
    failing.put("masked_fill", (a, b) -> a.maskedFill(b.ne(0), 1));
    failing.put("conv2d", (a, b) -> a.unsqueeze(0).unsqueeze(0).conv2d(b, 0, 1, 1, 1));
    failing.put("cat", (a, b) -> Tensor.cat(0, a, b));
    failing.put("stack", (a, b) -> Tensor.stack(0, a, b));
    failing.put("einsum", (a, b) -> Tensor.einsum("ij,jk->ik", a, b));
    failing.put("clamp", (a, b) -> a.clamp(b, b));
    failing.put("clamp of a dtype", (a, b) -> a.clamp(a.toDtype(DType.F64), b));
    failing.put("slice_scatter", (a, b) -> a.sliceScatter(b.toDtype(DType.F64), 0, 0));
    failing.put("meshgrid", (a, b) -> Tensor.meshgrid(true, a, b).getFirst());
    failing.put("allclose", (a, b) -> a.allClose(b) ? a : b);
    failing.put("where_cond", (a, b) -> a.whereCond(a, b));
    failing.forEach(MadeAtTest::assertPlaced);
  }

  @Test
  void operandsOfChangesInPlaceAreNamed() {
    Map<String, BinaryOperator<Tensor>> failing = new LinkedHashMap<>();
    failing.put(
        "slice_set",
        (a, b) -> {
          a.sliceSet(b, 0, 0);
          return a;
        });
    failing.put(
        "scatter_set",
        (a, b) -> {
          a.scatterSet(b.toDtype(DType.U32), b, 0);
          return a;
        });
    failing.put(
        "scatter_set of a wrong index",
        (a, b) -> {
          Tensor ids = a.affine(0, 9).toDtype(DType.I64);
          a.scatterSet(ids, a.copy(), 0);
          return b;
        });
    failing.forEach(MadeAtTest::assertPlaced);
  }

  private static void assertPlaced(String name, BinaryOperator<Tensor> operation) {
    CandleException error =
        catchThrowableOfType(
            CandleException.class, () -> Trace.run(() -> operation.apply(left(), right())));
    assertThat(error).as(name).isNotNull();
    assertThat(error.getMessage().lines().toList().getLast())
        .as(name)
        .startsWith("made at: ")
        .contains("] MadeAtTest.");
  }

  @Test
  void theWholeTextOfAnError() {
    CandleException error =
        catchThrowableOfType(
            CandleException.class, () -> Trace.run(() -> left().broadcastMul(right())));
    assertThat(error.getMessage().replaceAll(":\\d+\\)", ":n)"))
        .isEqualTo(
            """
            shape mismatch in broadcast_mul, lhs: [2, 3], rhs: [4, 5]
            sizes are compared from the last dimension on: 2 and 4 differ, and neither is 1
            made at: [2, 3] MadeAtTest.left(MadeAtTest.java:n); [4, 5] MadeAtTest.right(MadeAtTest.java:n)\
            """);
  }

  @Test
  void aDtypeThatDoesNotFitIsPlaced() {
    CandleException error =
        catchThrowableOfType(
            CandleException.class,
            () -> Trace.run(() -> left().broadcastAdd(Tensor.of(1.0, Device.CPU))));
    assertThat(error.getMessage())
        .startsWith("dtype mismatch in broadcast_add, lhs: F32, rhs: F64\n")
        .contains("made at: [2, 3] MadeAtTest.left(");
  }

  @Test
  void operandsOfUnknownOriginAreLeftOut() {
    Tensor before = left();
    assertThat(
            catchThrowableOfType(CandleException.class, () -> Trace.run(() -> before.add(right()))))
        .message()
        .contains("\nmade at: [4, 5] MadeAtTest.right(");
    assertThat(
            catchThrowableOfType(
                CandleException.class, () -> Trace.run(() -> before.add(before.t()))))
        .message()
        .contains("\nmade at: [3, 2] MadeAtTest.");
  }

  /// Named as Eclipse's compiler names a lambda.
  @SuppressWarnings("MemberName")
  private static Tensor lambda$0() {
    return Tensor.zeros(Shape.of(2, 3), DType.F32, Device.CPU);
  }

  @Test
  void lambdasOfAnyCompilerAreNamed() {
    assertThat(Trace.run(() -> left().neg()).entries().getLast().madeAt().orElseThrow())
        .startsWith("MadeAtTest.lambdasOfAnyCompilerAreNamed(");
    assertThat(Trace.run(MadeAtTest::lambda$0).entries().getFirst().madeAt().orElseThrow())
        .startsWith("MadeAtTest.lambda$0(");
  }

  @Test
  void withoutATraceNothingIsAdded() {
    assertThat(catchThrowableOfType(CandleException.class, () -> left().add(right())))
        .message()
        .doesNotContain("made at");
  }
}
