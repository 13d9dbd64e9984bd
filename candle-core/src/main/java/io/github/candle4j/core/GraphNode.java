package io.github.candle4j.core;

import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/// A tensor of a [Graph].
///
/// @param number its number in the order of computation, from 1
/// @param kind what it is
/// @param operation for a result, the operation that made it, by its Candle name
/// @param parameters what the operation was told, such as `dim=1, start=0, length=3`; empty where it takes nothing
/// @param operands the numbers of the operands, in their order
/// @param shape the shape
/// @param dtype the dtype
/// @param name the name that it was given, such as `layer1.weight`
/// @param gradientNorm the norm `√Σ g²` of its gradient, if one was kept
/// @param madeAt the line of the user's program that made it, if it was made within a [Trace] or [Anomaly]
/// @param changed true if it, or an operand, was changed in place since, so that `backward` throws
public record GraphNode(
    int number,
    Kind kind,
    String operation,
    String parameters,
    List<Integer> operands,
    Shape shape,
    DType dtype,
    Optional<String> name,
    OptionalDouble gradientNorm,
    Optional<String> madeAt,
    boolean changed) {
  /// What a tensor is for the graph.
  public enum Kind {
    /// A [Var].
    VARIABLE,
    /// A tensor that depends on no variable, or whose past was not recorded.
    CONSTANT,
    /// A result of an operation.
    RESULT,
    /// A result that is not kept in between: [Recompute] runs its function again.
    RECOMPUTED,
    /// A result of an operation of the user's own: [CustomOp1] and its like.
    CUSTOM
  }

  /// `linear`, `narrow dim=1, start=0, length=3`, `variable`, `constant`, `cube (custom)`
  public String description() {
    return switch (kind) {
      case VARIABLE -> "variable";
      case CONSTANT -> "constant";
      case RESULT -> parameters.isEmpty() ? operation : operation + " " + parameters;
      case RECOMPUTED -> operation + " (run again)";
      case CUSTOM -> operation + " (custom)";
    };
  }
}
