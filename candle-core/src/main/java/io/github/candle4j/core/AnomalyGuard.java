package io.github.candle4j.core;

import io.github.candle4j.core.backend.Census;
import java.util.Arrays;
import java.util.List;
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

  AnomalyGuard(Rule rule) {
    this.rule = rule;
  }

  /// The guard that the system property asks for.
  static @Nullable AnomalyGuard ofProgram() {
    return switch (WatchProperty.value(PROPERTY, List.of("nan"))) {
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
    // A number of the user counts as an operand.
    double number = call.what().number();
    List<Census> operands = call.operandCensuses().stream().flatMap(Optional::stream).toList();
    if (Double.isNaN(number) || operands.stream().anyMatch(x -> x.nans() > 0)) {
      return;
    }
    if (found.nans() > 0) {
      throw madeBy(call, "NaN", found.nans(), found.firstNan());
    }
    if (Double.isFinite(number) && operands.stream().allMatch(Census::isFinite)) {
      throw madeBy(call, "an infinity", found.infinities(), found.firstInfinity());
    }
  }

  /// True if nothing is wrong in the eyes of this guard.
  boolean allowsAll() {
    return rule == Rule.NOTHING;
  }

  /// Throws if a loss is NaN that was not caught when it arose: it was among the data, or an operation that nobody watched
  /// made it. Of a graph that was changed since nothing is said here: the walk back refuses it.
  void checkRoot(Tensor root) {
    if (rule == Rule.NOTHING || !holdsNan(root)) {
      return;
    }
    Call reader = null;
    Tensor nan = root;
    for (Node node = nan.node(); node != null; node = nan.node()) {
      if (node.isChanged(nan)) {
        return;
      }
      reader = Call.recorded(node, nan);
      Optional<Tensor> source =
          reader.operands().stream().filter(AnomalyGuard::holdsNan).findFirst();
      if (source.isEmpty()) {
        throw nanRoot(
            "; " + reader.operation() + " made it where nobody watched:" + operands(reader),
            root,
            "put that operation into the watch, too, and out of Anomaly.allow(..)");
      }
      nan = source.get();
    }
    throw nanRoot(
        ", and no operation made it"
            + (reader == null ? "" : "; " + reader.operation() + " read it first:")
            + (reader == null ? "" : operands(reader)),
        root,
        "it came in with the numbers that a tensor was created from: look at summary() of each");
  }

  private static boolean holdsNan(Tensor x) {
    return x.dtype().isFloat() && !Census.allFinite(x.looked()) && Census.of(x.looked()).nans() > 0;
  }

  private static CandleException nanRoot(String cause, Tensor root, String hint) {
    return CandleException.withHint(
        CandleException.Kind.ANOMALY,
        "backward",
        "backward of NaN"
            + cause
            + Origins.of(root).map(place -> "\nthe loss was made at " + place).orElse(""),
        hint);
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
    List<Optional<Census>> censuses = call.operandCensuses();
    for (int i = 0; i < censuses.size(); i++) {
      Tensor x = call.operands().get(i);
      boolean target = call.kind() == Call.Result.IN_PLACE && x == call.result();
      out.append(target ? "\nself" : "\noperand " + i);
      out.append(call.kind() == Call.Result.IN_PLACE ? ", before: " : ": ");
      Optional<String> summary = censuses.get(i).map(c -> TensorSummary.of(x, c).toString());
      out.append(summary.orElseGet(() -> x.shape() + " " + x.dtype() + ": all finite"));
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
