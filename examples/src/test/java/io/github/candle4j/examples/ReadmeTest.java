package io.github.candle4j.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/// The README shows the program and the output that are there.
final class ReadmeTest {
  /// Surefire runs tests in the folder of their module.
  private static final Path ROOT = Path.of("..");

  private static final Path PROGRAM =
      ROOT.resolve("examples/src/main/java/io/github/candle4j/examples/TenLines.java");

  @Test
  void showsTheProgramAsItIs() throws IOException {
    String source = Files.readString(PROGRAM);
    int from = source.indexOf("    Device.CPU.setSeed");
    String body = source.substring(from, source.indexOf("  }\n}", from)).indent(-4);
    assertThat(Files.readString(ROOT.resolve("README.md"))).contains("```java\n" + body + "```");
  }

  @Test
  void showsWhatTheProgramPrints() throws IOException {
    PrintStream terminal = System.out;
    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
    try {
      TenLines.main(new String[0]);
    } finally {
      System.setOut(terminal);
    }
    assertThat(Files.readString(ROOT.resolve("README.md")))
        .contains("```text\n" + printed.toString(StandardCharsets.UTF_8) + "```");
  }

  @Test
  void firstTwoShellBlocksHoldOneCommandEach() throws IOException {
    Matcher blocks =
        Pattern.compile("```sh\n(.*?)```", Pattern.DOTALL)
            .matcher(Files.readString(ROOT.resolve("README.md")));
    assertThat(blocks.find()).isTrue();
    assertThat(blocks.group(1)).isEqualTo("mvn -q -pl examples -am compile exec:exec\n");
    assertThat(blocks.find()).isTrue();
    assertThat(blocks.group(1)).isEqualTo("mvn verify\n");
    assertThat(blocks.find()).isFalse();
  }
}
