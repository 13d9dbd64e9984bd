package io.github.candle4j.nn.data;

import io.github.candle4j.core.CandleException;
import io.github.candle4j.core.CandleException.Kind;
import io.github.candle4j.core.Tensor;

/// The parts of a tensor along its first dimension.
record TensorRows(Tensor rows) implements Samples<Tensor> {
  TensorRows {
    if (rows.rank() == 0) {
      throw CandleException.withHint(
          Kind.SHAPE,
          "samples",
          "samples: a scalar has no first dimension",
          "the first dimension counts the samples: use unsqueeze(0) for a single one");
    }
  }

  @Override
  public int size() {
    return rows.dim(0);
  }

  @Override
  public Tensor get(int index) {
    return rows.get(Samples.check(index, size()));
  }
}
