package io.github.candle4j.nn.data;

import io.github.candle4j.core.CandleException;
import io.github.candle4j.core.Tensor;

/// A data set of labelled images as tensors, in two parts.
///
/// @param trainImages `[n, ..]`, F32 from 0 to 1
/// @param trainLabels `[n]`, U8 from 0 to `labels - 1`
/// @param testImages the same of the test part
/// @param testLabels the same of the test part
/// @param labels the number of classes
public record Dataset(
    Tensor trainImages, Tensor trainLabels, Tensor testImages, Tensor testLabels, int labels) {
  /// Checks that there is a label for each image.
  ///
  /// @throws CandleException if the first sizes differ
  public Dataset {
    check(trainImages, trainLabels);
    check(testImages, testLabels);
  }

  private static void check(Tensor images, Tensor labels) {
    if (images.rank() == 0 || labels.rank() != 1 || images.dim(0) != labels.dim(0)) {
      throw CandleException.shapeMismatch(
          "dataset", images.shape(), labels.shape(), "images [n, ..] want labels [n]");
    }
  }

  /// The images of the training part with their labels.
  public Samples<Example> train() {
    return Samples.of(trainImages, trainLabels);
  }

  /// The images of the test part with their labels.
  public Samples<Example> test() {
    return Samples.of(testImages, testLabels);
  }

  @Override
  public String toString() {
    return "Dataset("
        + trainImages.shape()
        + " to train, "
        + testImages.shape()
        + " to test, "
        + labels
        + " labels)";
  }
}
