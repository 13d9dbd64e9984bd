package io.github.candle4j.core;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;

/// How tensors are printed: as Candle prints them, with the same options.
public final class Display {
  private static volatile PrinterOptions options = PrinterOptions.defaults();

  private Display() {}

  /// What the printing of tensors depends on.
  ///
  /// @param precision digits after the point of floats
  /// @param threshold the number of elements above which a tensor is abbreviated
  /// @param edgeItems how many elements are shown at each end of an abbreviated dimension
  /// @param lineWidth characters after which a row goes on in the next line
  /// @param sciMode whether floats are printed as `1.2340e-5`; null lets their sizes decide
  public record PrinterOptions(
      int precision, int threshold, int edgeItems, int lineWidth, @Nullable Boolean sciMode) {
    /// The options as they are.
    ///
    /// @throws CandleException if a number is negative
    public PrinterOptions {
      check("precision", precision);
      check("threshold", threshold);
      check("edge_items", edgeItems);
      check("line_width", lineWidth);
    }

    private static void check(String name, int value) {
      if (value < 0) {
        throw new CandleException(
            CandleException.Kind.ARGUMENT,
            "set_" + name,
            "set_" + name + ": " + name + " must be 0 or more, got " + value);
      }
    }

    /// Four digits, abbreviated above 1,000 elements to 3 at each end, 80 characters a line.
    public static PrinterOptions defaults() {
      return new PrinterOptions(4, 1000, 3, 80, null);
    }
  }

  /// The options in use.
  public static PrinterOptions printOptions() {
    return options;
  }

  /// Sets all options.
  public static void setPrintOptions(PrinterOptions wanted) {
    options = Nulls.refuse("set_print_options", "the options", wanted);
  }

  /// Sets the default options.
  public static void setPrintOptionsDefault() {
    options = PrinterOptions.defaults();
  }

  /// Sets two digits, and 2 elements at each end of an abbreviated dimension.
  public static void setPrintOptionsShort() {
    options = new PrinterOptions(2, 1000, 2, 80, null);
  }

  /// Never abbreviates.
  public static void setPrintOptionsFull() {
    options = new PrinterOptions(4, Integer.MAX_VALUE, 3, 80, null);
  }

  /// Sets the digits after the point of floats.
  ///
  /// @throws CandleException if it is negative
  public static void setPrecision(int precision) {
    PrinterOptions o = options;
    options = new PrinterOptions(precision, o.threshold, o.edgeItems, o.lineWidth, o.sciMode);
  }

  /// Sets the number of elements above which a tensor is abbreviated.
  ///
  /// @throws CandleException if it is negative
  public static void setThreshold(int threshold) {
    PrinterOptions o = options;
    options = new PrinterOptions(o.precision, threshold, o.edgeItems, o.lineWidth, o.sciMode);
  }

  /// Sets how many elements are shown at each end of an abbreviated dimension.
  ///
  /// @throws CandleException if it is negative
  public static void setEdgeItems(int edgeItems) {
    PrinterOptions o = options;
    options = new PrinterOptions(o.precision, o.threshold, edgeItems, o.lineWidth, o.sciMode);
  }

  /// Sets the characters after which a row goes on in the next line.
  ///
  /// @throws CandleException if it is negative
  public static void setLineWidth(int lineWidth) {
    PrinterOptions o = options;
    options = new PrinterOptions(o.precision, o.threshold, o.edgeItems, lineWidth, o.sciMode);
  }

  /// Sets whether floats are printed as `1.2340e-5`; null lets their sizes decide.
  public static void setSciMode(@Nullable Boolean sciMode) {
    PrinterOptions o = options;
    options = new PrinterOptions(o.precision, o.threshold, o.edgeItems, o.lineWidth, sciMode);
  }

  /// The elements, then shape and dtype.
  static String text(Tensor tensor) {
    return Watch.aside(() -> plainText(tensor));
  }

