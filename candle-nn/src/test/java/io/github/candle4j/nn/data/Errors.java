package io.github.candle4j.nn.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.github.candle4j.core.CandleException;
import io.github.candle4j.core.CandleException.Kind;

/// What is known of the [CandleException] that some code throws.
public record Errors(CandleException error) {
  /// Code that should throw.
  @FunctionalInterface
  public interface Code {
    /// Runs it.
    void run() throws Throwable;
  }

  /// The error of `code`, which must throw one.
  public static Errors of(Code code) {
    Throwable thrown = catchThrowable(code::run);
    assertThat(thrown).isInstanceOf(CandleException.class);
    return new Errors((CandleException) thrown);
  }

  /// The kind of the error, and the operation that failed.
  public Errors is(Kind kind, String operation) {
    assertThat(error.kind()).isEqualTo(kind);
    assertThat(error.operation()).isEqualTo(operation);
    return this;
  }

  /// The whole text.
  public void says(String... lines) {
    assertThat(error).hasMessage(String.join("\n", lines));
  }
}
