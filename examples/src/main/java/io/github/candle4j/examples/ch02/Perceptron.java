package io.github.candle4j.examples.ch02;

// @start region="perceptron"
/// Adds up its inputs, each times a weight, and says 1 if the sum is above 0.
///
/// @param w1 the weight of the first input
/// @param w2 the weight of the second input
/// @param bias what is added whatever the inputs are
record Perceptron(int w1, int w2, int bias) {
  int answer(int[] x) {
    return w1 * x[0] + w2 * x[1] + bias > 0 ? 1 : 0;
  }

  /// Rosenblatt's rule: a right answer changes nothing; a wrong one moves each weight by its input, up if 1 was wanted, down if 0.
  Perceptron learn(int[] x, int target) {
    int error = target - answer(x); // -1, 0 or 1
    return new Perceptron(w1 + error * x[0], w2 + error * x[1], bias + error);
  }
}
// @end
