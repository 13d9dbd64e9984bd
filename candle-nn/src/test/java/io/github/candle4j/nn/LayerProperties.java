package io.github.candle4j.nn;

import io.github.candle4j.core.Device;
import io.github.candle4j.core.Shape;
import io.github.candle4j.core.Tensor;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/// The gradients of layers by their input and by each parameter, over random sizes and settings.
class LayerProperties {
  private static final int TRIES = 40;

  /// Large enough that rows of one element have a slope that can be measured.
  private static final double EPS = 0.1;

  @Property(tries = TRIES)
  void convolutions(
      @ForAll @IntRange(min = 1, max = 2) int groups,
      @ForAll @IntRange(min = 1, max = 3) int stride,
      @ForAll @IntRange(max = 2) int padding,
      @ForAll long seed) {
    Random random = new Random(seed);
    int dilation = 1 + random.nextInt(2);
    Tensor bias = SlopeCheck.weights(random, Shape.of(2 * groups));
    Tensor w1 = SlopeCheck.weights(random, Shape.of(2 * groups, 2, 2));
    Tensor x1 = SlopeCheck.weights(random, Shape.of(2, 2 * groups, 5));
    Conv1dConfig one = new Conv1dConfig(padding, stride, dilation, groups);
    SlopeCheck.check(random, new Conv1d(w1, bias, one)::forward, x1);
    SlopeCheck.check(random, w -> new Conv1d(w, bias, one).forward(x1), w1);
    SlopeCheck.check(random, b -> new Conv1d(w1, b, one).forward(x1), bias);
    Tensor w2 = SlopeCheck.weights(random, Shape.of(2 * groups, 2, 3, 2));
    Tensor x2 = SlopeCheck.weights(random, Shape.of(2, 2 * groups, 5, 4));
    Conv2dConfig two = new Conv2dConfig(padding, stride, dilation, groups);
    SlopeCheck.check(random, new Conv2d(w2, bias, two)::forward, x2);
    SlopeCheck.check(random, w -> new Conv2d(w, bias, two).forward(x2), w2);
    SlopeCheck.check(random, b -> new Conv2d(w2, b, two).forward(x2), bias);
  }

  @Property(tries = TRIES)
  void transposedConvolutions(
      @ForAll @IntRange(min = 1, max = 2) int groups,
      @ForAll @IntRange(min = 1, max = 3) int stride,
      @ForAll @IntRange(max = 1) int padding,
      @ForAll long seed) {
    Random random = new Random(seed);
    int dilation = 1 + random.nextInt(2);
    int more = random.nextInt(Math.max(stride, dilation));
    Tensor bias = SlopeCheck.weights(random, Shape.of(2 * groups));
    Tensor w1 = SlopeCheck.weights(random, Shape.of(2 * groups, 2, 3));
    Tensor x1 = SlopeCheck.weights(random, Shape.of(2, 2 * groups, 3));
    ConvTranspose1dConfig one = new ConvTranspose1dConfig(padding, more, stride, dilation, groups);
    SlopeCheck.check(random, new ConvTranspose1d(w1, bias, one)::forward, x1);
    SlopeCheck.check(random, w -> new ConvTranspose1d(w, bias, one).forward(x1), w1);
    SlopeCheck.check(random, b -> new ConvTranspose1d(w1, b, one).forward(x1), bias);
    Tensor w2 = SlopeCheck.weights(random, Shape.of(2 * groups, 2, 3, 2));
    Tensor x2 = SlopeCheck.weights(random, Shape.of(2, 2 * groups, 3, 2));
    ConvTranspose2dConfig two = new ConvTranspose2dConfig(padding, more, stride, dilation, groups);
    SlopeCheck.check(random, new ConvTranspose2d(w2, bias, two)::forward, x2);
    SlopeCheck.check(random, w -> new ConvTranspose2d(w, bias, two).forward(x2), w2);
    SlopeCheck.check(random, b -> new ConvTranspose2d(w2, b, two).forward(x2), bias);
  }

