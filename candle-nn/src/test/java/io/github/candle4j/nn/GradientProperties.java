package io.github.candle4j.nn;

import io.github.candle4j.core.DType;
import io.github.candle4j.core.Device;
import io.github.candle4j.core.Shape;
import io.github.candle4j.core.Tensor;
import java.util.List;
import java.util.Random;
import java.util.function.UnaryOperator;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/// Gradients of layers, functions and losses against differences along random directions; see [SlopeCheck].
class GradientProperties {
  private static final int TRIES = 40;
  private static final Device CPU = Device.CPU;

  @Property(tries = TRIES)
  void everyActivation(
      @ForAll @IntRange(min = 1, max = 4) int rows,
      @ForAll @IntRange(min = 1, max = 4) int half,
      @ForAll long seed) {
    Random random = new Random(seed);
    Tensor x = numbers(random, rows, 2 * half);
    for (Activation activation : Activation.Named.values()) {
      SlopeCheck.check(random, activation::forward, x);
      SlopeCheck.check(random, activation::forward, x.t().contiguous().t());
    }
    SlopeCheck.check(random, new Activation.Elu(0.7)::forward, x);
    SlopeCheck.check(random, new Activation.LeakyRelu(0.2)::forward, x);
    SlopeCheck.check(random, new Activation.Celu(0.7)::forward, x);
  }

  @Property(tries = TRIES)
  void everyFunctionOfOps(
      @ForAll @IntRange(min = 1, max = 4) int rows,
      @ForAll @IntRange(min = 1, max = 4) int half,
      @ForAll long seed) {
    Random random = new Random(seed);
    List<UnaryOperator<Tensor>> functions =
        List.of(
            x -> Ops.softmax(x, 0),
            Ops::softmaxLastDim,
            x -> Ops.logSoftmax(x, 0),
            Ops::sigmoid,
            Ops::silu,
            Ops::swiglu,
            Ops::hardSigmoid,
            Ops::mish,
            x -> Ops.leakyRelu(x, 0.3));
    for (UnaryOperator<Tensor> f : functions) {
      SlopeCheck.check(random, f, numbers(random, rows, 2 * half));
    }
  }

  @Property(tries = TRIES)
  void everyLoss(
      @ForAll @IntRange(min = 1, max = 5) int rows,
      @ForAll @IntRange(min = 1, max = 4) int classes,
      @ForAll long seed) {
    Random random = new Random(seed);
    long[] ids = random.longs(rows, 0, classes).toArray();
    Tensor target = Tensor.of(ids, CPU);
    Tensor wanted = numbers(random, rows, classes);
    Tensor x = numbers(random, rows, classes);
    SlopeCheck.check(random, y -> Loss.crossEntropy(y, target), x);
    SlopeCheck.check(random, y -> Loss.nll(y, target), x);
    SlopeCheck.check(random, y -> Loss.nll(Ops.logSoftmax(y, 1), target), x);
    SlopeCheck.check(random, y -> Loss.mse(y, wanted), x);
    SlopeCheck.check(random, y -> Loss.mse(wanted, y), x);
  }

  @Property(tries = TRIES)
  void linearByInputWeightAndBias(
      @ForAll @IntRange(min = 1, max = 4) int in,
      @ForAll @IntRange(min = 1, max = 4) int out,
      @ForAll long seed) {
    Random random = new Random(seed);
    Tensor weight = numbers(random, out, in);
    Tensor bias = numbers(random, out);
    for (int[] dims : new int[][] {{in}, {3, in}, {2, 3, in}, {2, 1, 3, in}}) {
      Tensor x = numbers(random, dims);
      SlopeCheck.check(random, new Linear(weight, bias)::forward, x);
      SlopeCheck.check(random, new Linear(weight)::forward, x);
      SlopeCheck.check(random, w -> new Linear(w, bias).forward(x), weight);
      SlopeCheck.check(random, b -> new Linear(weight, b).forward(x), bias);
    }
  }

  @Property(tries = TRIES)
  void layersOneAfterTheOther(@ForAll @IntRange(min = 1, max = 4) int rows, @ForAll long seed) {
    Random random = new Random(seed);
    VarBuilder vb = VarBuilder.fromVarmap(new VarMap(), DType.F64, CPU);
    Sequential layers =
        Sequential.seq()
            .add(Linear.linear(3, 5, vb.pp("a")))
            .add(Activation.TANH)
            .add(Linear.linearNoBias(5, 2, vb.pp("b")));
    SlopeCheck.check(random, layers::forward, numbers(random, rows, 3));
  }

  /// Numbers from -4 to 7 that are further than 0.01 from every kink of the functions here, which are whole.
  private static Tensor numbers(Random random, int... dims) {
    double[] x = new double[Math.toIntExact(Shape.of(dims).elemCount())];
    java.util.Arrays.setAll(x, i -> random.nextInt(-4, 7) + 0.01 + 0.98 * random.nextDouble());
    return Tensor.fromVec(x, Shape.of(dims), CPU);
  }
}
