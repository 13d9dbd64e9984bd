package io.github.candle4j.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.candle4j.core.CandleException;
import io.github.candle4j.core.DType;
import io.github.candle4j.core.Device;
import io.github.candle4j.core.Recompute;
import io.github.candle4j.core.Shape;
import io.github.candle4j.core.Tensor;
import io.github.candle4j.core.Var;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class BatchNormTest {
  private static final Device CPU = Device.CPU;
  private static final BatchNormConfig CONFIG = BatchNormConfig.defaults();

  private final VarMap vars = new VarMap();
  private final VarBuilder vb = VarBuilder.fromVarmap(vars, DType.F32, CPU);

  @Test
  void agreesWithPyTorchInTraining() {
    LayerCheck.check(
        "batch_norm",
        v -> BatchNorm.batchNorm(3, CONFIG.withEps(1e-3).withMomentum(0.3), v),
        BatchNorm::forwardTrain);
    LayerCheck.check(
        "batch_norm_plain",
        v -> BatchNorm.batchNorm(4, CONFIG.withAffine(false), v),
        BatchNorm::forwardTrain);
  }

  @Test
  void agreesWithPyTorchInUse() {
    LayerCheck.check(
        "batch_norm_eval",
        v -> BatchNorm.batchNorm(3, 1e-3, v),
        (layer, x) -> layer.forwardT(x, false));
  }

  @Test
  void withoutMeanTheRunningMeanStays() {
    BatchNorm layer = BatchNorm.batchNorm(1, CONFIG.withEps(0).withRemoveMean(false), vb);
    Tensor x = Tensor.of(new float[][] {{3}, {4}}, CPU);
    // The mean square is 12.5; the running one moves by a tenth towards 25 / (2 - 1).
    assertThat(layer.forwardTrain(x).flattenAll().toVec1F32())
        .containsExactly(new float[] {0.848528f, 1.131371f}, within(1e-6f));
    assertThat(layer.runningMean().toVec1F32()).containsExactly(0);
    assertThat(layer.runningVar().toVec1F32()).containsExactly(new float[] {3.4f}, within(1e-6f));
  }

  @Test
  void oneNumberForEachChannelLeavesTheRunningVariance() {
    BatchNorm layer = BatchNorm.batchNorm(2, CONFIG, vb);
    assertThat(layer.forwardTrain(Tensor.of(new float[][] {{5, -5}}, CPU)).toVec2F32())
        .isEqualTo(new float[][] {{0, 0}});
    assertThat(layer.runningVar().toVec1F32()).containsExactly(1, 1);
    assertThat(layer.runningMean().toVec1F32())
        .containsExactly(new float[] {0.5f, -0.5f}, within(1e-6f));
  }

  @Test
  void runningStatisticsAreVariablesThatNoOptimizerGets() {
    BatchNorm layer = BatchNorm.batchNorm(2, CONFIG, vb.pp("bn"));
    assertThat(vars.data().keySet())
        .containsExactly("bn.running_mean", "bn.running_var", "bn.weight", "bn.bias");
    assertThat(vars.data().get("bn.running_mean")).isSameAs(layer.runningMean());
    WeightAndBias affine = layer.weightAndBias().orElseThrow();
    assertThat(vars.trainableVars())
        .hasSize(2)
        .allMatch(v -> v == affine.weight() || v == affine.bias());
    Tensor x = Tensor.randn(3f, 2f, Shape.of(4, 2, 3), CPU);
    var gradients = layer.forwardT(x, true).sqr().sumAll().backward();
    assertThat(gradients.get(layer.runningMean())).isEmpty();
    assertThat(gradients.get(layer.runningVar())).isEmpty();
  }

  @Test
  void trainingMovesTheStatisticsAndUseDoesNot() {
    BatchNorm layer = BatchNorm.batchNorm(1, CONFIG.withMomentum(1), vb);
    Tensor x = Tensor.of(new float[][] {{1}, {3}}, CPU);
    layer.forwardT(x, false);
    assertThat(layer.runningMean().toVec1F32()).containsExactly(0);
    layer.forwardT(x, true);
    assertThat(layer.runningMean().toVec1F32()).containsExactly(2);
    assertThat(layer.runningVar().toVec1F32()).containsExactly(2);
    float[] y = layer.forwardT(x, false).flattenAll().toVec1F32();
    float root = (float) Math.sqrt(2 + 1e-5);
    assertThat(y).containsExactly(new float[] {-1 / root, 1 / root}, within(1e-6f));
  }

  @Test
  void aStepBetweenUseAndItsGradientsIsNoMatter() {
    BatchNorm layer = BatchNorm.batchNorm(1, CONFIG, vb);
    Var x = Var.of(new float[][] {{1}, {3}}, CPU);
    Tensor loss = layer.forwardT(x, false).sumAll();
    layer.forwardT(x.detach(), true);
    float scale = (float) (1 / Math.sqrt(1 + 1e-5));
    assertThat(loss.backward().get(x).orElseThrow().flattenAll().toVec1F32())
        .containsExactly(new float[] {scale, scale}, within(1e-6f));
  }

  @Test
  void sequentialTrainsItAndUsesIt() {
    BatchNorm layer = BatchNorm.batchNorm(1, CONFIG, vb);
    Sequential model = Sequential.seq().add(layer);
    Tensor x = Tensor.of(new float[][] {{1}, {3}}, CPU);
    model.forward(x);
    assertThat(layer.runningMean().toVec1F32()).containsExactly(0);
    model.forwardT(x, true);
    assertThat(layer.runningMean().toVec1F32()[0]).isCloseTo(0.2f, within(1e-6f));
  }

  @Test
  void runAgainForItsGradientsItMovesTwice() {
    BatchNorm layer = BatchNorm.batchNorm(2, CONFIG.withMomentum(0.5), vb);
    Tensor values = Tensor.of(new float[][] {{1, 4}, {3, -2}, {8, 1}}, CPU);
    Tensor w = Tensor.of(new float[][] {{1, 2}, {-3, 1}, {2, 5}}, CPU);
    Var x = Var.fromTensor(values);
    Tensor plain = layer.forwardTrain(x).mul(w).sumAll().backward().get(x).orElseThrow();
    // Half way from 0 to the mean, 4.
    assertThat(layer.runningMean().toVec1F32()[0]).isEqualTo(2);
    Tensor y = Recompute.run(xs -> layer.forwardTrain(xs.getFirst()), x).mul(w).sumAll();
    assertThat(layer.runningMean().toVec1F32()[0]).isEqualTo(3);
    Tensor again = y.backward().get(x).orElseThrow();
    assertThat(again.toVec2F32()).isEqualTo(plain.toVec2F32());
    assertThat(layer.runningMean().toVec1F32()[0]).isEqualTo(3.5f);
  }

  @Test
  void statisticsThatAreNoVariablesAreCopied() {
    Tensor zeros = Tensor.zeros(Shape.of(1), DType.F32, CPU);
    Tensor ones = zeros.onesLike();
    BatchNorm layer = BatchNorm.newNoBiasWithMomentum(1, zeros, ones, 1e-5, 0.5);
    layer.forwardTrain(Tensor.of(new float[][] {{1}, {3}}, CPU));
    assertThat(zeros.toVec1F32()).containsExactly(0);
    assertThat(layer.runningMean().toVec1F32()).containsExactly(1);
    assertThat(layer.momentum()).isEqualTo(0.5);
    Var own = Var.fromTensor(zeros);
    BatchNorm shared = BatchNorm.newWithMomentum(1, own, ones, ones, zeros, 1e-5, 0.5);
    assertThat(shared.runningMean()).isSameAs(own);
  }

  @Test
  void convolutionTakesItIn() {
    CPU.setSeed(4);
    VarBuilder wide = vb.toDtype(DType.F64);
    Tensor x = Tensor.randn(1.0, 2.0, Shape.of(2, 3, 5, 5), DType.F64, CPU);
    for (boolean bias : new boolean[] {true, false}) {
      for (boolean affine : new boolean[] {true, false}) {
        VarBuilder name = wide.pp("c" + bias + affine);
        Conv2dConfig config = Conv2dConfig.defaults();
        Conv2d conv =
            bias
                ? Conv2d.conv2d(3, 4, 3, config, name)
                : Conv2d.conv2dNoBias(3, 4, 3, config, name);
        BatchNorm norm = BatchNorm.batchNorm(4, CONFIG.withAffine(affine), name.pp("bn"));
        norm.forwardTrain(conv.forward(x));
        if (affine) {
          vars.setOne(name.prefix() + ".bn.weight", Tensor.of(new double[] {1, -2, 3, 0.5}, CPU));
          vars.setOne(name.prefix() + ".bn.bias", Tensor.of(new double[] {4, 3, 2, 1}, CPU));
        }
        Conv2d both = conv.absorbBn(norm);
        Tensor expected = norm.forwardT(conv.forward(x), false);
        LayerCheck.assertClose("absorbed", both.forward(x), expected);
        assertThat(both.weight().trackOp()).isFalse();
      }
    }
  }

  @Test
  void absorbingOtherChannelsThrows() {
    Conv2d conv = Conv2d.conv2dNoBias(1, 4, 1, Conv2dConfig.defaults(), vb.pp("c"));
    assertFails(
        () -> conv.absorbBn(BatchNorm.batchNorm(3, CONFIG, vb.pp("bn"))),
        "conv2d: running mean has unexpected shape [3], should be [4]");
  }

  @Test
  void inputsThatDoNotFitThrow() {
    BatchNorm layer = BatchNorm.batchNorm(3, CONFIG, vb);
    for (boolean train : new boolean[] {true, false}) {
      assertFails(
          () -> layer.forwardT(Tensor.zeros(Shape.of(3), DType.F32, CPU), train),
          "batch-norm input tensor must have at least two dimensions ([3])\n"
              + "x should be [batch, channels, ..]");
      assertFails(
          () -> layer.forwardT(Tensor.zeros(Shape.of(3, 2), DType.F32, CPU), train),
          "batch-norm input doesn't have the expected number of features ([3, 2] <> 3)\n"
              + "features are dimension 1 of x");
      assertFails(
          () -> layer.forwardT(Tensor.zeros(Shape.of(2, 3), DType.U8, CPU), train),
          "unsupported dtype U8 for op batch-norm\ncast first: x.toDtype(DType.F32)");
    }
    assertFails(
        () -> layer.forwardTrain(Tensor.zeros(Shape.of(0, 3), DType.F32, CPU)),
        "batch-norm of an empty batch has no mean ([0, 3])\nleave empty batches out in training");
    Tensor none = Tensor.zeros(Shape.of(0, 3), DType.F32, CPU);
    assertThat(layer.forwardT(none, false).dims()).containsExactly(0, 3);
  }

  @Test
  void settingsOutsideTheirRangeThrow() {
    assertFails(() -> CONFIG.withEps(-1), "batch-norm eps cannot be negative -1.0");
    assertFails(
        () -> CONFIG.withMomentum(1.5), "batch-norm momentum must be between 0 and 1, is 1.5");
    assertFails(
        () -> CONFIG.withMomentum(Double.NaN),
        "batch-norm momentum must be between 0 and 1, is NaN");
    Tensor two = Tensor.zeros(Shape.of(2), DType.F32, CPU);
    assertFails(
        () -> BatchNorm.newNoBias(3, two, two, 1e-5),
        "batch-norm: running mean has unexpected shape [2], should be [3]");
    assertFails(
        () -> new BatchNorm(2, two, two, Tensor.of(1f, CPU), two, 1e-5),
        "batch-norm: weight has unexpected shape [], should be [2]");
    assertFails(
        () -> BatchNorm.batchNorm(0, CONFIG, vb), "batch-norm: channels must be 1 or more, got 0");
    Tensor none = Tensor.zeros(Shape.of(0), DType.F32, CPU);
    assertFails(
        () -> BatchNorm.newNoBias(0, none, none, 1e-5),
        "batch-norm: channels must be 1 or more, got 0");
    assertThatThrownBy(() -> new BatchNorm(2, two, two, two, two.toDtype(DType.F64), 1e-5))
        .isInstanceOf(CandleException.class)
        .hasMessageStartingWith("dtype mismatch in batch-norm, lhs: F32, rhs: F64\n");
  }

  @Test
  void saysWhatItIsInOneLine() {
    assertThat(BatchNorm.batchNorm(3, CONFIG, vb))
        .hasToString("BatchNorm(3, eps 1.0E-5, momentum 0.1, affine)");
    assertThat(BatchNorm.batchNorm(3, CONFIG.withAffine(false), vb))
        .hasToString("BatchNorm(3, eps 1.0E-5, momentum 0.1)");
  }

  private static void assertFails(ThrowingCallable call, String message) {
    assertThatThrownBy(call).isInstanceOf(CandleException.class).hasMessage(message);
  }
}