  @Property(tries = TRIES)
  void slopesThatAreLearnt(@ForAll @IntRange(min = 1, max = 4) int channels, @ForAll long seed) {
    Random random = new Random(seed);
    for (int[] dims : new int[][] {{channels}, {3, channels}, {2, channels, 3}}) {
      Tensor x = SlopeCheck.weights(random, Shape.of(dims));
      for (boolean one : new boolean[] {true, false}) {
        Tensor slopes = SlopeCheck.weights(random, Shape.of(one ? 1 : channels));
        SlopeCheck.check(random, new PReLU(slopes, one)::forward, x);
        SlopeCheck.check(random, w -> new PReLU(w, one).forward(x), slopes);
      }
    }
  }

  @Property(tries = TRIES)
  void embeddings(
      @ForAll @IntRange(min = 1, max = 5) int count,
      @ForAll @IntRange(min = 1, max = 3) int hidden,
      @ForAll long seed) {
    Random random = new Random(seed);
    Tensor ids = Tensor.of(random.longs(6, 0, count).toArray(), Device.CPU).reshape(2, 3);
    Tensor table = SlopeCheck.weights(random, Shape.of(count, hidden));
    SlopeCheck.check(random, w -> new Embedding(w, hidden).forward(ids), table);
    Tensor turned = table.t().contiguous().t();
    SlopeCheck.check(random, w -> new Embedding(w, hidden).forward(ids), turned);
  }

  @Property(tries = TRIES)
  void normsOfRowsAndGroups(
      @ForAll @IntRange(min = 1, max = 2) int groups,
      @ForAll @IntRange(min = 1, max = 3) int batch,
      @ForAll long seed) {
    Random random = new Random(seed);
    int channels = 2 * groups;
    Tensor x = SlopeCheck.weights(random, Shape.of(batch, channels, 3));
    Tensor w = SlopeCheck.weights(random, Shape.of(channels));
    Tensor b = SlopeCheck.weights(random, Shape.of(channels));
    for (Tensor input : new Tensor[] {x, x.t().contiguous().t()}) {
      SlopeCheck.check(random, new GroupNorm(w, b, channels, groups, EPS)::forward, input);
      SlopeCheck.check(random, new InstanceNorm(channels, EPS)::forward, input);
      SlopeCheck.check(random, new LayerNorm(w, b, EPS)::forward, input.t());
      SlopeCheck.check(random, new RmsNorm(w, EPS)::forward, input.t());
    }
    SlopeCheck.check(random, v -> new GroupNorm(v, b, channels, groups, EPS).forward(x), w);
    SlopeCheck.check(random, v -> new GroupNorm(w, v, channels, groups, EPS).forward(x), b);
    SlopeCheck.check(random, v -> new LayerNorm(v, b, EPS).forward(x.t()), w);
    SlopeCheck.check(random, v -> new RmsNorm(v, EPS).forward(x.t()), w);
  }

  @Property(tries = TRIES)
  void normsOfBatches(
      @ForAll @IntRange(min = 1, max = 3) int channels,
      @ForAll @IntRange(min = 1, max = 4) int batch,
      @ForAll boolean train,
      @ForAll long seed) {
    Random random = new Random(seed);
    Tensor mean = SlopeCheck.weights(random, Shape.of(channels));
    Tensor variance = mean.abs();
    Tensor w = SlopeCheck.weights(random, Shape.of(channels));
    Tensor b = SlopeCheck.weights(random, Shape.of(channels));
    for (int[] dims : new int[][] {{batch, channels}, {batch, channels, 2, 3}}) {
      Tensor x = SlopeCheck.weights(random, Shape.of(dims));
      SlopeCheck.check(random, v -> batchNorm(mean, variance, w, b).forwardT(v, train), x);
      SlopeCheck.check(random, v -> batchNorm(mean, variance, v, b).forwardT(x, train), w);
      SlopeCheck.check(random, v -> batchNorm(mean, variance, w, v).forwardT(x, train), b);
    }
  }

  private static BatchNorm batchNorm(Tensor mean, Tensor variance, Tensor weight, Tensor bias) {
    return new BatchNorm(mean.dim(0), mean, variance, weight, bias, EPS);
  }
}
