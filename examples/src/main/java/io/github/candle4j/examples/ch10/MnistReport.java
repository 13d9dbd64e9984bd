package io.github.candle4j.examples.ch10;

import io.github.candle4j.core.D;
import io.github.candle4j.core.Tensor;
import io.github.candle4j.nn.Ops;
import io.github.candle4j.nn.train.ConfusionMatrix;
import java.io.PrintWriter;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// The lines that the program prints about a trained network.
///
/// @param out where they go
record MnistReport(PrintWriter out) {
  /// The images that the book shows, by their numbers in the file t10k.
  private static final List<Integer> SHOWN = List.of(1999, 1567, 5370, 5103, 2788);

  private static final int BEST = 3;

  void result(Digits digits, Tensor predictions) {
    ConfusionMatrix matrix = ConfusionMatrix.of(predictions, digits.testLabels(), 10);
    out.println("Confusion matrix: a row for each true digit, a column for each answer");
    out.println(matrix.table(IntStream.range(0, 10).mapToObj(Integer::toString).toList()));
    out.printf(
        Locale.ROOT,
        "Accuracy on %d test images: %.4f%n",
        digits.testLabels().dim(0),
        matrix.accuracy());
  }

  // @start region="samples"
  /// Some images with the three best answers and how sure the network is of them.
  void samples(Digits digits, MnistTraining training) {
    for (int number : SHOWN) {
      if (digits.has(number)) {
        Tensor scores = training.scores(digits.image(number).unsqueeze(0)); // [1, 10]
        float[] shares = Ops.softmax(scores, D.MINUS1).squeeze(0).toVec1F32();
        String best =
            IntStream.range(0, shares.length)
                .boxed()
                .sorted(Comparator.comparingDouble((Integer digit) -> shares[digit]).reversed())
                .limit(BEST)
                .map(digit -> String.format(Locale.ROOT, "%d %5.1f %%", digit, 100 * shares[digit]))
                .collect(Collectors.joining(", "));
        String seen = number < digits.firstTest() ? " (trained on)" : "";
        out.printf("image %d is a %d: %s%s%n", number, digits.label(number), best, seen);
      }
    }
  }
  // @end
}
