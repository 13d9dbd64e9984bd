package io.github.candle4j.examples.ch05;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import de.siegmar.fastcsv.reader.FieldMismatchStrategy;
import io.github.candle4j.examples.common.InputException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Reads flowers from CSV: four measurements and the species, one flower a line. A first line that holds neither a number
/// nor a species is a heading; empty lines do not count.
///
/// The flowers that come with the program were measured by E. Anderson and published by R. A. Fisher, "The use of multiple
/// measurements in taxonomic problems", Annals of Eugenics 7 (1936).
final class IrisCsv {
  private static final String EMBEDDED = "iris.csv";
  private static final List<String> COLUMNS =
      List.of("sepal length", "sepal width", "petal length", "petal width", "species");
  private static final int MEASUREMENTS = COLUMNS.size() - 1;

  /// Lines of the wrong length are let through, and refused here in our own words.
  private static final CsvReader.CsvReaderBuilder FORMAT =
      CsvReader.builder()
          .extraFieldStrategy(FieldMismatchStrategy.IGNORE)
          .missingFieldStrategy(FieldMismatchStrategy.IGNORE)
          .allowUnclosedQuote(false);

  /// Larger than any leaf, and small enough for the differences of such numbers to be finite.
  private static final float LARGEST = 1e30f;

  /// The name of the file, for messages.
  private final String file;

  private final List<float[]> measurements = new ArrayList<>();
  private final List<Species> species = new ArrayList<>();

  private IrisCsv(String file) {
    this.file = file;
  }

  /// The 150 flowers that come with the program.
  static IrisTable embedded() {
    try (InputStream in = IrisCsv.class.getResourceAsStream(EMBEDDED)) {
      if (in == null) {
        throw new IllegalStateException("the resource " + EMBEDDED + " is not in the program");
      }
      return new IrisCsv(EMBEDDED).parse(in.readAllBytes());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// The flowers of a file.
  ///
  /// @throws InputException if it cannot be read, or does not hold flowers; the message names file, line and column
  static IrisTable read(Path file) {
    try {
      return new IrisCsv(file.toString()).parse(Files.readAllBytes(file));
    } catch (NoSuchFileException e) {
      throw new InputException(file + ": there is no such file", e);
    } catch (IOException e) {
      throw new InputException(file + ": cannot be read (" + e.getMessage() + ")", e);
    }
  }

  private IrisTable parse(byte[] bytes) {
    String text = decode(bytes);
    long line = 0;
    try (CsvReader<CsvRecord> reader = FORMAT.ofCsvRecord(text)) {
      for (CsvRecord row : reader) {
        line = row.getStartingLineNumber();
        if (!(measurements.isEmpty() && isHeading(row))) {
          add(row);
        }
      }
    } catch (CsvParseException e) {
      throw malformed(line + 1, 1, "the line is not CSV (" + e.getMessage() + ")");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    if (measurements.isEmpty()) {
      throw malformed(line + 1, 1, "the file ends without a single flower");
    }
    return table();
  }

  private void add(CsvRecord row) {
    long line = row.getStartingLineNumber();
    int count = row.getFieldCount();
    if (count != COLUMNS.size()) {
      int column = Math.min(count, COLUMNS.size()) + 1;
      throw malformed(
          line, column, "a line has " + COLUMNS.size() + " columns, this one has " + count);
    }
    float[] numbers = new float[MEASUREMENTS];
    for (int i = 0; i < MEASUREMENTS; i++) {
      numbers[i] = measurement(row, i);
    }
    String name = row.getField(MEASUREMENTS).strip();
    measurements.add(numbers);
    species.add(
        Species.named(name)
            .orElseThrow(() ->
                malformed(
                    line, COLUMNS.size(), quoted(name) + " is not one of " + Species.allNames())));
  }

  private float measurement(CsvRecord row, int index) {
    String text = row.getField(index).strip();
    long line = row.getStartingLineNumber();
    float number =
        number(text)
            .orElseThrow(() -> malformed(line, index + 1, quoted(text) + " is not a number"));
    if (!(Math.abs(number) <= LARGEST)) {
      throw malformed(line, index + 1, quoted(text) + " is not a measurement: not finite");
    }
    return number;
  }

  private static Optional<Float> number(String text) {
    try {
      return Optional.of(Float.parseFloat(text));
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }

  private static boolean isHeading(CsvRecord row) {
    return row.getFields().stream()
        .map(String::strip)
        .allMatch(field -> number(field).isEmpty() && Species.named(field).isEmpty());
  }

  private String decode(byte[] bytes) {
    CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
    ByteBuffer in = ByteBuffer.wrap(bytes);
    CharBuffer out = CharBuffer.allocate(bytes.length);
    CoderResult result = decoder.decode(in, out, true);
    String text = out.flip().toString();
    if (result.isError()) {
      String lastLine = text.substring(text.lastIndexOf('\n') + 1);
      long line = 1 + text.chars().filter(c -> c == '\n').count();
      int column = 1 + (int) lastLine.chars().filter(c -> c == ',').count();
      throw malformed(line, column, "the file is not UTF-8 text");
    }
    return text.startsWith("\uFEFF") ? text.substring(1) : text;
  }

  private IrisTable table() {
    float[] flat = new float[MEASUREMENTS * measurements.size()];
    for (int row = 0; row < measurements.size(); row++) {
      System.arraycopy(measurements.get(row), 0, flat, MEASUREMENTS * row, MEASUREMENTS);
    }
    return new IrisTable(flat, species.stream().mapToInt(Species::id).toArray());
  }

  private InputException malformed(long line, int column, String problem) {
    String name = column <= COLUMNS.size() ? " (" + COLUMNS.get(column - 1) + ")" : "";
    return new InputException(
        file + ", line " + line + ", column " + column + name + ": " + problem);
  }

  private static String quoted(String text) {
    String printable = text.replaceAll("\\p{Cntrl}", " ");
    return '"' + (printable.length() <= 40 ? printable : printable.substring(0, 40) + "...") + '"';
  }
}
