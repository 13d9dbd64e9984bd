package io.github.candle4j.examples.ch05;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.candle4j.examples.CommandRun;
import io.github.candle4j.examples.common.InputException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class IrisCsvTest {
  private static final String GOOD = "5.1,3.5,1.4,0.2,Iris-setosa\n";

  @TempDir Path folder;

  @Test
  void aHeadingAndEmptyLinesAreNotFlowers() throws IOException {
    assertThat(IrisCsv.read(file("a,b,c,d,kind\r\n\r\n" + GOOD + "\n")).species())
        .containsExactly(0);
    assertThat(IrisCsv.read(file("\uFEFFa,b,c,d,e\n" + GOOD)).species()).containsExactly(0);
    assertThat(IrisCsv.read(file(GOOD)).measurements()).containsExactly(5.1f, 3.5f, 1.4f, 0.2f);
  }

  @Test
  void speciesGoByTheirShortNamesToo() throws IOException {
    IrisTable table = IrisCsv.read(file("1,2,3,4,setosa\n1,2,3,4, Versicolor\n1,2,3,4,VIRGINICA"));
    assertThat(table.species()).containsExactly(0, 1, 2);
  }

  @Test
  void quotedFieldsAreRead() throws IOException {
    assertThat(IrisCsv.read(file("\"1\",2,3,4,\"Iris-virginica\"")).species()).containsExactly(2);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          1,2,3,4             | line 2, column 5 (species): a line has 5 columns, this one has 4
          1,2,3,4,setosa,6    | line 2, column 6: a line has 5 columns, this one has 6
          1;2;3;4;setosa      | line 2, column 2 (sepal width): a line has 5 columns, this one has 1
          1,2,three,4,setosa  | line 2, column 3 (petal length): "three" is not a number
          1,,3,4,setosa       | line 2, column 2 (sepal width): "" is not a number
          NaN,2,3,4,setosa    | line 2, column 1 (sepal length): "NaN" is not a measurement: not finite
          1,2,3,-Infinity,x   | line 2, column 4 (petal width): "-Infinity" is not a measurement: not finite
          1,2,3,1e39,setosa   | line 2, column 4 (petal width): "1e39" is not a measurement: not finite
          1,2,3,4,Iris-rose   | line 2, column 5 (species): "Iris-rose" is not one of Iris-setosa, Iris-versicolor, Iris-virginica
          a,b,c,d,e           | line 2, column 1 (sepal length): "a" is not a number
          """)
  void aMalformedLineIsNamedWithItsColumn(String line, String problem) throws IOException {
    Path file = file(GOOD + line + "\n");
    assertThatThrownBy(() -> IrisCsv.read(file))
        .isInstanceOf(InputException.class)
        .hasMessage(file + ", " + problem);
  }

  @Test
  void anEmptyFileIsRefused() throws IOException {
    assertRefused(
        file(""), "line 1, column 1 (sepal length): the file ends without a single flower");
    assertRefused(
        file("a,b,c,d,e\n"),
        "line 2, column 1 (sepal length): the file ends without a single flower");
  }

  @Test
  void textThatIsNotUtf8IsNamedWithItsPlace() throws IOException {
    Path file = folder.resolve("latin1.csv");
    Files.write(file, (GOOD + "1,2,3,4,s\u00e9tosa\n").getBytes(StandardCharsets.ISO_8859_1));
    assertRefused(file, "line 2, column 5 (species): the file is not UTF-8 text");
  }

  @Test
  void aCharacterCutOffAtTheEndIsNotUtf8() throws IOException {
    Path file = folder.resolve("cut.csv");
    Files.write(file, new byte[] {'1', ',', (byte) 0xC3});
    assertRefused(file, "line 1, column 2 (sepal width): the file is not UTF-8 text");
  }

  @Test
  void quotesThatDoNotMatchAreRefused() throws IOException {
    Path open = file(GOOD + "\"1,2,3,4,setosa\n" + GOOD);
    assertThatThrownBy(() -> IrisCsv.read(open))
        .isInstanceOf(InputException.class)
        .hasMessageStartingWith(open + ", line 2, column 1 (sepal length): the line is not CSV (");
    Path trailing = file(GOOD + "\"1\"x,2,3,4,setosa\n");
    assertThatThrownBy(() -> IrisCsv.read(trailing))
        .isInstanceOf(InputException.class)
        .hasMessageStartingWith(
            trailing + ", line 2, column 1 (sepal length): the line is not CSV (");
  }

  @Test
  void aMissingFileAndAFolderAreRefused() {
    Path missing = folder.resolve("missing.csv");
    assertThatThrownBy(() -> IrisCsv.read(missing)).hasMessage(missing + ": there is no such file");
    assertThatThrownBy(() -> IrisCsv.read(folder))
        .isInstanceOf(InputException.class)
        .hasMessageStartingWith(folder + ": cannot be read");
  }

  @Test
  void theCommandPrintsOneLineAndEndsWithOne() throws IOException {
    Path file = file(GOOD + "1,2,3,4,Iris-rose\n");
    CommandRun run = CommandRun.of("iris", "--data", file.toString());
    assertThat(run.code()).isEqualTo(1);
    assertThat(run.out()).isEmpty();
    assertThat(run.err().lines())
        .containsExactly(
            "error: "
                + file
                + ", line 2, column 5 (species): \"Iris-rose\" is not one of Iris-setosa,"
                + " Iris-versicolor, Iris-virginica");
  }

  @Test
  void aFileOfOnesOwnIsTrainedOn() throws IOException {
    Path file = file(GOOD + "7,3.2,4.7,1.4,Iris-versicolor\n6.3,3.3,6,2.5,Iris-virginica\n");
    CommandRun run = CommandRun.of("iris", "--data", file.toString(), "--epochs", "3");
    assertThat(run.err()).isEmpty();
    assertThat(run.code()).isZero();
    assertThat(run.out()).contains("Iris: 3 flowers", "Epoch   3", "on all 3 flowers");
  }

  private Path file(String text) throws IOException {
    return Files.writeString(folder.resolve("flowers.csv"), text);
  }

  private static void assertRefused(Path file, String problem) {
    assertThatThrownBy(() -> IrisCsv.read(file))
        .isInstanceOf(InputException.class)
        .hasMessage(file + ", " + problem);
  }
}
