package io.github.candle4j.examples.appb;

import io.github.candle4j.core.CandleException;
import io.github.candle4j.core.Tensor;
import java.io.PrintWriter;
import java.util.function.Supplier;

/// An error and how it is mended.
///
/// @param name what it is about
/// @param wrong throws a [CandleException]
/// @param right does what was meant
record Lesson(String name, Supplier<Tensor> wrong, Supplier<Tensor> right) {
  /// Prints the message of the error and the shape of the mended result.
  void print(PrintWriter out) {
    out.println(name);
    message().lines().forEach(line -> out.println("  error: " + line));
    Tensor result = right.get();
    out.println("  mended: " + result.shape() + " " + result.dtype());
  }

  /// The message of the error.
  String message() {
    try {
      Tensor result = wrong.get();
      throw new IllegalStateException(name + " was expected to fail, and gave " + result.shape());
    } catch (CandleException e) {
      return e.getMessage();
    }
  }
}
