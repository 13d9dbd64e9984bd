package io.github.candle4j.nn.data;

import io.github.candle4j.core.CandleException;

/// The parts of two tensors.
record TensorExamples(TensorRows inputs, TensorRows targets) implements Samples<Example> {
  TensorExamples {
    if (inputs.size() != targets.size()) {
      throw CandleException.shapeMismatch(
          "samples",
          inputs.rows().shape(),
          targets.rows().shape(),
          "the first dimension counts the samples, and must be the same");
    }
  }

  @Override
  public int size() {
    return inputs.size();
  }

  @Override
  public Example get(int index) {
    return new Example(inputs.get(index), targets.get(index));
  }
}
