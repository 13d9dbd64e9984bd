package io.github.candle4j.examples.ch05;

import io.github.candle4j.core.Module;
import io.github.candle4j.core.Tensor;
import io.github.candle4j.core.Utils;
import io.github.candle4j.nn.train.ConfusionMatrix;
import io.github.candle4j.nn.train.Metrics;
import java.io.PrintWriter;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.file.Path;
import java.util.Locale;

/// The lines that the program prints.
///
/// @param out where they go
record IrisReport(PrintWriter out) {
  private static final int SAMPLES_PER_SPECIES = 3;

  void opening(IrisData data, TrainingSettings settings) {
    out.printf(Locale.ROOT, "Iris: %d flowers, 4 measurements each, 3 species%n", data.size());
    out.printf(
        Locale.ROOT,
        "Network 4 -> %d -> 3 %s ReLU, device %s with %s kernels, seed %d%n",
        settings.hiddenSize(),
        settings.relu() ? "with" : "without",
        data.features().device(),
        Utils.kernels(),
        settings.seed());
    out.println();
  }

  static String line(Training.Epoch epoch) {
    return String.format(
        Locale.ROOT,
        "Epoch %3d  loss %.4f  accuracy %.4f",
        epoch.number(),
        epoch.loss(),
        epoch.accuracy());
  }

  /// Asks the trained network about all flowers.
  void result(Module model, IrisData data) {
    int[] labels = data.labels().toVec1U32();
    Tensor answers = Tensor.noGrad(() -> model.forward(data.features()).argmax(1)); // [flowers]
    int[] predictions = answers.toVec1U32();
    ConfusionMatrix matrix = ConfusionMatrix.of(answers, data.labels(), Species.values().length);
    out.println();
    out.println("Confusion matrix: a row for each true species, a column for each answer");
    out.println(matrix.table(Species.names()));
    out.println();
    out.printf(
        Locale.ROOT, "Final accuracy on all %d flowers: %.4f%n", data.size(), matrix.accuracy());
    out.println();
    out.println("Some flowers (measurements from 0 to 1), what they are and what the network says");
    for (Species species : Species.values()) {
      samples(species, data.features().toVec2F32(), labels, predictions);
    }
  }

  /// What the network says of flowers that it never saw, beside those that it learned from.
  void heldOut(Module model, IrisData.Parts parts) {
    out.println();
    out.printf(
        Locale.ROOT,
        "Accuracy on the %d flowers that it learned from %.4f, on the %d that it never saw %.4f%n",
        parts.training().size(),
        accuracy(model, parts.training()),
        parts.heldOut().size(),
        accuracy(model, parts.heldOut()));
  }

  private static double accuracy(Module model, IrisData data) {
    Tensor logits = Tensor.noGrad(() -> model.forward(data.features()));
    return Metrics.accuracy(logits, data.labels());
  }

  void wrote(Path plot) {
    out.println();
    out.printf(Locale.ROOT, "Loss and accuracy are drawn in %s%n", plot);
  }

  void saved(Path weights) {
    out.println();
    out.printf(Locale.ROOT, "The weights are saved in %s%n", weights);
  }

  void loaded(Path weights) {
    out.printf(Locale.ROOT, "The weights come from %s; nothing is trained%n", weights);
  }

  private void samples(Species species, float[][] features, int[] labels, int[] predictions) {
    int shown = 0;
    for (int i = 0; i < labels.length && shown < SAMPLES_PER_SPECIES; i++) {
      if (labels[i] == species.id()) {
        float[] x = features[i];
        out.printf(
            Locale.ROOT,
            "%5d  [%s %s %s %s]  %-10s  %s%n",
            i,
            rounded(x[0]),
            rounded(x[1]),
            rounded(x[2]),
            rounded(x[3]),
            species,
            Species.ofId(predictions[i]));
        shown++;
      }
    }
  }

  /// Two decimals, ties to even as in the book's Rust: 0.625 is 0.62.
  static BigDecimal rounded(float x) {
    return new BigDecimal(x).setScale(2, RoundingMode.HALF_EVEN);
  }
}
