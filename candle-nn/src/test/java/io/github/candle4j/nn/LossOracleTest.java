package io.github.candle4j.nn;

import io.github.candle4j.core.GradStore;
import io.github.candle4j.core.Tensor;
import io.github.candle4j.core.Var;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

/// Values and gradients of every loss, with every setting and reduction, against PyTorch (tools/oracles/nn/losses.py).
class LossOracleTest {
  private static final Oracle TORCH = Oracle.of("losses");

  /// A loss of tensors.
  private interface Of {
    Tensor apply(Tensor[] xs, Reduction reduction);
  }

  private static Tensor torch(String name) {
    return TORCH.get(name);
  }

  private static CrossEntropyConfig config(Reduction reduction) {
    return CrossEntropyConfig.defaults().withReduction(reduction);
  }

  private static CrossEntropyConfig weighted(Reduction reduction) {
    return config(reduction).withWeight(torch("w"));
  }

  /// @param inputs the inputs that have gradients: the name in the loss and the name of the tensor
  private static void check(String name, Of loss, String... inputs) {
    List<String[]> pairs = Arrays.stream(inputs).map(i -> i.split("=")).toList();
    for (Reduction reduction : Reduction.values()) {
      String key = name + "." + reduction.name().toLowerCase(Locale.ROOT);
      Var[] xs = pairs.stream().map(p -> Var.fromTensor(torch(p[1]))).toArray(Var[]::new);
      Tensor y = loss.apply(xs, reduction);
      LayerCheck.assertClose(key, y, torch(key + ".y"));
      GradStore gradients = y.mul(torch(key + ".dy")).sumAll().backward();
      for (int i = 0; i < xs.length; i++) {
        String gradient = key + ".g." + pairs.get(i)[0];
        LayerCheck.assertClose(gradient, gradients.get(xs[i]).orElseThrow(), torch(gradient));
      }
    }
  }

  @Test
  void crossEntropyOfClassIds() {
    check("ce", (x, r) -> Loss.crossEntropy(x[0], torch("ids"), config(r)), "x=x");
    check("ce_weight", (x, r) -> Loss.crossEntropy(x[0], torch("ids"), weighted(r)), "x=x");
    check("one", (x, r) -> Loss.crossEntropy(x[0].get(0), torch("ids").get(0), config(r)), "x=x");
  }

  @Test
  void ignoredTargets() {
    Tensor some = torch("some");
    check("some", (x, r) -> Loss.crossEntropy(x[0], some, config(r).withIgnoreIndex(-100)), "x=x");
    check(
        "some_weight",
        (x, r) -> Loss.crossEntropy(x[0], some, weighted(r).withIgnoreIndex(-100)),
        "x=x");
    check("nll", (x, r) -> Loss.nll(x[0], some, config(r).withIgnoreIndex(-100)), "x=x");
    check("nll_weight", (x, r) -> Loss.nll(x[0], some, weighted(r).withIgnoreIndex(-100)), "x=x");
  }

  @Test
  void smoothLabels() {
    for (double s : new double[] {0.1, 1}) {
      check(
          "smooth_" + s,
          (x, r) ->
              Loss.crossEntropy(
                  x[0], torch("some"), weighted(r).withIgnoreIndex(-100).withLabelSmoothing(s)),
          "x=x");
    }
    check(
        "smooth",
        (x, r) -> Loss.crossEntropy(x[0], torch("ids"), config(r).withLabelSmoothing(0.2)),
        "x=x");
  }

  @Test
  void classesInAnyDimension() {
    Tensor places = torch("places");
    check(
        "image",
        (x, r) ->
            Loss.crossEntropy(
                x[0], places, weighted(r).withIgnoreIndex(-100).withLabelSmoothing(0.1)),
        "x=image");
    check(
        "image",
        (x, r) ->
            Loss.crossEntropy(
                x[0].permute(0, 2, 3, 1),
                places,
                weighted(r).withIgnoreIndex(-100).withLabelSmoothing(0.1).withDim(-1)),
        "x=image");
  }

