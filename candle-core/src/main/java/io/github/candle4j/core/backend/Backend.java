package io.github.candle4j.core.backend;

import io.github.candle4j.core.DType;
import io.github.candle4j.core.RngState;
import io.github.candle4j.core.op.Op;
import io.github.candle4j.core.op.TypedShape;
import io.github.candle4j.core.op.Update;
import io.github.candle4j.core.storage.Storage;
import java.util.List;

/// What a device must be able to do.
public interface Backend {
  /// What an operation gives: its elements side by side, and what it keeps for its derivative.
  record Output(Storage value, List<Storage> saved) {}

  /// Runs an operation other than a view; shapes and dtypes have been checked by the shape rules.
  Output run(Op op, TypedShape result, Operand... operands);

  /// Changes `target` in place.
  void update(Update update, Operand target, Operand... operands);

  /// `count` elements of one value.
  Storage full(DType dtype, int count, double value);

  /// `count` numbers drawn evenly from `[low, high)`.
  Storage uniform(DType dtype, int count, RngState state, double low, double high);

  /// `count` numbers of a normal distribution.
  Storage normal(DType dtype, int count, RngState state, double mean, double std);
}
