package io.github.candle4j.examples.ch11;

import io.github.candle4j.core.DType;
import io.github.candle4j.core.Device;
import io.github.candle4j.core.Shape;
import io.github.candle4j.core.Tensor;
import io.github.candle4j.examples.common.Decimals;
import io.github.candle4j.examples.common.InputException;
import java.util.Arrays;

/// The sequences of chapters 11 and 12, of which a network tells the next number.
public final class NumberSequence {
  private NumberSequence() {}

  /// Says so if it is no sequence.
  ///
  /// @throws InputException if there are fewer than two numbers, or one is not finite
  public static void check(double[] sequence) {
    if (sequence.length < 2 || !Arrays.stream(sequence).allMatch(Double::isFinite)) {
      throw new InputException("--sequence wants two numbers or more");
    }
  }

  /// One number, as a batch of one: `[1, 1]`.
  public static Tensor number(double x) {
    return Tensor.full((float) x, Shape.of(1, 1), Device.CPU);
  }

  /// A sequence, as a batch of one: `[1, steps, 1]`.
  public static Tensor numbers(double[] xs) {
    return Tensor.fromVec(xs, Shape.of(1, xs.length, 1), DType.F32, Device.CPU);
  }

  /// What should be said after number `i`, in words.
  public static String wanted(double[] sequence, int i) {
    return i + 1 < sequence.length ? "wanted " + Decimals.plain(sequence[i + 1]) : "never seen";
  }
}
