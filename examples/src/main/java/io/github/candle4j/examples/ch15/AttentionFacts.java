package io.github.candle4j.examples.ch15;

import io.github.candle4j.core.AttentionOptions;
import io.github.candle4j.core.D;
import io.github.candle4j.core.DType;
import io.github.candle4j.core.Device;
import io.github.candle4j.core.Shape;
import io.github.candle4j.core.Tensor;
import io.github.candle4j.nn.MultiHeadAttention;
import io.github.candle4j.nn.MultiHeadAttentionConfig;
import io.github.candle4j.nn.Ops;
import io.github.candle4j.nn.SinusoidalPositions;
import io.github.candle4j.nn.VarBuilder;
import io.github.candle4j.nn.VarMap;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// Three facts about attention, measured with random numbers: what the scaling is for, what heads are, and that order does
/// not count without positions.
///
/// @param out where to print
/// @param seed where the random numbers start
record AttentionFacts(PrintWriter out, long seed) {
  private static final int ELEMENTS = 64;
  private static final int SIZE = 8;
  private static final int HEADS = 2;
  private static final int HEAD_SIZE = SIZE / HEADS;

  // @start region="scaling"
  /// The mean over 64 queries of the largest of 64 weights: 1 would be a softmax that looks at one key alone.
  static double largestWeight(int size, boolean scaled) {
    Tensor q = Tensor.randn(0f, 1f, Shape.of(ELEMENTS, size), Device.CPU);
    Tensor k = Tensor.randn(0f, 1f, Shape.of(ELEMENTS, size), Device.CPU);
    Tensor scores = q.matmul(k.t()).mul(scaled ? 1 / Math.sqrt(size) : 1); // [64, 64]
    return Ops.softmax(scores, D.MINUS1).max(D.MINUS1).meanAll().toScalarF32();
  }

  // @end

  void scaling() {
    out.println("The largest weight among 64 keys, mean of 64 queries of random numbers");
    out.println("  size of a key  without scaling  with scaling");
    for (int size : List.of(4, 64, 1024)) {
      Device.CPU.setSeed(seed);
      double unscaled = largestWeight(size, false);
      Device.CPU.setSeed(seed);
      double scaled = largestWeight(size, true);
      out.printf(Locale.ROOT, "  %13d  %15.4f  %12.4f%n", size, unscaled, scaled);
    }
  }

  void heads() {
    Device.CPU.setSeed(seed);
    MultiHeadAttention library =
        MultiHeadAttention.multiHeadAttention(
            MultiHeadAttentionConfig.of(SIZE, HEADS),
            VarBuilder.fromVarmap(new VarMap(), DType.F32, Device.CPU));
    Tensor x = Tensor.randn(0f, 1f, Shape.of(1, 5, SIZE), Device.CPU); // [1, 5 words, 8]
    Tensor difference = byHand(library, x).sub(library.forward(x)).abs().maxAll();
    Tensor causal = library.forward(x, AttentionOptions.defaults().withCausal());
    Tensor first = library.forward(x.narrow(1, 0, 1)); // the first word alone
    Tensor change = causal.narrow(1, 0, 1).sub(first).abs().maxAll();
    out.println("Two heads of size 4 over 5 words of size 8");
    out.printf(
        Locale.ROOT,
        "  by hand and MultiHeadAttention agree: %b%n",
        difference.toScalarF32() < 1e-5);
    out.printf(
        Locale.ROOT,
        "  with the causal mask, word 1 is as if it stood alone: %b%n",
        change.toScalarF32() < 1e-5);
  }

  // @start region="heads"
  /// Each head works on its own part of queries, keys and values; the results are put side by side.
  static Tensor byHand(MultiHeadAttention layer, Tensor x) { // x: [batch, words, 8]
    Tensor q = layer.in().q().forward(x);
    Tensor k = layer.in().k().forward(x);
    Tensor v = layer.in().v().forward(x);
    List<Tensor> heads = new ArrayList<>();
    for (int head = 0; head < HEADS; head++) {
      Tensor qh = q.narrow(D.MINUS1, head * HEAD_SIZE, HEAD_SIZE); // [batch, words, 4]
      Tensor kh = k.narrow(D.MINUS1, head * HEAD_SIZE, HEAD_SIZE);
      Tensor vh = v.narrow(D.MINUS1, head * HEAD_SIZE, HEAD_SIZE);
      Tensor scores = qh.matmul(kh.transpose(D.MINUS2, D.MINUS1)).div(Math.sqrt(HEAD_SIZE));
      heads.add(Ops.softmax(scores, D.MINUS1).matmul(vh)); // [batch, words, 4]
    }
    return layer.outProj().forward(Tensor.cat(heads, D.MINUS1)); // [batch, words, 8]
  }

  // @end

  void positions() {
    out.println("Five words in another order: the largest change of a word's result");
    out.printf(Locale.ROOT, "  without positions  %.4f%n", changeByOrder(false));
    out.printf(Locale.ROOT, "  with positions     %.4f%n", changeByOrder(true));
  }

  // @start region="positions"
  /// Reverses the words, and compares what attention makes of each word.
  double changeByOrder(boolean positions) {
    Device.CPU.setSeed(seed);
    SelfAttention attention =
        SelfAttention.create(
            SIZE,
            SIZE,
            1 / Math.sqrt(SIZE),
            VarBuilder.fromVarmap(new VarMap(), DType.F32, Device.CPU));
    SinusoidalPositions sines = SinusoidalPositions.of(5, SIZE, DType.F32, Device.CPU);
    Tensor words = Tensor.randn(0f, 1f, Shape.of(5, SIZE), Device.CPU); // [5, 8]
    Tensor reversed = words.flip(0);
    Tensor y = attention.forward(positions ? sines.forward(words) : words);
    Tensor z = attention.forward(positions ? sines.forward(reversed) : reversed);
    return z.flip(0).sub(y).abs().maxAll().toScalarF32();
  }
  // @end
}
