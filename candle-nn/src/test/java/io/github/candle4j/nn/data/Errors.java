package io.github.candle4j.nn.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.github.candle4j.core.CandleException;
import io.github.candle4j.core.CandleException.Kind;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/// What is known of the [CandleException] that some code throws.
record Errors(CandleException error) {
  /// The error of `code`, which must throw one.
  static Errors of(ThrowingCallable code) {
    Throwable thrown = catchThrowable(code);
    assertThat(thrown).isInstanceOf(CandleException.class);
    return new Errors((CandleException) thrown);
  }

  /// The kind of the error, and the operation that failed.
  Errors is(Kind kind, String operation) {
    assertThat(error.kind()).isEqualTo(kind);
    assertThat(error.operation()).isEqualTo(operation);
    return this;
  }

  /// The whole text.
  void says(String... lines) {
    assertThat(error).hasMessage(String.join("\n", lines));
  }
}
