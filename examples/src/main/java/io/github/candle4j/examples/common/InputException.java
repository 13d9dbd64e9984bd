package io.github.candle4j.examples.common;

import org.jspecify.annotations.Nullable;

/// Something that the user gave cannot be used. The message says all there is to say, in one line.
public final class InputException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /// An error with its message.
  public InputException(String message) {
    super(message);
  }

  /// An error with its message and what caused it.
  public InputException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
