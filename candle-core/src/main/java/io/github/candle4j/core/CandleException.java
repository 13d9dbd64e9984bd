package io.github.candle4j.core;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// The one exception of this library: something asked for cannot be done.
///
/// The message says, in Candle's words, what was wanted and what came; a second line, where there is something to say,
/// tells the way out.
public final class CandleException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /// What kind of thing went wrong.
  public enum Kind {
    /// Shapes or ranks that do not fit an operation or each other.
    SHAPE,
    /// A dtype that an operation does not accept, or two that differ.
    DTYPE,
    /// Tensors on different devices, or a device that is not there.
    DEVICE,
    /// An index outside of a dimension.
    INDEX,
    /// A value that an operation does not accept.
    ARGUMENT,
    /// A gradient that cannot be computed.
    AUTOGRAD,
    /// A name that is not among the parameters.
    NAME,
    /// A file that cannot be read or written.
    FILE,
    /// Something that this library does not do.
    UNSUPPORTED,
    /// A NaN or an infinity that arose where [Anomaly] watches.
    ANOMALY
  }

  private final Kind kind;
  private final String operation;

  /// A line that says where the operands were made, or nothing.
  private String places = "";

  /// An error with its complete message.
  public CandleException(Kind kind, String operation, String message) {
    super(message);
    this.kind = kind;
    this.operation = operation;
  }

  /// An error with its complete message and what caused it.
  public CandleException(Kind kind, String operation, String message, @Nullable Throwable cause) {
    super(message, cause);
    this.kind = kind;
    this.operation = operation;
  }

  /// An error whose message ends with a line that tells what to do.
  public static CandleException withHint(Kind kind, String operation, String message, String hint) {
    return new CandleException(kind, operation, hint.isEmpty() ? message : message + "\n" + hint);
  }

  /// Two shapes that do not fit each other: `shape mismatch in {operation}, lhs: [2, 3], rhs: [3]`, then the hint.
  public static CandleException shapeMismatch(String operation, Shape lhs, Shape rhs, String hint) {
    String message = "shape mismatch in " + operation + ", lhs: " + lhs + ", rhs: " + rhs;
    return withHint(Kind.SHAPE, operation, message, hint);
  }

  /// Two dtypes that differ: `dtype mismatch in {operation}, lhs: F32, rhs: I64`, then the way out.
  public static CandleException dtypeMismatch(String operation, DType lhs, DType rhs) {
    return withHint(
        Kind.DTYPE,
        operation,
        "dtype mismatch in " + operation + ", lhs: " + lhs + ", rhs: " + rhs,
        "cast one of them: toDtype(DType." + lhs + ") or toDtype(DType." + rhs + ")");
  }

  /// A dtype that an operation does not accept: `unsupported dtype I64 for op exp`, then the way out.
  public static CandleException unsupportedDtype(String operation, DType dtype, String hint) {
    return withHint(
        Kind.DTYPE, operation, "unsupported dtype " + dtype + " for op " + operation, hint);
  }

  /// A rank other than the wanted one: `unexpected rank, expected: 2, got: 3 ([1, 2, 3])`, then the way out.
  public static CandleException unexpectedRank(String operation, int expected, Shape shape) {
    return withHint(
        Kind.SHAPE,
        operation,
        "unexpected rank, expected: " + expected + ", got: " + shape.rank() + " (" + shape + ")",
        shape.rank() < expected
            ? "unsqueeze(dim) adds a dimension of size 1"
            : "squeeze(dim) takes a dimension of size 1 away, flatten(from, to) joins several");
  }

  /// Adds a line that says where the operands were made, in place of one that is there; see [Trace].
  CandleException withPlaces(String line) {
    places = line;
    return this;
  }

  @Override
  public String getMessage() {
    String message = Objects.requireNonNull(super.getMessage());
    return places.isEmpty() ? message : message + "\n" + places;
  }

  /// The kind of the error.
  public Kind kind() {
    return kind;
  }

  /// The operation that failed, by its Candle name, such as `matmul`.
  public String operation() {
    return operation;
  }
}
