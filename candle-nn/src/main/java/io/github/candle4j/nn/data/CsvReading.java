package io.github.candle4j.nn.data;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import de.siegmar.fastcsv.reader.FieldMismatchStrategy;
import io.github.candle4j.core.CandleException;
import io.github.candle4j.core.CandleException.Kind;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// The part of [CsvTable] that needs FastCSV: a class of its own, so that the other one can be loaded without, and say so.
final class CsvReading {
  private CsvReading() {}

  static List<CsvTable.Row> read(Path file) {
    List<CsvTable.Row> rows = new ArrayList<>();
    // Lines of the wrong length are let through, and refused later in our own words.
    try (CsvReader<CsvRecord> reader =
        CsvReader.builder()
            .extraFieldStrategy(FieldMismatchStrategy.IGNORE)
            .missingFieldStrategy(FieldMismatchStrategy.IGNORE)
            .allowUnclosedQuote(false)
            .ofCsvRecord(text(file))) {
      for (CsvRecord row : reader) {
        List<String> fields = row.getFields().stream().map(String::strip).toList();
        rows.add(new CsvTable.Row(row.getStartingLineNumber(), fields));
      }
      return rows;
    } catch (CsvParseException e) {
      throw new CandleException(
          Kind.FILE,
          CsvTable.OPERATION,
          file + ": the file is not CSV (" + e.getMessage() + ")",
          e);
    } catch (IOException e) {
      throw DataErrors.of("open", file, e);
    }
  }

  private static String text(Path file) throws IOException {
    try {
      String text = Files.readString(file);
      return text.startsWith("\uFEFF") ? text.substring(1) : text;
    } catch (CharacterCodingException e) {
      throw new IOException("the file is not UTF-8 text", e);
    }
  }
}