  @Test
  void probabilitiesAsTargets() {
    check("soft", (x, r) -> Loss.crossEntropy(x[0], x[1], config(r)), "x=x", "t=t");
    check(
        "soft_all",
        (x, r) -> Loss.crossEntropy(x[0], x[1], weighted(r).withLabelSmoothing(0.1)),
        "x=x",
        "t=t");
  }

  @Test
  void differences() {
    check("mse", (x, r) -> Loss.mse(x[0], x[1], r), "a=a", "b=b");
    check("l1", (x, r) -> Loss.l1(x[0], x[1], r), "a=a", "b=b");
    for (double d : new double[] {0.5, 1, 1.5}) {
      check("huber_" + d, (x, r) -> Loss.huber(x[0], x[1], d, r), "a=a", "b=b");
    }
    for (double d : new double[] {0, 0.5, 1}) {
      check("smooth_l1_" + d, (x, r) -> Loss.smoothL1(x[0], x[1], d, r), "a=a", "b=b");
    }
  }

  @Test
  void binaryCrossEntropyOfLogitsFromZeroToTenThousand() {
    BinaryCrossEntropyConfig all =
        BinaryCrossEntropyConfig.defaults().withWeight(torch("a").abs()).withPosWeight(torch("w"));
    check(
        "bce",
        (x, r) ->
            Loss.binaryCrossEntropyWithLogit(
                x[0], x[1], BinaryCrossEntropyConfig.defaults().withReduction(r)),
        "z=z",
        "p=p");
    check(
        "bce_all",
        (x, r) -> Loss.binaryCrossEntropyWithLogit(x[0], x[1], all.withReduction(r)),
        "z=z",
        "p=p");
  }

  @Test
  void divergence() {
    check("kl", (x, r) -> Loss.klDiv(x[0], x[1], r), "x=logx", "t=t");
    check("kl_zeros", (x, r) -> Loss.klDiv(x[0], torch("tt"), r), "x=logs");
    check("kl_log", (x, r) -> Loss.klDivLogTarget(x[0], x[1], r), "x=logx", "t=x");
  }

  @Test
  void margins() {
    Tensor signs = torch("signs");
    for (double m : new double[] {1, 0.25}) {
      MarginConfig config = MarginConfig.of(m);
      check(
          "hinge_" + m, (x, r) -> Loss.hinge(column(x[0]), signs, config.withReduction(r)), "x=x");
      check(
          "embedding_" + m,
          (x, r) -> Loss.hingeEmbedding(column(x[0]), signs, config.withReduction(r)),
          "x=x");
    }
    for (double m : new double[] {0, -0.5}) {
      MarginConfig config = MarginConfig.of(m);
      check(
          "cosine_" + m,
          (x, r) -> Loss.cosineEmbedding(x[0], x[1], signs, config.withReduction(r)),
          "x=x",
          "y=y");
    }
  }

  @Test
  void marginsOfSeveralClasses() {
    for (int p : new int[] {1, 2}) {
      MultiMarginConfig config =
          MultiMarginConfig.defaults().withP(p).withMargin(0.8).withWeight(torch("w"));
      check(
          "margin_" + p,
          (x, r) -> Loss.multiMargin(x[0], torch("ids"), config.withReduction(r)),
          "x=x");
    }
  }

  @Test
  void triplets() {
    TripletMarginConfig config = TripletMarginConfig.defaults().withMargin(2);
    triplet("triplet_2", config);
    triplet("triplet_2_swap", config.withSwap(true));
    triplet("triplet_1", config.withP(1));
    triplet("triplet_3_swap", config.withP(3).withSwap(true));
  }

  private static void triplet(String name, TripletMarginConfig config) {
    check(
        name,
        (x, r) -> Loss.tripletMargin(x[0], x[1], x[2], config.withReduction(r)),
        "x=x",
        "y=y",
        "v=v");
  }

  private static Tensor column(Tensor x) {
    return x.narrow(1, 0, 1).squeeze(1);
  }
}
