package io.github.candle4j.explaining;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.candle4j.core.CandleException;
import io.github.candle4j.core.DType;
import io.github.candle4j.core.Device;
import io.github.candle4j.core.DimensionMethods;
import io.github.candle4j.core.Fused;
import io.github.candle4j.core.Index;
import io.github.candle4j.core.Shape;
import io.github.candle4j.core.Tensor;
import io.github.candle4j.core.Trace;
import io.github.candle4j.core.Var;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BinaryOperator;
import java.util.function.UnaryOperator;
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

  @Test
  void theTensorWhoseDimensionIsMissingIsNamed() {
    Set<String> faults = new TreeSet<>();
    for (Method method : DimensionMethods.all()) {
      for (int wrong : new int[] {9, -9}) {
        try {
          Trace.run(() -> call(method, left(), wrong));
          faults.add(method + " takes " + wrong);
        } catch (CandleException e) {
          if (!e.getMessage().contains("\nmade at: [2, 3] MadeAtTest.left(")) {
            faults.add(method + ": " + e.getMessage());
          }
        }
      }
    }
    assertThat(faults).isEmpty();
  }

  private static void call(Method method, Tensor x, int wrong) {
    try {
      DimensionMethods.call(method, x, wrong);
    } catch (InvocationTargetException e) {
      throw (CandleException) e.getCause();
    } catch (IllegalAccessException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void aTensorThatDoesNotFitByItselfIsNamed() {
    Map<String, UnaryOperator<Tensor>> failing = new LinkedHashMap<>();
    failing.put("narrow", x -> x.narrow(0, 1, 5));
    failing.put("permute", x -> x.permute(0, 0));
    failing.put("reshape", x -> x.reshape(4, -1));
    failing.put("broadcastAs", x -> x.broadcastAs(5, 3));
    failing.put("squeeze", x -> x.squeeze(7));
    failing.put("t", x -> x.i(0, 0).t());
    failing.put("maxPool2d", x -> x.maxPool2d(2));
    failing.put("avgPool2d", x -> x.reshape(1, 1, 2, 3).avgPool2d(5));
    failing.put("avgPool1d", x -> x.reshape(1, 2, 3).avgPool1dWithStride(4, 1));
    failing.put("conv1d", x -> x.conv1d(x, 0, 1, 1, 1));
    failing.put("i position", x -> x.i(7));
    failing.put("i range", x -> x.i(Index.range(1, 9)));
    failing.put("i too many", x -> x.i(0, 0, 0));
    failing.put("get", x -> x.get(5));
    failing.put("unfold", x -> x.unfold(0, 9, 1));
    failing.put("split", x -> x.split(List.of(1, 5), 0).getFirst());
    failing.put("topk", x -> x.topk(9, 0, true).values());
    failing.put("pixelShuffle", x -> x.pixelShuffle(2));
    failing.put("diag", x -> x.unsqueeze(0).diag(0));
    failing.put("tril", x -> x.i(0).tril());
    failing.put("padWithReflect", x -> x.padWithReflect(0, 5, 5));
    failing.put("upsample", x -> x.upsampleNearest2d(4, 4));
    failing.put("toVec1", x -> Tensor.of(x.toVec1F32(), Device.CPU));
    failing.put("dims4", x -> x.reshape(x.dims4()));
    failing.put("sliceScatter", x -> x.sliceScatter(x, 0, 1));
    failing.put("sliceAssign", x -> x.sliceAssign(List.of(Index.range(0, 9), Index.all()), x));
    failing.put(
        "sliceSet",
        x -> {
          x.sliceSet(x.copy(), 0, 2);
          return x;
        });
    failing.put("backward", x -> Var.fromTensor(x).backward(x.get(0)).get(x).orElseThrow());
    failing.forEach((name, method) -> assertPlaced(name, (a, b) -> method.apply(a)));
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
