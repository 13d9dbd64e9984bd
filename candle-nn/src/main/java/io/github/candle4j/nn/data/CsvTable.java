package io.github.candle4j.nn.data;

import io.github.candle4j.core.CandleException;
import io.github.candle4j.core.CandleException.Kind;
import io.github.candle4j.core.Device;
import io.github.candle4j.core.Shape;
import io.github.candle4j.core.Tensor;
import io.github.candle4j.nn.optional.Optionals;
import java.nio.file.Path;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/// A CSV file (RFC 4180, UTF-8) whose first line names its columns, with columns of numbers and of class names. It is read by the
/// library FastCSV, which a program adds to its dependencies: `de.siegmar:fastcsv`.
///
/// {@snippet :
/// CsvTable flowers = CsvTable.read(Path.of("iris.csv"));
/// Tensor features = flowers.numbers("sepal_length", "sepal_width", "petal_length", "petal_width");
/// Tensor labels = flowers.labels("species");
/// List<String> species = flowers.classes("species");
/// }
public final class CsvTable {
  static final String OPERATION = "csv";

  /// Java itself would read 1f, 2d and 0x1p3, too.
  private static final Pattern NUMBER = Pattern.compile("[-+.0-9eE]+");

  /// A line and its number in the file.
  record Row(long line, List<String> fields) {}

  private final Path file;
  private final List<String> columns;
  private final List<Row> rows;

  private CsvTable(Path file, List<String> columns, List<Row> rows) {
    this.file = file;
    this.columns = List.copyOf(columns);
    this.rows = List.copyOf(rows);
  }

  /// The table of a file; empty lines do not count.
  ///
  /// @throws CandleException naming the file and the line if it cannot be read, a line has not as many fields as the first, or the library
  ///     is not there
  public static CsvTable read(Path file) {
    Optionals.check(
        OPERATION,
        "de.siegmar.fastcsv.reader.CsvReader",
        "CSV files",
        "the library de.siegmar:fastcsv");
    return checked(file, CsvReading.read(file));
  }

  private static CsvTable checked(Path file, List<Row> rows) {
    if (rows.isEmpty()) {
      throw new CandleException(
          Kind.FILE, OPERATION, file + ": the file is empty, its first line should name columns");
    }
    List<String> columns = rows.get(0).fields();
    Set<String> seen = new HashSet<>();
    for (String column : columns) {
      if (!seen.add(column)) {
        throw at(file, rows.get(0).line(), "two columns are named '" + column + "'");
      }
    }
    for (Row row : rows) {
      if (row.fields().size() != columns.size()) {
        throw at(
            file,
            row.line(),
            "a line has " + columns.size() + " fields, this one has " + row.fields().size());
      }
    }
    return new CsvTable(file, columns, rows.subList(1, rows.size()));
  }

  private static CandleException at(Path file, long line, String message) {
    return new CandleException(Kind.FILE, OPERATION, file + ", line " + line + ": " + message);
  }

  /// The names of the columns.
  public List<String> columns() {
    return columns;
  }

  /// The number of rows, the names of the columns not counted.
  public int size() {
    return rows.size();
  }

  /// The texts of a column.
  ///
  /// @throws CandleException if there is no such column
  public List<String> texts(String column) {
    int c = index(column);
    return rows.stream().map(row -> row.fields().get(c)).toList();
  }

  /// Columns of finite numbers, in the order of the names given: F32 `[rows, names]`.
  ///
  /// @throws CandleException if there is no column of a name, or naming file, line and column if something is not a finite number
  public Tensor numbers(String... names) {
    float[] values = new float[Math.multiplyExact(rows.size(), names.length)];
    for (int i = 0; i < names.length; i++) {
      int c = index(names[i]);
      for (int r = 0; r < rows.size(); r++) {
        values[r * names.length + i] = number(rows.get(r), c);
      }
    }
    return Tensor.fromVec(values, Shape.of(rows.size(), names.length), Device.CPU);
  }

  private float number(Row row, int column) {
    String text = row.fields().get(column);
    float number;
    try {
      number = NUMBER.matcher(text).matches() ? Float.parseFloat(text) : Float.NaN;
    } catch (NumberFormatException _) {
      number = Float.NaN;
    }
    if (!Float.isFinite(number)) {
      throw at(
          file,
          row.line(),
          "'" + text + "' in column '" + columns.get(column) + "' is not a finite number");
    }
    return number;
  }

  /// The different texts of a column, sorted: the names of its classes by their numbers.
  ///
  /// @throws CandleException if there is no such column
  public List<String> classes(String column) {
    return List.copyOf(new TreeSet<>(texts(column)));
  }

  /// The numbers of the classes of a column: U32 `[rows]`.
  ///
  /// @throws CandleException if there is no such column
  public Tensor labels(String column) {
    List<String> classes = classes(column);
    int[] labels =
        texts(column).stream().mapToInt(text -> Collections.binarySearch(classes, text)).toArray();
    return Tensor.fromVec(labels, Shape.of(labels.length), Device.CPU);
  }

  private int index(String column) {
    int index = columns.indexOf(column);
    if (index < 0) {
      throw CandleException.withHint(
          Kind.NAME,
          OPERATION,
          file + ": there is no column '" + column + "'",
          "there are " + String.join(", ", columns));
    }
    return index;
  }

  @Override
  public String toString() {
    return "CsvTable(" + rows.size() + " rows of " + String.join(", ", columns) + ")";
  }
}
