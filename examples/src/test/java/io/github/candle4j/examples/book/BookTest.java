package io.github.candle4j.examples.book;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.candle4j.examples.CommandRun;
import io.github.candle4j.examples.OtherJvm;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import picocli.CommandLine.ParameterException;

/// Every block of the pages of `docs/book` is a part of a program, what a program prints, or a command that the command line
/// understands. The comment above a block says which:
///
/// - `code ch05/Training#epoch`: the region of that name of that program;
/// - `file /examples/consumer/first-network/pom.xml`: the whole file, or its first lines and a line `...`;
/// - `output iris --epochs 20`: what this command prints;
/// - `program first-network FirstNetwork`: what this program of `examples/consumer` prints;
/// - `run 2026-11-26: mnist`: what this command printed on that day, or a picture that it drew; it takes too long to be run here.
///
/// With `-Dcandle.book=write`, blocks of the first four kinds are written anew, unless they have a line `...`.
class BookTest {
  /// Surefire runs tests in the folder of their module.
  private static final Path PAGES = Path.of("../docs/book");

  private static final Pattern DATED = Pattern.compile("(\\d{4}-\\d{2}-\\d{2}): (.+)");
  private static final Pattern COMMAND =
      Pattern.compile(
          "mvn -q -pl examples -am compile exec:exec(?:"
              + " -Dexec\\.appArgs=(?:\"([^\"]*)\"|(\\S+)))?");

  /// What a reader with a project of his own runs; the build of `examples/consumer` does the same.
  private static final List<String> OF_A_READER =
      List.of("mvn -q install -Dmaven.test.skip -pl candle-nn -am", "mvn -q compile exec:exec");

  private final Map<String, List<String>> printed = new HashMap<>();
  private final List<String> wrong = new ArrayList<>();

  @Test
  void everyBlockIsWhatThePageSaysItIs() throws IOException {
    boolean write = "write".equals(System.getProperty("candle.book"));
    for (Page page : Page.all(PAGES)) {
      if (write) {
        Files.write(page.file(), page.with(this::written).lines());
      }
    }
    for (Page page : Page.all(PAGES)) {
      page.blocks().forEach(this::check);
      page.indented().forEach(place -> wrong.add(place + ": an indented block, wanted a fence"));
    }
    assertThat(wrong).as("blocks that are not true").isEmpty();
  }

  /// A reader who types the pieces of chapter 5 one after another has the whole program.
  @Test
  void thePiecesOfTheFirstProgramAreTheWholeProgram() throws IOException {
    String name = "/examples/consumer/first-network/src/main/java/FirstNetwork";
    List<String> pieces =
        new Page(PAGES.resolve("05-iris.md"), Files.readAllLines(PAGES.resolve("05-iris.md")))
            .blocks().stream()
                .filter(block -> block.rest().startsWith(name + "#"))
                .flatMap(block -> block.content().stream())
                .map(String::strip)
                .filter(line -> !line.isEmpty())
                .toList();
    List<String> program =
        Files.readAllLines(Path.of(".." + name + ".java")).stream()
            .map(String::strip)
            .filter(line -> !line.isEmpty() && !line.startsWith("// @"))
            .toList();
    assertThat(pieces).isEqualTo(program);
  }

  private List<String> written(Block block) {
    return switch (block.kind()) {
      case "code" -> Regions.lines(block.rest());
      case "file" ->
          block.content().contains(Output.GAP) ? block.content() : Regions.file(block.rest());
      case "output", "program" ->
          block.content().contains(Output.GAP) ? block.content() : printed(block);
      default -> block.content();
    };
  }

  private void check(Block block) {
    try {
      switch (block.kind()) {
        case "code" ->
            expect(block, block.content().equals(Regions.lines(block.rest())), "another program");
        case "file" ->
            expect(block, begins(Regions.file(block.rest()), block.content()), "another file");
        case "output", "program" -> {
          List<String> real = printed(block);
          expect(
              block, Output.shows(block.content(), real), "it prints\n" + String.join("\n", real));
        }
        case "run" -> checkDated(block);
        default -> {
          expect(block, block.language().equals("sh"), "there is no comment that says what it is");
          block.content().forEach(line -> checkCommand(block, line));
        }
      }
    } catch (RuntimeException e) {
      wrong.add(block.place() + ": " + e);
    }
  }

  private static boolean begins(List<String> file, List<String> shown) {
    int last = shown.size() - 1;
    return shown.equals(file)
        || (shown.indexOf(Output.GAP) == last
            && shown.subList(0, last).equals(file.subList(0, last)));
  }

  private void checkDated(Block block) {
    Matcher dated = DATED.matcher(block.rest());
    expect(block, dated.matches(), "wanted a date, a colon and a command");
    if (dated.matches()) {
      expect(
          block, LocalDate.parse(dated.group(1)).isAfter(LocalDate.of(2026, 1, 1)), "an old date");
      parse(dated.group(2));
    }
  }

  private void checkCommand(Block block, String line) {
    if (OF_A_READER.contains(line)) {
      return;
    }
    Matcher command = COMMAND.matcher(line);
    expect(block, command.matches(), "wanted the command that runs a program, got " + line);
    if (command.matches()) {
      String quoted = command.group(1);
      String word = command.group(2);
      parse(quoted != null ? quoted : word != null ? word : "iris");
    }
  }

  private void expect(Block block, boolean holds, String problem) {
    if (!holds) {
      wrong.add(block.place() + " (" + block.marker() + "): " + problem);
    }
  }

  private List<String> printed(Block block) {
    return printed.computeIfAbsent(
        block.marker(),
        _ -> {
          String text = block.kind().equals("output") ? output(block) : program(block);
          return text.lines().map(String::stripTrailing).toList();
        });
  }

  private static String output(Block block) {
    CommandRun run = CommandRun.of(block.rest().split(" ", -1));
    return run.out() + run.err();
  }

  private static String program(Block block) {
    String[] words = block.rest().split(" ", -1);
    Path folder = Path.of("consumer", words[0]);
    try {
      return OtherJvm.output(
          folder,
          List.of("--add-modules", "jdk.incubator.vector", "src/main/java/" + words[1] + ".java"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /// Throws if the command line does not understand it.
  private static void parse(String command) throws ParameterException {
    CommandRun.parse(command.split(" ", -1));
  }
}
