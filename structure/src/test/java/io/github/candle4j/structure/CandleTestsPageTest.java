package io.github.candle4j.structure;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/// `docs/reference/candle-tests.md` names a test for each of Candle's, and that test is there.
class CandleTestsPageTest {
  private static final Path PAGE = Project.ROOT.resolve("docs/reference/candle-tests.md");
  private static final List<Path> TESTS =
      List.of(
          Project.ROOT.resolve("candle-core/src/test/java/io/github/candle4j/core"),
          Project.ROOT.resolve("candle-nn/src/test/java/io/github/candle4j/nn"));
  private static final Pattern ROW = Pattern.compile("\\| `\\w+` \\| (.+) \\|");
  private static final Pattern METHOD = Pattern.compile("`([\\w.]+)#(\\w+)`");

  /// The integration tests of candle-core 0.11, and the unit tests of nditer.rs, shape.rs, safetensors.rs and
  /// npy.rs; those of candle-nn and the ones in its kv_cache.rs.
  private static final int ROWS = 170 + 13 + 3 + 1 + 58 + 5;

  @Test
  void everyRowNamesATestThatIsThereOrAReason() throws IOException {
    List<String> wrong = new ArrayList<>();
    int rows = 0;
    for (String line : Files.readAllLines(PAGE)) {
      Matcher row = ROW.matcher(line);
      if (row.matches()) {
        rows++;
        checkRow(row.group(1), line, wrong);
      }
    }
    assertThat(wrong).isEmpty();
    assertThat(rows).isEqualTo(ROWS);
  }

  private static void checkRow(String here, String line, List<String> wrong) throws IOException {
    Matcher method = METHOD.matcher(here);
    boolean named = false;
    while (method.find()) {
      named = true;
      if (!isThere(method.group(1).replace('.', '/') + ".java", method.group(2))) {
        wrong.add(line);
      }
    }
    if (!named && !here.startsWith("none: ") && !here.startsWith("not there yet: ")) {
      wrong.add(line);
    }
  }

  private static boolean isThere(String file, String method) throws IOException {
    String test = "@Test\n  void " + method + "(";
    for (Path folder : TESTS) {
      Path source = folder.resolve(file);
      if (Files.exists(source) && Files.readString(source).contains(test)) {
        return true;
      }
    }
    return false;
  }
}
