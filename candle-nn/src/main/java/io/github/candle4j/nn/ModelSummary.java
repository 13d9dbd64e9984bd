package io.github.candle4j.nn;

import io.github.candle4j.core.DType;
import io.github.candle4j.core.Shape;
import io.github.candle4j.core.Var;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// What a model consists of: each parameter with its shape, and totals. Printed, it is a table:
///
/// ```
/// layer    parameter  shape     count  memory
/// layer1   weight     [32, 4]     128  512 B
///          bias       [32]         32  128 B
/// ...
/// 259 parameters, 1.0 KiB, 259 trainable
/// ```
///
/// @param parameters all of them, in the order of creation
public record ModelSummary(List<Parameter> parameters) {
  private static final String[] HEAD = {
    "layer", "parameter", "shape", "dtype", "count", "memory", ""
  };
  private static final int COUNT = 4;
  private static final int MEMORY = 5;
  private static final double KIBI = 1024;

  /// The list, which is copied.
  public ModelSummary {
    parameters = List.copyOf(parameters);
  }

  /// One parameter.
  ///
  /// @param layer the part of its name before the last dot
  /// @param name the part after it
  /// @param shape its shape
  /// @param dtype its dtype
  /// @param frozen true if it is not trained
  public record Parameter(String layer, String name, Shape shape, DType dtype, boolean frozen) {
    /// The number of its elements.
    public long count() {
      return shape.elemCount();
    }

    /// The size of its elements.
    public long bytes() {
      return count() * dtype.sizeInBytes();
    }
  }

  static ModelSummary of(Map<String, Var> vars) {
    List<Parameter> found = new ArrayList<>();
    vars.forEach((name, v) -> {
      int dot = name.lastIndexOf('.');
      String layer = name.substring(0, Math.max(dot, 0));
      found.add(new Parameter(layer, name.substring(dot + 1), v.shape(), v.dtype(), v.isFrozen()));
    });
    return new ModelSummary(found);
  }

  /// The number of all elements.
  public long count() {
    return parameters.stream().mapToLong(Parameter::count).sum();
  }

  /// The number of the elements that are trained: floats that are not frozen.
  public long trainable() {
    return parameters.stream()
        .filter(p -> !p.frozen() && p.dtype().isFloat())
        .mapToLong(Parameter::count)
        .sum();
  }

  /// The size of all elements.
  public long bytes() {
    return parameters.stream().mapToLong(Parameter::bytes).sum();
  }

  /// The table, then a line of totals.
  @Override
  public String toString() {
    List<String[]> rows = new ArrayList<>(List.<String[]>of(HEAD));
    String last = "";
    for (Parameter p : parameters) {
      rows.add(
          new String[] {
            p.layer().equals(last) ? "" : p.layer(),
            p.name(),
            p.shape().toString(),
            p.dtype().toString(),
            String.format(Locale.ROOT, "%,d", p.count()),
            size(p.bytes()),
            p.frozen() ? "frozen" : ""
          });
      last = p.layer();
    }
    return table(rows)
        + String.format(
            Locale.ROOT, "%,d parameters, %s, %,d trainable", count(), size(bytes()), trainable());
  }

  private static String table(List<String[]> rows) {
    int[] widths = new int[HEAD.length];
    for (String[] row : rows) {
      for (int c = 0; c < row.length; c++) {
        widths[c] = Math.max(widths[c], row[c].length());
      }
    }
    StringBuilder text = new StringBuilder();
    for (String[] row : rows) {
      StringBuilder line = new StringBuilder();
      for (int c = 0; c < row.length; c++) {
        String pad = " ".repeat(widths[c] - row[c].length());
        boolean number = c == COUNT || c == MEMORY;
        line.append(number ? pad + row[c] : row[c] + pad).append("  ");
      }
      text.append(line.toString().stripTrailing()).append('\n');
    }
    return text.toString();
  }

  private static String size(long bytes) {
    double size = bytes;
    for (String unit : List.of("B", "KiB", "MiB")) {
      if (size < KIBI) {
        return String.format(Locale.ROOT, unit.equals("B") ? "%.0f %s" : "%.1f %s", size, unit);
      }
      size /= KIBI;
    }
    return String.format(Locale.ROOT, "%.1f GiB", size);
  }
}
