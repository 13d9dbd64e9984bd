package io.github.candle4j.explaining;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.github.candle4j.core.Anomaly;
import io.github.candle4j.core.CandleException;
import io.github.candle4j.core.CpuResult;
import io.github.candle4j.core.CpuStorage;
import io.github.candle4j.core.CustomOp1;
import io.github.candle4j.core.DType;
import io.github.candle4j.core.Device;
import io.github.candle4j.core.Fused;
import io.github.candle4j.core.Graph;
import io.github.candle4j.core.Layout;
import io.github.candle4j.core.Recompute;
import io.github.candle4j.core.Shape;
import io.github.candle4j.core.Tensor;
import io.github.candle4j.core.Trace;
import io.github.candle4j.core.Var;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class AnomalyTest {
  private static final float INFINITY = Float.POSITIVE_INFINITY;

  private final Tensor x = Tensor.of(new float[][] {{4, -1}, {0, 2}}, Device.CPU);

  /// The lines of the error that `body` must throw, without line numbers.
  private static List<String> lines(Runnable body) {
    Throwable error = catchThrowable(body::run);
    assertThat(error).isInstanceOf(CandleException.class);
    assertThat(((CandleException) error).kind()).isEqualTo(CandleException.Kind.ANOMALY);
    String message = Objects.requireNonNull(error.getMessage());
    return message.lines().map(line -> line.replaceAll("java:\\d+", "java:n")).toList();
  }

  @Test
  void theFirstNanNamesOperationPositionAndOperands() {
    assertThat(lines(() -> Anomaly.detect(() -> x.affine(1, 0).sqrt().add(1))))
        .containsExactly(
            "sqrt made NaN: 1 element of [2, 2] F32, the first at [0, 1]",
            // Deviation: √((2.75² + 2.25² + 1.25² + 0.75²) / 3) = √(14.75 / 3)
            "operand 0: [2, 2] F32: min -1, max 4, mean 1.25, std 2.217, no NaN, made at"
                + " AnomalyTest.theFirstNanNamesOperationPositionAndOperands(AnomalyTest.java:n)",
            "called at"
                + " AnomalyTest.theFirstNanNamesOperationPositionAndOperands(AnomalyTest.java:n)",
            "if this is meant, put it into Anomaly.allow(..)");
  }

  @Test
  void anInfinityOfFiniteOperandsIsFound() {
    assertThat(lines(() -> Anomaly.detect(() -> x.sqr().log())))
        .startsWith("log made an infinity: 1 element of [2, 2] F32, the first at [1, 0]")
        .endsWith(
            "if infinities are meant, put this into Anomaly.allow(..), or watch for NaN alone:"
                + " Anomaly.detectNan(..)");
    assertThat(Anomaly.detectNan(() -> x.sqr().log()).summary().infinityCount()).isEqualTo(1);
  }

  @Test
  void overflowOfASmallDtypeIsFound() {
    assertThat(lines(() -> Anomaly.detect(() -> x.mul(1e5).toDtype(DType.F16))).getFirst())
        .isEqualTo("to_dtype made an infinity: 3 elements of [2, 2] F16, the first at [0, 0]");
  }

  @Test
  void aStepBackwardNamesTheForwardOperation() {
    Var v = Var.of(new float[] {1, 0}, Device.CPU);
    assertThat(lines(() -> Anomaly.detect(() -> v.sqrt().sumAll().backward())))
        .startsWith("div made an infinity: 1 element of [2] F32, the first at [1]")
        .contains(
            "in the derivative of sqrt, whose result [2] was made at"
                + " AnomalyTest.aStepBackwardNamesTheForwardOperation(AnomalyTest.java:n)");
    Tensor before = v.sqrt().sumAll();
    assertThat(lines(() -> Anomaly.detect(() -> before.backward())))
        .contains("in the derivative of sqrt, whose result [2] was made before the watch");
  }

  @Test
  void aMaskOfInfinitiesPassesButASoftmaxOfNothingElseDoesNot() {
    Tensor mask = Tensor.of(new float[][] {{0, 1}, {1, 1}}, Device.CPU).ne(0);
    List<Tensor> seen = new ArrayList<>();
    List<String> error =
        lines(() ->
            Anomaly.detect(() -> {
              seen.add(x.maskedFill(mask, Double.NEGATIVE_INFINITY));
              seen.add(Fused.softmax(seen.getFirst(), 1));
            }));
    assertThat(seen).hasSize(1);
    assertThat(error)
        .startsWith("softmax made NaN: 2 elements of [2, 2] F32, the first at [1, 0]")
        .element(1)
        .asString()
        .startsWith("operand 0: [2, 2] F32: min -inf, max 4, mean 4, no NaN, 3 infinite");
  }

  @Test
  void aChangeInPlaceIsLookedAtBeforeAndAfter() {
    Var v = Var.of(new float[] {1, 2}, Device.CPU);
    Tensor gradient = Tensor.of(new float[] {1, 0}, Device.CPU);
    assertThat(lines(() -> Anomaly.detect(() -> Fused.sgdStep(v, gradient, INFINITY))))
        // ∞ · 0
        .startsWith("sgd made NaN: 1 element of [2] F32, the first at [1]")
        .contains("operand 0, before: [2] F32: all finite", "self, before: [2] F32: all finite");
    // It is NaN already.
    Anomaly.detect(() -> v.set(Tensor.of(new float[] {Float.NaN, 2}, Device.CPU)));
  }

  @Test
  void numbersThatAreNotFiniteOnPurposePass() {
    Anomaly.detect(() -> {
      Tensor mask = Tensor.zeros(Shape.of(2), DType.F32, Device.CPU);
      mask.constSet(Double.NEGATIVE_INFINITY);
      assertThat(mask.toVec1F32()).containsExactly(-INFINITY, -INFINITY);
      mask.constSet(Double.NaN);
      assertThat(x.add(Double.NEGATIVE_INFINITY).summary().infinityCount()).isEqualTo(4);
      assertThat(x.mul(Double.NaN).summary().nanCount()).isEqualTo(4);
    });
    // 0 · ∞ is a NaN that nobody wrote.
    assertThat(lines(() -> Anomaly.detect(() -> x.mul(Double.POSITIVE_INFINITY))).getFirst())
        .isEqualTo("affine made NaN: 1 element of [2, 2] F32, the first at [1, 0]");
    assertThat(lines(() -> Anomaly.detect(() -> x.add(1e39))).getFirst())
        .startsWith("affine made an infinity");
  }

  @Test
  void aNanAmongTheDataIsToldByBackward() {
    Var v = Var.of(new float[] {1, 2}, Device.CPU);
    Tensor data = Tensor.of(new float[] {3, Float.NaN}, Device.CPU);
    assertThat(lines(() -> Anomaly.detect(() -> v.mul(data).sumAll().backward())))
        .containsExactly(
            "backward of NaN, and no operation made it; mul read it first:",
            "operand 0: [2] F32: min 1, max 2, mean 1.5, std 0.7071, no NaN",
            "operand 1: [2] F32: min 3, max 3, mean 3, 1 NaN",
            "the loss was made at AnomalyTest.aNanAmongTheDataIsToldByBackward(AnomalyTest.java:n)",
            "it came in with the numbers that a tensor was created from: look at summary() of"
                + " each");
  }

  @Test
  void backwardFollowsTheNanAndNotAHarmlessOne() {
    Var v = Var.of(new float[] {1, 2}, Device.CPU);
    Tensor harmless = Tensor.of(new float[] {5, Float.NaN}, Device.CPU);
    Tensor mask = Tensor.of(new float[] {1, 0}, Device.CPU).ne(0);
    Tensor data = Tensor.of(new float[] {Float.NaN, 7}, Device.CPU);
    assertThat(
            lines(() ->
                Anomaly.detect(() -> {
                  Tensor clean = mask.whereCond(v.mul(harmless), v);
                  clean.sumAll().backward();
                  clean.add(v.mul(data)).sumAll().backward();
                })))
        .containsSubsequence(
            "backward of NaN, and no operation made it; mul read it first:",
            "operand 1: [2] F32: min 7, max 7, mean 7, 1 NaN");
  }

  @Test
  void backwardNamesAnOperationThatNobodyWatched() {
    Var v = Var.of(new float[] {-1, 2}, Device.CPU);
    Tensor before = v.log().sumAll();
    assertThat(lines(() -> Anomaly.detect(() -> before.backward())))
        .containsExactly(
            "backward of NaN; log made it where nobody watched:",
            // Deviation: √(2 · 1.5²)
            "operand 0: [2] F32: min -1, max 2, mean 0.5, std 2.121, no NaN",
            "put that operation into the watch, too, and out of Anomaly.allow(..)");
    assertThat(lines(() -> Anomaly.detect(() -> Anomaly.allow(() -> v.log()).sumAll().backward())))
        .startsWith("backward of NaN; log made it where nobody watched:");
    assertThat(lines(() -> Anomaly.detect(() -> Var.of(Float.NaN, Device.CPU).backward())))
        .first()
        .isEqualTo("backward of NaN, and no operation made it");
  }

  @Test
  void gradientsThatCodeOfTheUserMakesAreLookedAt() {
    Var v = Var.of(new float[] {1, 2}, Device.CPU);
    Tensor nan = Tensor.of(new float[] {3, Float.NaN}, Device.CPU);
    assertThat(lines(() -> Anomaly.detect(() -> v.applyOp1(new Copying(nan)).sumAll().backward())))
        .startsWith("bwd of copying made NaN: 1 element of [2] F32, the first at [1]")
        .contains(
            "operand 2: [2] F32: min 1, max 1, mean 1, std 0, no NaN, made at"
                + " AnomalyTest.gradientsThatCodeOfTheUserMakesAreLookedAt(AnomalyTest.java:n)",
            "in the derivative of copying, whose result [2] was made at"
                + " AnomalyTest.gradientsThatCodeOfTheUserMakesAreLookedAt(AnomalyTest.java:n)");
    assertThat(lines(() -> Anomaly.detect(() -> v.onGradient(dy -> nan).sumAll().backward())))
        .startsWith("the function of on_gradient made NaN: 1 element of [2] F32, the first at [1]");
    Anomaly.detect(() -> {
      v.applyOp1(new Copying(v)).onGradient(dy -> dy).sumAll().backward();
      Anomaly.allow(() -> v.onGradient(dy -> nan).sumAll().backward());
    });
  }

  /// Its gradient is always the same.
  private record Copying(Tensor gradient) implements CustomOp1 {
    @Override
    public String name() {
      return "copying";
    }

    @Override
    public CpuResult cpuFwd(CpuStorage storage, Layout layout) {
      float[] copy = ((CpuStorage.F32) storage).array().clone();
      return new CpuResult(new CpuStorage.F32(copy), layout.shape());
    }

    @Override
    public Optional<Tensor> bwd(Tensor arg, Tensor res, Tensor gradRes) {
      return Optional.of(gradient.detach());
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = DType.class,
      names = {"F32", "F64", "F16", "BF16"})
  void eachPlaceIsLookedAt(DType dtype) {
    int n = 67;
    for (int bad = 0; bad < n; bad++) {
      for (double value : new double[] {-1, 0}) {
        double[] data = new double[n];
        Arrays.fill(data, 0.5);
        data[bad] = value;
        Tensor y = Tensor.of(data, dtype, Device.CPU);
        String what = value == 0 ? "an infinity" : "NaN";
        assertThat(lines(() -> Anomaly.detect(() -> y.log())).getFirst())
            .isEqualTo(
                "log made "
                    + what
                    + ": 1 element of [67] "
                    + dtype
                    + ", the first at ["
                    + bad
                    + "]");
      }
    }
    assertThat(Anomaly.detect(() -> Tensor.full(3e38f, Shape.of(67), Device.CPU).neg()).dim(0))
        .isEqualTo(n);
  }

  @Test
  void whatTheLibraryMakesInBetweenIsNoFault() {
    Tensor data = Tensor.of(new float[][] {{INFINITY, 1}, {-INFINITY, -INFINITY}}, Device.CPU);
    Anomaly.detect(() -> {
      assertThat(data.isFinite().toVec2U8()).isEqualTo(new byte[][] {{0, 1}, {0, 0}});
      assertThat(data.isInf().toVec2U8()).isEqualTo(new byte[][] {{1, 0}, {1, 1}});
      assertThat(data.allClose(data)).isTrue();
      assertThat(Tensor.of(1e300, Device.CPU).roundTo(10).toVec0F64()).isEqualTo(1e300);
      assertThat(data.logSumExp(1).toVec1F32()).containsExactly(INFINITY, -INFINITY);
    });
  }

  @Test
  void whatTheWatchReadsIsNoUseByTheProgram() {
    Var v = Var.of(new float[] {1, 2}, Device.CPU);
    Tensor written = Tensor.of(new float[] {0, 0}, Device.CPU);
    Function<List<Tensor>, Tensor> block =
        xs -> {
          // Written, but not read: recompute allows it to change later.
          Tensor.noGrad(() -> written.constSet(1));
          return xs.getFirst().sqr();
        };
    Anomaly.detect(() -> {
      Tensor y = Recompute.run(block, v);
      assertThat(Graph.of(y).nodes()).hasSize(2);
      written.constSet(2);
      assertThat(y.backward().get(v).orElseThrow().toVec1F32()).containsExactly(2, 4);
    });
  }

  @Test
  void viewsAndIntegersAreNotLookedAt() {
    Tensor data = Tensor.of(new float[] {3, Float.NaN}, Device.CPU);
    Tensor ids = Anomaly.detect(() -> data.unsqueeze(0).squeeze(0).isNan().add(data.ne(0)));
    assertThat(ids.toVec1U8()).containsExactly(1, 2);
  }

  @Test
  void theInnermostWatchDecides() {
    Anomaly.detect(() -> {
      Anomaly.allow(() -> x.sqrt());
      Anomaly.detectNan(() -> x.sqr().log());
      assertThat(lines(() -> Anomaly.detectNan(() -> x.sqrt()))).isNotEmpty();
      assertThat(lines(() -> x.sqr().log())).isNotEmpty();
    });
    assertThat(x.sqrt().summary().nanCount()).isEqualTo(1);
  }

  @Test
  void aTraceAroundShowsTheGuiltyOperation() {
    List<Trace.Entry> entries =
        Trace.run(() ->
                assertThat(lines(() -> Anomaly.detect(() -> x.exp().neg().sqrt()))).isNotEmpty())
            .entries();
    assertThat(entries).extracting(Trace.Entry::operation).containsExactly("exp", "neg", "sqrt");
  }
}
