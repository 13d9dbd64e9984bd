package io.github.candle4j.nn.train;

import io.github.candle4j.core.CandleException;
import io.github.candle4j.core.CandleException.Kind;
import io.github.candle4j.core.DType;
import io.github.candle4j.core.Tensor;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;

/// How often each class was taken for each: a row for each true class, a column for each predicted one; and what follows from these counts. The names
/// and the results are those of scikit-learn; where a denominator is 0, as in the precision of a class that was never predicted, the result is 0.
///
/// {@snippet :
/// ConfusionMatrix matrix = ConfusionMatrix.of(logits.argmax(1), labels, 3);
/// System.out.println(matrix + "\naccuracy " + matrix.accuracy() + ", F1 " + matrix.macroF1());
/// }
public final class ConfusionMatrix {
  private final long[][] counts;

  private ConfusionMatrix(long[][] counts) {
    this.counts = counts;
  }

  /// The counts of predictions.
  ///
  /// - `predictions` and `labels` `[..]` of equal shape, class ids of any integer dtype
  ///
  /// @throws CandleException if the shapes differ, the dtypes are not integers, or an id is not `0 <= id < classes`
  public static ConfusionMatrix of(Tensor predictions, Tensor labels, int classes) {
    if (classes < 1) {
      throw new CandleException(
          Kind.ARGUMENT,
          "confusion_matrix",
          "confusion_matrix: there must be 1 class or more, got " + classes);
    }
    if (!predictions.shape().equals(labels.shape())) {
      throw CandleException.shapeMismatch(
          "confusion_matrix",
          predictions.shape(),
          labels.shape(),
          "predictions are class ids, such as logits.argmax(1), one for each label");
    }
    long[] predicted = ids("prediction", predictions, classes);
    long[] wanted = ids("label", labels, classes);
    long[][] counts = new long[classes][classes];
    for (int i = 0; i < wanted.length; i++) {
      counts[(int) wanted[i]][(int) predicted[i]]++;
    }
    return new ConfusionMatrix(counts);
  }

  private static long[] ids(String what, Tensor tensor, int classes) {
    if (!tensor.dtype().isInt()) {
      throw CandleException.unsupportedDtype(
          "confusion_matrix", tensor.dtype(), "class ids are integers: use argmax(1) of logits");
    }
    long[] ids = tensor.toDtype(DType.I64).flattenAll().toVec1I64();
    for (int i = 0; i < ids.length; i++) {
      if (ids[i] < 0 || ids[i] >= classes) {
        throw new CandleException(
            Kind.INDEX,
            "confusion_matrix",
            "confusion_matrix: "
                + what
                + " "
                + i
                + " is "
                + ids[i]
                + ", classes are 0 to "
                + (classes - 1));
      }
    }
    return ids;
  }

  /// The sum of both: the counts of all batches of a pass over the data.
  ///
  /// @throws CandleException if the other one is of another number of classes
  public ConfusionMatrix plus(ConfusionMatrix other) {
    if (other.classes() != classes()) {
      throw new CandleException(
          Kind.SHAPE,
          "confusion_matrix",
          "confusion_matrix: "
              + classes()
              + " classes and "
              + other.classes()
              + " cannot be added");
    }
    long[][] sum = new long[classes()][classes()];
    for (int row = 0; row < classes(); row++) {
      for (int column = 0; column < classes(); column++) {
        sum[row][column] = counts[row][column] + other.counts[row][column];
      }
    }
    return new ConfusionMatrix(sum);
  }

  /// The number of classes.
  public int classes() {
    return counts.length;
  }

  /// How often `label` was taken for `prediction`.
  ///
  /// @throws CandleException if there is no such class
  public long count(int label, int prediction) {
    return counts[checked(label)][checked(prediction)];
  }

  /// How often a class was wanted.
  ///
  /// @throws CandleException if there is no such class
  public long support(int label) {
    return Arrays.stream(counts[checked(label)]).sum();
  }

  /// The number of predictions.
  public long total() {
    return IntStream.range(0, classes()).mapToLong(this::support).sum();
  }

  /// The share of right predictions.
  public double accuracy() {
    return ratio(IntStream.range(0, classes()).mapToLong(c -> counts[c][c]).sum(), total());
  }

  /// Of the predictions of a class, the share of right ones.
  ///
  /// @throws CandleException if there is no such class
  public double precision(int label) {
    checked(label);
    return ratio(counts[label][label], Arrays.stream(counts).mapToLong(row -> row[label]).sum());
  }

  /// Of what is of a class, the share that was found.
  ///
  /// @throws CandleException if there is no such class
  public double recall(int label) {
    return ratio(counts[checked(label)][label], support(label));
  }

  /// The harmonic mean of precision and recall.
  ///
  /// @throws CandleException if there is no such class
  public double f1(int label) {
    long predicted = Arrays.stream(counts).mapToLong(row -> row[checked(label)]).sum();
    return ratio(2 * counts[label][label], predicted + support(label));
  }

  /// The mean precision of the classes.
  public double macroPrecision() {
    return mean(this::precision);
  }

  /// The mean recall of the classes.
  public double macroRecall() {
    return mean(this::recall);
  }

  /// The mean F1 of the classes.
  public double macroF1() {
    return mean(this::f1);
  }

  /// The F1 of the counts of all classes taken together; with one class for each sample, precision, recall and F1 are all the
  /// accuracy then.
  public double microF1() {
    return accuracy();
  }

  private double mean(IntToDoubleFunction value) {
    return IntStream.range(0, classes()).mapToDouble(value).sum() / classes();
  }

  private static double ratio(long part, long whole) {
    return whole == 0 ? 0 : (double) part / whole;
  }

  private int checked(int label) {
    if (label < 0 || label >= classes()) {
      throw new CandleException(
          Kind.INDEX,
          "confusion_matrix",
          "confusion_matrix: there is no class " + label + ", only 0 to " + (classes() - 1));
    }
    return label;
  }

  /// The counts with the names of the classes on two sides: a line for each true class, a column for each predicted one.
  ///
  /// @throws CandleException if there are not as many names as classes
  public String table(List<String> names) {
    if (names.size() != classes()) {
      throw new CandleException(
          Kind.ARGUMENT,
          "confusion_matrix",
          "confusion_matrix: wanted " + classes() + " names of classes, got " + names.size());
    }
    String longest = Long.toString(total());
    int width =
        2 + Math.max(longest.length(), names.stream().mapToInt(String::length).max().orElse(0));
    StringBuilder text = new StringBuilder(" ".repeat(width));
    names.forEach(name -> text.append(" ".repeat(width - name.length())).append(name));
    for (int label = 0; label < classes(); label++) {
      String name = names.get(label);
      text.append('\n').append(name).append(" ".repeat(width - name.length()));
      for (long count : counts[label]) {
        String number = Long.toString(count);
        text.append(" ".repeat(width - number.length())).append(number);
      }
    }
    return text.toString();
  }

  /// The counts, a line for each true class.
  @Override
  public String toString() {
    long largest = Arrays.stream(counts).flatMapToLong(Arrays::stream).max().orElse(0);
    int width = Long.toString(largest).length() + 1;
    StringBuilder text = new StringBuilder();
    for (long[] row : counts) {
      text.append(text.isEmpty() ? "" : "\n");
      for (long count : row) {
        text.append(String.format(Locale.ROOT, "%" + width + "d", count));
      }
    }
    return text.toString();
  }
}
