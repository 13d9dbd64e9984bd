package io.github.candle4j.nn.data;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.candle4j.core.CandleException.Kind;
import io.github.candle4j.core.Tensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CsvTableTest {
  @TempDir private Path folder;

  private Path write(String text) throws IOException {
    return Files.writeString(folder.resolve("t.csv"), text);
  }

  @Test
  void numbersAndClassesAreColumns() throws IOException {
    CsvTable table =
        CsvTable.read(
            write("\uFEFFa, b ,kind\r\n1,2.5,\"x, y\"\r\n\r\n-3e2, 4 ,w\r\n5,6,\"x, y\"\r\n"));
    assertThat(table.columns()).containsExactly("a", "b", "kind");
    assertThat(table.size()).isEqualTo(3);
    assertThat(table.numbers("b", "a").toVec2F32())
        .isDeepEqualTo(new float[][] {{2.5f, 1}, {4, -300}, {6, 5}});
    assertThat(table.classes("kind")).containsExactly("w", "x, y");
    assertThat(table.labels("kind").toVec1U32()).containsExactly(1, 0, 1);
    assertThat(table.texts("a")).containsExactly("1", "-3e2", "5");
    assertThat(table).hasToString("CsvTable(3 rows of a, b, kind)");
  }

  @Test
  void theIrisesAreRead() {
    CsvTable iris = CsvTable.read(TestData.file("iris.csv"));
    Tensor features = iris.numbers("sepal_length", "sepal_width", "petal_length", "petal_width");
    assertThat(features.dims()).containsExactly(150, 4);
    assertThat(features.get(0).toVec1F32()).containsExactly(5.1f, 3.5f, 1.4f, 0.2f);
    assertThat(iris.classes("species"))
        .containsExactly("Iris-setosa", "Iris-versicolor", "Iris-virginica");
    assertThat(iris.labels("species").i(149).toScalarU32()).isEqualTo(2);
  }

  @Test
  void whatIsWrongIsNamedWithFileAndLine() throws IOException {
    Path file = write("a,b\n1,2\n3,x\n");
    Errors.of(() -> CsvTable.read(file).numbers("a", "b"))
        .is(Kind.FILE, "csv")
        .says(file + ", line 3: 'x' in column 'b' is not a finite number");
    Errors.of(() -> CsvTable.read(file).labels("c"))
        .is(Kind.NAME, "csv")
        .says(file + ": there is no column 'c'", "there are a, b");
    write("a,b\n1,2\n\n3\n");
    Errors.of(() -> CsvTable.read(file))
        .says(file + ", line 4: a line has 2 fields, this one has 1");
    write("a,b,a\n");
    Errors.of(() -> CsvTable.read(file)).says(file + ", line 1: two columns are named 'a'");
    write("");
    Errors.of(() -> CsvTable.read(file))
        .says(file + ": the file is empty, its first line should name columns");
    write("a,b\nNaN,1\n");
    Errors.of(() -> CsvTable.read(file).numbers("a"))
        .says(file + ", line 2: 'NaN' in column 'a' is not a finite number");
    for (String text : new String[] {"1f", "2d", "0x1p3", "1e400", ""}) {
      write("a,b\n" + text + ",1\n");
      Errors.of(() -> CsvTable.read(file).numbers("a"))
          .says(file + ", line 2: '" + text + "' in column 'a' is not a finite number");
    }
    Files.write(file, new byte[] {'a', '\n', (byte) 0xFF});
    Errors.of(() -> CsvTable.read(file))
        .is(Kind.FILE, "open")
        .says("open " + file + ": the file is not UTF-8 text");
    write("a\n\"x\n");
    assertThat(Errors.of(() -> CsvTable.read(file)).is(Kind.FILE, "csv").error())
        .hasMessageStartingWith(file + ": the file is not CSV (");
  }
}