  private static String plainText(Tensor tensor) {
    Tensor x = tensor.detach();
    PrinterOptions o = options;
    boolean abbreviated = x.elemCount() > o.threshold;
    Tensor shown = abbreviated ? edges(x, o.edgeItems) : x;
    NumberFormatter formatter = NumberFormatter.of(shown, o);
    StringBuilder out = new StringBuilder();
    if (x.rank() == 0) {
      out.append('[').append(formatter.formatted(0)).append(']');
    } else {
      new Printer(out, x.dims(), shown.dims(), formatter, o).print(0);
    }
    return out + "\nTensor[" + x.shape() + ", " + x.dtype().asStr() + "]";
  }

  /// One line: the elements of a scalar or a short row, the sizes of anything else.
  static String debugText(Tensor tensor) {
    return Watch.aside(() -> plainDebugText(tensor));
  }

  private static String plainDebugText(Tensor tensor) {
    Tensor x = tensor.detach();
    String dtype = "; " + x.dtype().asStr() + "]";
    if (x.rank() > 1 || x.elemCount() >= 10) {
      StringJoiner dims = new StringJoiner(", ", "Tensor[dims ", dtype);
      Arrays.stream(x.dims()).forEach(d -> dims.add(Integer.toString(d)));
      return dims.toString();
    }
    StringJoiner elements = new StringJoiner(", ", "Tensor[", dtype);
    for (int i = 0; i < x.elemCount(); i++) {
      elements.add(NumberFormatter.plain(x, i));
    }
    return elements.toString();
  }

  /// The tensor without the middle of its long dimensions.
  private static Tensor edges(Tensor x, int edgeItems) {
    Tensor result = x;
    for (int d = 0; d < x.rank(); d++) {
      int size = x.dim(d);
      if (size > 2 * edgeItems) {
        Tensor head = result.narrow(d, 0, edgeItems);
        Tensor tail = result.narrow(d, size - edgeItems, edgeItems);
        result = Tensor.cat(d, head, tail);
      }
    }
    return result;
  }

  /// Prints nested brackets, walking over the shown elements in order.
  private static final class Printer {
    private final StringBuilder out;
    private final int[] dims;
    private final int[] shown;
    private final NumberFormatter formatter;
    private final PrinterOptions options;
    private int next;

    Printer(
        StringBuilder out,
        int[] dims,
        int[] shown,
        NumberFormatter formatter,
        PrinterOptions options) {
      this.out = out;
      this.dims = dims;
      this.shown = shown;
      this.formatter = formatter;
      this.options = options;
    }

    void print(int dim) {
      out.append('[');
      boolean gap = shown[dim] < dims[dim];
      if (dim == dims.length - 1) {
        row(dim, gap);
      } else {
        blocks(dim, gap);
      }
      out.append(']');
    }

    private void blocks(int dim, boolean gap) {
      for (int i = 0; i < shown[dim]; i++) {
        if (i > 0) {
          newLine(dim);
        }
        if (gap && i == options.edgeItems()) {
          out.append("...");
          out.append('\n').append(" ".repeat(dim + 1));
        }
        print(dim + 1);
        if (i + 1 < shown[dim]) {
          out.append(',');
        }
      }
    }

    private void newLine(int dim) {
      out.append('\n').append(" ".repeat(dim + 1));
    }

    private void row(int dim, boolean gap) {
      int perLine = Math.max(1, options.lineWidth() / (formatter.width() + 2));
      List<String> cells = new ArrayList<>();
      for (int i = 0; i < shown[dim]; i++) {
        if (gap && i == options.edgeItems()) {
          cells.add("...");
        }
        String text = formatter.formatted(next++);
        cells.add(" ".repeat(formatter.width() - text.length()) + text);
      }
      for (int i = 0; i < cells.size(); i++) {
        boolean wrap = i > 0 && !gap && i % perLine == 0;
        out.append(i == 0 ? "" : wrap ? "," : ", ");
        if (wrap) {
          newLine(dim);
        }
        out.append(cells.get(i));
      }
    }
  }
}
