package io.github.candle4j.examples.ch15;

import io.github.candle4j.core.AttentionOptions;
import io.github.candle4j.core.D;
import io.github.candle4j.core.DType;
import io.github.candle4j.core.Device;
import io.github.candle4j.core.Fused;
import io.github.candle4j.core.Tensor;
import io.github.candle4j.examples.common.Pictures;
import io.github.candle4j.nn.Ops;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/// Attention of three words to each other, with numbers that can be checked on paper.
///
/// @param scaled whether the scores are divided by the root of the size of a key
/// @param causal whether no word sees those after it
record ThreeWords(boolean scaled, boolean causal) {
  // @start region="numbers"
  static final List<String> WORDS = List.of("cat", "sees", "mouse");
  static final double[][] X = {{1, 0}, {0, 1}, {1, 1}}; // [3 words, 2]
  static final double[][] QUERY = {{1, 0, 2, 1}, {0, 2, 1, 1}}; // [2, 4]
  static final double[][] KEY = {{2, 1, 0, 1}, {1, 0, 1, 2}}; // [2, 4]
  static final double[][] VALUE = {{1, 0}, {0, 10}}; // [2, 2]

  // @end
  private static final double TOLERANCE = 1e-6;

  /// What attention makes of the words.
  record Result(double[][] q, double[][] k, double[][] scores, double[][] weights, double[][] y) {}

  // @start region="hand"
  Result byHand() {
    double[][] q = AttentionByHand.matmul(X, QUERY); // [3, 4]
    double[][] k = AttentionByHand.matmul(X, KEY); // [3, 4]
    double[][] v = AttentionByHand.matmul(X, VALUE); // [3, 2]
    double[][] scores = AttentionByHand.scores(q, k, scale(), causal); // [3, 3]
    double[][] weights = AttentionByHand.softmax(scores); // [3, 3]
    return new Result(q, k, scores, weights, AttentionByHand.matmul(weights, v)); // y: [3, 2]
  }

  double scale() {
    return scaled ? 1 / Math.sqrt(KEY[0].length) : 1;
  }

  // @end
  // @start region="tensors"
  /// The same in five lines of tensors.
  Tensor byTensors() {
    Tensor x = Tensor.of(X, Device.CPU); // [3, 2]
    Tensor q = x.matmul(Tensor.of(QUERY, Device.CPU)); // [3, 4]
    Tensor k = x.matmul(Tensor.of(KEY, Device.CPU)); // [3, 4]
    Tensor v = x.matmul(Tensor.of(VALUE, Device.CPU)); // [3, 2]
    Tensor scores = q.matmul(k.t()).mul(scale()); // [3, 3]
    if (causal) {
      Tensor later =
          Tensor.ones(scores.shape(), DType.U8, Device.CPU).triu(1); // 1 above the diagonal
      scores = scores.maskedFill(later, Double.NEGATIVE_INFINITY);
    }
    return Ops.softmax(scores, D.MINUS1).matmul(v); // [3, 2]
  }

  // @end
  // @start region="library"
  /// The same in one call.
  Tensor byLibrary() {
    Tensor x = Tensor.of(X, Device.CPU); // [3, 2]
    AttentionOptions options = AttentionOptions.defaults().withScale(scale());
    return Fused.attention(
            heads(x.matmul(Tensor.of(QUERY, Device.CPU))),
            heads(x.matmul(Tensor.of(KEY, Device.CPU))),
            heads(x.matmul(Tensor.of(VALUE, Device.CPU))),
            causal ? options.withCausal() : options)
        .reshape(3, 2);
  }

  /// One sequence with one head: `[1, 1, 3, size]`.
  private static Tensor heads(Tensor x) {
    return x.unsqueeze(0).unsqueeze(0);
  }

  // @end

  void print(PrintWriter out) {
    Result result = byHand();
    table(out, "queries: x times the query weights", result.q());
    table(out, "keys: x times the key weights", result.k());
    table(out, "scores: query . key" + (scaled ? " / 2" : ""), result.scores());
    table(out, "weights: softmax of each row of scores", result.weights());
    table(out, "result: weights times values", result.y());
    out.println(
        "tensors agree: " + agrees(byTensors()) + ", library agrees: " + agrees(byLibrary()));
  }

  boolean agrees(Tensor other) {
    return other.allClose(Tensor.of(byHand().y(), Device.CPU), TOLERANCE, TOLERANCE);
  }

  private static void table(PrintWriter out, String name, double[][] rows) {
    out.println(name);
    for (int i = 0; i < rows.length; i++) {
      StringBuilder line = new StringBuilder(String.format(Locale.ROOT, "  %-6s", WORDS.get(i)));
      for (double value : rows[i]) {
        line.append(
            value == Math.rint(value) && Double.isFinite(value)
                ? String.format(Locale.ROOT, " %8.0f", value)
                : Double.isFinite(value)
                    ? String.format(Locale.ROOT, " %8.4f", value)
                    : String.format(Locale.ROOT, " %8s", "-∞"));
      }
      out.println(line);
    }
  }

  void draw(Path file) {
    double[][] weights = byHand().weights();
    float[][] cells = new float[weights.length][weights.length];
    for (int i = 0; i < cells.length; i++) {
      for (int j = 0; j < cells.length; j++) {
        cells[i][j] = (float) weights[i][j];
      }
    }
    Pictures.heatMap(
        file,
        new Pictures.Titles("How much each word takes from each", "from", "word"),
        new Pictures.Grid(WORDS, WORDS, cells));
  }
}
