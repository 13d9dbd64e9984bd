package io.github.candle4j.core;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Refuses null where a caller can easily pass it, or a function of the caller return it, and names what was null; the JDK
/// would name a line of this library.
final class Nulls {
  private Nulls() {}

  /// The value itself.
  ///
  /// @throws CandleException naming `operation` and `what` if it is null
  static <T> T refuse(String operation, String what, @Nullable T value) {
    if (value == null) {
      throw new CandleException(
          CandleException.Kind.ARGUMENT, operation, operation + ": " + what + " is null");
    }
    return value;
  }

  /// The list itself, whose elements are numbered from 0 in the error.
  ///
  /// @throws CandleException naming `operation` and `what` an element is if the list or one of them is null
  static <T> List<T> refuseIn(String operation, String what, @Nullable List<T> values) {
    List<T> present = refuse(operation, "the list of " + plural(what), values);
    int place = 0;
    for (T value : present) {
      refuse(operation, what + " " + place, value);
      place++;
    }
    return present;
  }

  /// Arguments as a list, in which a null is left to [#refuseIn].
  ///
  /// @throws CandleException naming `operation` and `what` an element is if the array is null
  static <T> List<T> list(String operation, String what, T[] values) {
    return Arrays.asList(refuse(operation, "the list of " + plural(what), values));
  }

  private static String plural(String what) {
    return what.equals("axis") ? "axes" : what + "s";
  }

  /// What a function of the caller returned.
  ///
  /// @throws CandleException naming `operation`, with `hint`, if it is null
  static <T> T refuseResult(String operation, String hint, @Nullable T value) {
    if (value == null) {
      throw CandleException.withHint(
          CandleException.Kind.ARGUMENT,
          operation,
          operation + ": the function returned null",
          hint);
    }
    return value;
  }
}
