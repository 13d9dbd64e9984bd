package io.github.candle4j.nn.optional;

import io.github.candle4j.core.CandleException;
import io.github.candle4j.core.CandleException.Kind;

/// What this module uses if it is there.
public final class Optionals {
  private Optionals() {}

  /// Does nothing if a class is there and can be used from here.
  ///
  /// @throws CandleException saying that `what` needs `library` if it is not
  public static void check(String operation, String type, String what, String library) {
    try {
      Class.forName(type, false, Optionals.class.getClassLoader());
    } catch (ClassNotFoundException | LinkageError e) {
      throw missing(operation, what, library, e);
    }
  }

  /// True if a class is there and can be used from here.
  public static boolean isThere(String type) {
    try {
      Class.forName(type, false, Optionals.class.getClassLoader());
      return true;
    } catch (ClassNotFoundException | LinkageError e) {
      return false;
    }
  }

  private static CandleException missing(
      String operation, String what, String library, Throwable cause) {
    return new CandleException(
        Kind.UNSUPPORTED,
        operation,
        operation
            + ": "
            + what
            + " need "
            + library
            + ", which is not there\n"
            + "add it as a dependency; a program that is a module requires it, too",
        cause);
  }
}
