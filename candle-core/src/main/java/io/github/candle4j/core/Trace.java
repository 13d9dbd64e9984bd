package io.github.candle4j.core;

import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// What a piece of a program did: each operation with its shapes, its time and the bytes that it made, and a table by
/// operation. Printed, it shows both.
///
/// {@snippet :
/// System.out.println(Trace.run(() -> optimizer.backwardStep(model.loss(batch))));
/// }
///
/// Operations of the calling thread are seen, and those of threads forked in a `StructuredTaskScope` inside. Traces may be
/// nested; both see what the inner one sees. Views, changes in place, operations of users, zeros, ones and random numbers are
/// among the operations; what an operation of users calls is a part of it. The creation of tensors from arrays is not, nor is what is done in order to print a tensor or to take
/// its elements out.
///
/// Within a trace it is known where tensors are made: errors say it of the operands, and [Graph] of each node.
///
/// `-Dcandle.trace` traces a whole program, with all of its threads: each operation is a line of the logger
/// `io.github.candle4j.trace`, level INFO, and the table comes at the end; without a provider of slf4j they go to stderr.
///
/// @param <T> what the piece of the program returned
public final class Trace<T extends @Nullable Object> {
  private final T value;
  private final List<Entry> entries;
  private final long nanos;

  private Trace(T value, List<Entry> entries, long nanos) {
    this.value = value;
    this.entries = entries;
    this.nanos = nanos;
  }

  /// Runs `body` and tells what it did.
  ///
  /// @throws CandleException if it is null
  public static Trace<@Nullable Void> run(Runnable body) {
    Nulls.refuse("trace", "the body", body);
    return Trace.<@Nullable Void>run(() -> {
      body.run();
      return null;
    });
  }

  /// Runs `body` and tells what it did; [#value] is what it returned.
  ///
  /// @throws CandleException if `body` is null
  public static <T extends @Nullable Object> Trace<T> run(Supplier<T> body) {
    Nulls.refuse("trace", "the body", body);
    TraceRecorder recorder = new TraceRecorder();
    long start = System.nanoTime();
    T value = Watch.during(recorder, body);
    return new Trace<>(value, recorder.entries(), System.nanoTime() - start);
  }

  /// One operation that was run.
  ///
  /// @param operation its name
  /// @param operands the shapes of its operands
  /// @param result the shape of its result, or of the tensor that was changed in place
  /// @param dtype the dtype of its result
  /// @param nanos how long it took
  /// @param bytes the size of the new elements; 0 for a view or a change in place
  /// @param backwardOf for a part of a derivative, the operation that it is the derivative of
  /// @param madeAt the line of the user's program that called it
  public record Entry(
      String operation,
      List<Shape> operands,
      Shape result,
      DType dtype,
      long nanos,
      long bytes,
      Optional<String> backwardOf,
      Optional<String> madeAt) {
    static Entry of(Call call) {
      List<Shape> shapes = call.operands().stream().map(Tensor::shape).toList();
      Tensor y = call.result();
      Optional<String> backwardOf = Optional.ofNullable(call.backwardOf()).map(Graph::operation);
      Optional<String> place = call.kind() == Call.Result.IN_PLACE ? Origins.here() : Origins.of(y);
      return new Entry(
          call.operation(),
          shapes,
          y.shape(),
          y.dtype(),
          call.nanos(),
          call.bytes(),
          backwardOf,
          place);
    }

    /// One line: `matmul [2, 3] [3, 4] -> [2, 4] F32, 1.4 µs, 32 B, Digits.train(Digits.java:42)`
    @Override
    public String toString() {
      StringBuilder out = new StringBuilder(operation);
      operands.forEach(shape -> out.append(' ').append(shape));
      out.append(" -> ").append(result).append(' ').append(dtype);
      out.append(", ").append(TextTable.time(nanos)).append(", ").append(TextTable.bytes(bytes));
      backwardOf.ifPresent(y -> out.append(", backward of ").append(y));
      madeAt.ifPresent(place -> out.append(", ").append(place));
      return out.toString();
    }
  }

  /// What the piece of the program returned.
  public T value() {
    return value;
  }

  /// All operations, in the order in which they ended.
  public List<Entry> entries() {
    return entries;
  }

  /// How long it took in all. What the trace itself costs is part of this, but not of the times of the operations.
  public long nanos() {
    return nanos;
  }

  /// A table of the time and the bytes of each operation, the longest time first; operations of derivatives stand for
  /// themselves.
  public String summary() {
    TraceTotals totals = new TraceTotals();
    entries.forEach(totals::add);
    return totals + ", " + TextTable.time(nanos) + " with the trace\n";
  }

  /// A line for each operation, then the summary.
  @Override
  public String toString() {
    return entries.stream().map(entry -> entry + "\n").collect(Collectors.joining())
        + "\n"
        + summary();
  }
}
