package io.github.candle4j.examples.ch05;

/// How to train.
///
/// @param seed where the random numbers start: the first weights, and the order of the flowers
/// @param epochs how many times to go through all flowers
/// @param hiddenSize the number of hidden units
/// @param learningRate how far a step goes
/// @param batchSize how many flowers make one step
/// @param relu whether there is a ReLU between the layers
record TrainingSettings(
    long seed, int epochs, int hiddenSize, double learningRate, int batchSize, boolean relu) {
  /// Those of the book.
  static TrainingSettings defaults() {
    return new TrainingSettings(42, 100, IrisClassifier.HIDDEN_SIZE, 0.01, 32, true);
  }

  TrainingSettings withSeed(long value) {
    return new TrainingSettings(value, epochs, hiddenSize, learningRate, batchSize, relu);
  }
}
