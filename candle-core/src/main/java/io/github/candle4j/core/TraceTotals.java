package io.github.candle4j.core;

import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// Sums over the entries of a trace, for each operation.
final class TraceTotals {
  private static final double PERCENT = 100;

  private final Map<String, Row> rows = new LinkedHashMap<>();

  private record Row(String name, long calls, long nanos, long bytes) {
    Row plus(Row other) {
      return new Row(name, calls + other.calls, nanos + other.nanos, bytes + other.bytes);
    }
  }

  void add(Trace.Entry entry) {
    String name = entry.operation() + (entry.backwardOf().isPresent() ? " (backward)" : "");
    rows.merge(name, new Row(name, 1, entry.nanos(), entry.bytes()), Row::plus);
  }

  /// The table, the longest time first, and a line with the sums, which is not ended.
  @Override
  public String toString() {
    Row all = rows.values().stream().reduce(new Row("", 0, 0, 0), Row::plus);
    TextTable table = new TextTable("lrrrr");
    table.add("operation", "calls", "time", "share", "made");
    List<Row> sorted =
        rows.values().stream().sorted(Comparator.comparingLong(Row::nanos).reversed()).toList();
    for (Row row : sorted) {
      double share = all.nanos == 0 ? 0 : PERCENT * row.nanos / all.nanos;
      table.add(
          row.name,
          Long.toString(row.calls),
          TextTable.time(row.nanos),
          String.format(Locale.ROOT, "%.1f%%", share),
          TextTable.bytes(row.bytes));
    }
    return table
        + TextTable.count(all.calls, "operation")
        + ", "
        + TextTable.time(all.nanos)
        + ", made "
        + TextTable.bytes(all.bytes);
  }
}
