package io.github.candle4j.core;

import io.github.candle4j.core.backend.Census;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Looks at results for [Anomaly].
final class AnomalyGuard implements Watcher {
  private static final String PROPERTY = "candle.anomaly";

  /// What is not to arise.
  enum Rule {
    NAN_AND_INFINITY,
    NAN,
    NOTHING
  }

  private final Rule rule;

  /// The first operation that read a NaN which no operation had made.
  private volatile @Nullable String firstReader;

  AnomalyGuard(Rule rule) {
    this.rule = rule;
  }

  /// The guard that the system property asks for.
  static @Nullable AnomalyGuard ofProgram() {
    return switch (System.getProperty(PROPERTY, "false").toLowerCase(Locale.ROOT)) {
      case "true" -> new AnomalyGuard(Rule.NAN_AND_INFINITY);
      case "nan" -> new AnomalyGuard(Rule.NAN);
      default -> null;
    };
  }

  /// Throws if an operation is at fault.
  void check(Call call) {
    Tensor y = call.result();
    if (rule == Rule.NOTHING || call.kind() == Call.Result.VIEW || y.dtype().isInt()) {
      return;
    }
    if (Census.allFinite(y.looked())) {
      return;
    }
    Census found = Census.of(y.looked());
    boolean infinite = rule == Rule.NAN_AND_INFINITY && found.infinities() > 0;
    if (found.nans() == 0 && !infinite) {
      return;
    }
    List<Census> operands = call.operandCensuses();
    if (operands.stream().allMatch(x -> x.nans() == 0)) {
      if (found.nans() > 0) {
        throw madeBy(call, "NaN", found.nans(), found.firstNan());
      }
      if (operands.stream().allMatch(Census::isFinite)) {
        throw madeBy(call, "an infinity", found.infinities(), found.firstInfinity());
      }
    } else if (firstReader == null) {
      firstReader = call.operation() + " read it first:" + operands(call);
    }
  }

  /// Throws if a loss is NaN without a fault of an operation.
  void checkRoot(Tensor root) {
    String reader = firstReader;
    if (rule != Rule.NOTHING && Census.of(root.looked()).nans() > 0) {
      throw CandleException.withHint(
          CandleException.Kind.ANOMALY,
          "backward",
          "backward of NaN, and no operation made it"
              + (reader == null ? "" : "; " + reader)
              + Origins.of(root).map(place -> "\nthe loss was made at " + place).orElse(""),
          "it came in with the numbers that a tensor was created from: look at summary() of each");
    }
  }

  private static CandleException madeBy(Call call, String what, int count, int first) {
    Tensor y = call.result();
    String text =
        call.operation()
            + " made "
            + what
            + ": "
            + (count == 1 ? "1 element of " : count + " elements of ")
            + y.shape()
            + " "
            + y.dtype()
            + ", the first at "
            + position(y.shape(), first)
            + operands(call)
            + "\ncalled at "
            + (call.kind() == Call.Result.IN_PLACE ? Origins.here() : Origins.of(y))
                .orElse("an unknown place")
            + forward(call);
    return CandleException.withHint(
        CandleException.Kind.ANOMALY,
        call.operation(),
        text,
        what.equals("NaN")
            ? "if this is meant, put it into Anomaly.allow(..)"
            : "if infinities are meant, put this into Anomaly.allow(..), or watch for NaN alone:"
                + " Anomaly.detectNan(..)");
  }

  private static String operands(Call call) {
    StringBuilder out = new StringBuilder();
    List<Census> censuses = call.operandCensuses();
    for (int i = 0; i < censuses.size(); i++) {
      Tensor x = call.operands().get(i);
      boolean target = call.kind() == Call.Result.IN_PLACE && x == call.result();
      out.append(target ? "\nself, before: " : "\noperand " + i + ": ");
      out.append(TensorSummary.of(x, censuses.get(i)));
      Origins.of(x).ifPresent(place -> out.append(", made at ").append(place));
    }
    return out.toString();
  }

  private static String forward(Call call) {
    Tensor y = call.backwardOf();
    if (y == null) {
      return "";
    }
    Optional<String> place = Origins.of(y);
    return "\nin the derivative of "
        + Graph.operation(y)
        + ", whose result "
        + y.shape()
        + place.map(p -> " was made at " + p).orElse(" was made before the watch");
  }

  /// The indices of an element by its number in order.
  static String position(Shape shape, int number) {
    int[] at = new int[shape.rank()];
    int rest = number;
    for (int d = at.length - 1; d >= 0; d--) {
      at[d] = rest % shape.dim(d);
      rest /= shape.dim(d);
    }
    return Arrays.toString(at);
  }
}
