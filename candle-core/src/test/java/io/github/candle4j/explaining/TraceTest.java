package io.github.candle4j.explaining;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.candle4j.core.CandleException;
import io.github.candle4j.core.CpuResult;
import io.github.candle4j.core.CpuStorage;
import io.github.candle4j.core.CustomOp1;
import io.github.candle4j.core.DType;
import io.github.candle4j.core.Device;
import io.github.candle4j.core.Fused;
import io.github.candle4j.core.InplaceOp1;
import io.github.candle4j.core.Layout;
import io.github.candle4j.core.Recompute;
import io.github.candle4j.core.Shape;
import io.github.candle4j.core.Tensor;
import io.github.candle4j.core.Trace;
import io.github.candle4j.core.Var;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class TraceTest {
  private final Var w = Var.of(new float[][] {{1, 2}, {3, 4}}, Device.CPU);
  private final Tensor x = Tensor.of(new float[][] {{1, 2}}, Device.CPU);

  @Test
  void eachOperationHasShapesTimeAndBytes() {
    Trace<Tensor> traced = Trace.run(() -> x.matmul(w).t().toDtype(DType.F64));
    assertThat(traced.value().toVec2F64()).isEqualTo(new double[][] {{7}, {10}});
    List<Trace.Entry> entries = traced.entries();
    assertThat(entries)
        .extracting(Trace.Entry::operation)
        .containsExactly("matmul", "permute", "to_dtype");
    Trace.Entry product = entries.getFirst();
    assertThat(product.operands()).containsExactly(Shape.of(1, 2), Shape.of(2, 2));
    assertThat(product.result()).isEqualTo(Shape.of(1, 2));
    assertThat(product.dtype()).isEqualTo(DType.F32);
    // Two floats; a view; two doubles.
    assertThat(entries).extracting(Trace.Entry::bytes).containsExactly(8L, 0L, 16L);
    assertThat(entries).allMatch(e -> e.nanos() > 0 && e.backwardOf().isEmpty());
    long sum = entries.stream().mapToLong(Trace.Entry::nanos).sum();
    assertThat(traced.nanos()).isGreaterThan(sum);
  }

  @Test
  void takingElementsOutIsNoPart() {
    Trace<?> trace =
        Trace.run(() -> {
          Tensor y = w.neg();
          assertThat(y.unsqueeze(0).toVec3F32()).hasDimensions(1, 2);
          assertThat(y.t().toVec2F32()[0]).containsExactly(-1, -3);
          assertThat(y.toDtype(DType.F16).toVec2F16()[0]).containsExactly(-1, -2);
          return y.sumAll().toScalarF32();
        });
    assertThat(trace.entries())
        .extracting(Trace.Entry::operation)
        .containsExactly("neg", "unsqueeze", "permute", "to_dtype", "reshape", "sum", "squeeze");
  }

  @Test
  void linesSayWhereTheyWereCalled() {
    Trace<?> trace = Trace.run(() -> x.matmul(w).exp());
    assertThat(trace.toString().lines().limit(3))
        .satisfiesExactly(
            line ->
                assertThat(line)
                    .matches(
                        "matmul \\[1, 2\\] \\[2, 2\\] -> \\[1, 2\\] F32, [0-9.]+ (µs|ms), 8 B,"
                            + " TraceTest.linesSayWhereTheyWereCalled\\(TraceTest.java:\\d+\\)"),
            line -> assertThat(line).startsWith("exp [1, 2] -> [1, 2] F32, "),
            line -> assertThat(line).isEmpty());
  }

  @Test
  void summaryCountsEachOperationAndTellsBackwardApart() {
    Trace<?> trace = Trace.run(() -> w.mul(w).mul(w).sumAll().backward());
    assertThat(trace.summary().lines().map(line -> line.replaceAll(" +", " ")))
        .anyMatch(line -> line.matches("mul 2 [0-9.]+ (µs|ms) [0-9.]+% 32 B"))
        // Two for each product.
        .anyMatch(line -> line.matches("mul \\(backward\\) 4 [0-9.]+ (µs|ms) [0-9.]+% 64 B"))
        .anyMatch(line -> line.matches(trace.entries().size() + " operations, .* with the trace"));
    assertThat(trace.entries())
        .filteredOn(e -> e.backwardOf().isPresent())
        .extracting(e -> e.backwardOf().orElseThrow())
        .contains("mul", "sum");
  }

  @Test
  void operationsThatAreRunAgainBelongToTheDerivative() {
    Trace<?> trace = Trace.run(() -> Recompute.run(xs -> xs.getFirst().exp().sqr(), w).backward());
    assertThat(trace.entries())
        .filteredOn(e -> e.operation().equals("exp"))
        .extracting(Trace.Entry::backwardOf)
        .satisfiesExactly(
            first -> assertThat(first).isEmpty(), again -> assertThat(again).hasValue("recompute"));
  }

  @Test
  void changesInPlaceAreOperationsWithoutNewBytes() {
    Tensor gradient = w.onesLike();
    Trace<?> trace =
        Trace.run(() -> {
          Fused.sgdStep(w, gradient, 0.5);
          Tensor.noGrad(() -> w.inplaceOp1(new Nothing()));
          w.constSet(3);
        });
    assertThat(trace.entries())
        .extracting(Trace.Entry::operation)
        .containsExactly("sgd", "nothing", "const_set");
    assertThat(trace.entries()).allMatch(e -> e.bytes() == 0 && e.madeAt().isPresent());
    assertThat(w.toVec2F32()).isEqualTo(new float[][] {{3, 3}, {3, 3}});
  }

  @Test
  void whatIsMadeOfNothingHasNoOperands() {
    Trace<?> trace =
        Trace.run(() -> {
          Tensor.zeros(Shape.of(2), DType.F32, Device.CPU);
          x.onesLike();
          Tensor.rand(0f, 1f, Shape.of(3), Device.CPU);
          x.randnLike(0, 1);
        });
    assertThat(trace.entries())
        .extracting(Trace.Entry::operation)
        .containsExactly("zeros", "ones", "rand", "randn");
    assertThat(trace.entries()).allMatch(e -> e.operands().isEmpty() && e.bytes() > 0);
    assertThat(trace.entries().getFirst().toString()).startsWith("zeros -> [2] F32, ");
  }

  @Test
  void tracesMayBeNested() {
    AtomicReference<Trace<?>> inner = new AtomicReference<>();
    Trace<?> outer =
        Trace.run(() -> {
          x.exp();
          inner.set(Trace.run(() -> x.sqr()));
        });
    assertThat(inner.get().entries()).extracting(Trace.Entry::operation).containsExactly("sqr");
    assertThat(outer.entries()).extracting(Trace.Entry::operation).containsExactly("exp", "sqr");
  }

  @Test
  void otherThreadsAreNotSeen() {
    Trace<?> trace =
        Trace.run(() -> {
          x.sqr();
          CompletableFuture.runAsync(() -> x.exp()).join();
        });
    assertThat(trace.entries()).extracting(Trace.Entry::operation).containsExactly("sqr");
  }

  @Test
  void printingIsNotTraced() {
    assertThat(Trace.run(() -> x + x.toDebugString() + x.summary()).entries()).isEmpty();
  }

  @Test
  void errorsComeThrough() {
    assertThatThrownBy(() -> Trace.run(() -> x.add(w))).isInstanceOf(CandleException.class);
    assertThat(Trace.run(() -> x.exp()).entries()).hasSize(1);
  }

  private record Nothing() implements InplaceOp1 {
    @Override
    public String name() {
      return "nothing";
    }

    @Override
    public void cpuFwd(CpuStorage storage, Layout layout) {}
  }

  /// `-x + 1`, written with operations of the library.
  private record Turned() implements CustomOp1 {
    @Override
    public String name() {
      return "turned";
    }

    @Override
    public CpuResult cpuFwd(CpuStorage storage, Layout layout) {
      float[] x = ((CpuStorage.F32) storage).array();
      Tensor y = Tensor.fromVec(x, layout.shape(), Device.CPU).neg().add(1);
      float[] result = y.flattenAll().toVec1F32();
      return new CpuResult(new CpuStorage.F32(result), layout.shape());
    }

    @Override
    public Optional<Tensor> bwd(Tensor arg, Tensor res, Tensor gradRes) {
      return Optional.of(gradRes.neg());
    }
  }

  @Test
  void whatAnOperationOfUsersCallsIsAPartOfIt() {
    Trace<Tensor> trace = Trace.run(() -> w.applyOp1(new Turned()));
    assertThat(trace.value().toVec2F32()).isEqualTo(new float[][] {{0, -1}, {-2, -3}});
    assertThat(trace.entries()).extracting(Trace.Entry::operation).containsExactly("turned");
    assertThat(trace.entries().getFirst().bytes()).isEqualTo(16);
    // The derivative is made of operations that the walk back runs.
    assertThat(Trace.run(() -> w.applyOp1(new Turned()).sumAll().backward()).entries())
        .extracting(Trace.Entry::operation)
        .contains("neg");
  }
}
