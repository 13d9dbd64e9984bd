package io.github.candle4j.benchmarks;

import io.github.candle4j.benchmarks.Sampling.Times;
import java.io.PrintStream;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import jdk.incubator.vector.FloatVector;
import org.jspecify.annotations.Nullable;

/// The printed table, in Markdown.
final class Report {
  private final PrintStream out;

  Report(PrintStream out) {
    this.out = out;
  }

  /// The machine in general words, the JDK and the peers.
  void opening(List<String> peers) {
    out.printf(
        "%s %s, %d cores, vectors of %d bits, JDK %s%n",
        System.getProperty("os.name"),
        System.getProperty("os.arch"),
        Runtime.getRuntime().availableProcessors(),
        FloatVector.SPECIES_PREFERRED.vectorBitSize(),
        Runtime.version());
    peers.forEach(out::println);
    out.println();
  }

  void head() {
    out.println(
        "Microseconds, F32, one thread unless said; best (5th percentile) and median. Ratios are"
            + " the peer's time by that of the vector kernels: above 1 this library is faster.");
    out.println();
    out.println(
        "| task | vector best | median | scalar best | median | OpenBLAS best | median |"
            + " PyTorch best | median | OpenBLAS/vector best | median | PyTorch/vector best |"
            + " median |");
    out.println("|---|" + "---|".repeat(12));
  }

  void line(Task task, Map<Side, Times> times) {
    StringBuilder line = new StringBuilder("| " + task.name() + " |");
    for (Side side : Side.values()) {
      Times t = times.get(side);
      line.append(cell(t == null ? null : micros(t.best())));
      line.append(cell(t == null ? null : micros(t.median())));
    }
    Times own = times.get(Side.VECTOR);
    for (Side side : List.of(Side.OPENBLAS, Side.PYTORCH)) {
      Times t = times.get(side);
      if (own == null || t == null) {
        line.append(cell(null)).append(cell(null));
      } else {
        line.append(cell(ratio(t.best(), own.best())));
        line.append(cell(ratio(t.median(), own.median())));
      }
    }
    out.println(line);
  }

  /// Agreement and allocation.
  void closing(List<String> agreements, Map<Task, double[]> allocated) {
    out.println();
    agreements.forEach(out::println);
    out.println();
    allocated.forEach((task, bytes) ->
        out.printf(
            Locale.ROOT,
            "%s: %.0f bytes allocated (vector), %.0f (scalar)%n",
            task.name(),
            bytes[0],
            bytes[1]));
  }

  private static String cell(@Nullable String text) {
    return " " + (text == null ? "-" : text) + " |";
  }

  private static String micros(double nanos) {
    double micros = nanos / 1000;
    return String.format(
        Locale.ROOT, micros < 10 ? "%.3f" : micros < 1000 ? "%.1f" : "%.0f", micros);
  }

  private static String ratio(double theirs, double ours) {
    return String.format(Locale.ROOT, "%.2f", theirs / ours);
  }
}
