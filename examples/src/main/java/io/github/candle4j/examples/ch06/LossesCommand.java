package io.github.candle4j.examples.ch06;

import io.github.candle4j.core.Device;
import io.github.candle4j.core.Tensor;
import io.github.candle4j.examples.common.Program;
import io.github.candle4j.nn.Loss;
import java.io.PrintWriter;
import java.util.Locale;
import picocli.CommandLine.Command;

/// The command line of chapter 6, losses.
@Command(
    name = "losses",
    description = "Chapter 6: computes losses by hand and with the library.",
    showDefaultValues = true,
    sortOptions = false)
public final class LossesCommand extends Program {
  @Override
  protected void run(PrintWriter out) {
    numbers(out);
    out.println();
    outlier(out);
    out.println();
    classes(out);
    out.println();
    certain(out);
  }

  private static void numbers(PrintWriter out) {
    // @start region="example"
    Tensor predictions = Tensor.of(new float[] {2.5f, 0.0f, 2.0f, 8.0f}, Device.CPU);
    Tensor targets = Tensor.of(new float[] {3.0f, -0.5f, 2.0f, 7.0f}, Device.CPU);
    Tensor mse = LossesByHand.mse(predictions, targets);
    Tensor sameMse = Loss.mse(predictions, targets);
    // @end
    out.println("loss                    by hand  library");
    line(out, "mean squared error", mse, sameMse);
    Tensor mae = LossesByHand.mae(predictions, targets);
    line(out, "mean absolute error", mae, Loss.l1(predictions, targets));
    Tensor huber = LossesByHand.huber(predictions, targets, 0.6);
    line(out, "Huber, delta 0.6", huber, Loss.huber(predictions, targets, 0.6));
  }

  /// One number that is far off.
  private static void outlier(PrintWriter out) {
    Tensor predictions = Tensor.of(new float[] {2.5f, 0.0f, 2.0f, 8.0f}, Device.CPU);
    Tensor targets = Tensor.of(new float[] {3.0f, -0.5f, 2.0f, 70.0f}, Device.CPU);
    out.println("the last target is 70 instead of 7");
    line(out, "mean squared error", LossesByHand.mse(predictions, targets));
    line(out, "mean absolute error", LossesByHand.mae(predictions, targets));
    line(out, "Huber, delta 0.6", LossesByHand.huber(predictions, targets, 0.6));
  }

  private static void classes(PrintWriter out) {
    Tensor scores = Tensor.of(new float[] {2, -1, 0.5f, -3}, Device.CPU); // [4]
    Tensor yes = Tensor.of(new float[] {1, 0, 0, 1}, Device.CPU);
    Tensor logits = Tensor.of(new float[][] {{2, 1, 0.1f}, {0.5f, 2.5f, 0.3f}}, Device.CPU);
    Tensor labels = Tensor.of(new int[] {0, 1}, Device.CPU);
    out.println("loss                    by hand  library");
    Tensor binary = LossesByHand.binaryCrossEntropy(scores.sigmoid(), yes);
    line(out, "binary cross-entropy", binary, Loss.binaryCrossEntropyWithLogit(scores, yes));
    Tensor crossEntropy = LossesByHand.crossEntropy(logits, labels);
    line(out, "cross-entropy", crossEntropy, Loss.crossEntropy(logits, labels));
    line(out, "focal loss, gamma 0", LossesByHand.focal(logits, labels, 0));
    line(out, "focal loss, gamma 2", LossesByHand.focal(logits, labels, 2));
  }

  /// A score of -200 for what is true.
  private static void certain(PrintWriter out) {
    Tensor score = Tensor.of(new float[] {-200}, Device.CPU);
    Tensor yes = Tensor.of(new float[] {1}, Device.CPU);
    out.println("a score of -200 for what is true");
    Tensor clamped = LossesByHand.binaryCrossEntropy(score.sigmoid(), yes);
    line(out, "binary cross-entropy", clamped, Loss.binaryCrossEntropyWithLogit(score, yes));
  }

  private static void line(PrintWriter out, String name, Tensor byHand, Tensor library) {
    out.printf(
        Locale.ROOT, "%-22s %8.4f %8.4f%n", name, byHand.toScalarF32(), library.toScalarF32());
  }

  private static void line(PrintWriter out, String name, Tensor byHand) {
    out.printf(Locale.ROOT, "%-22s %8.4f%n", name, byHand.toScalarF32());
  }
}
