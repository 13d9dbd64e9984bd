package io.github.candle4j.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The session of `docs/how-to/explore-in-jshell.md` runs, and prints what the page shows.
class ExploreInJshellTest {
  /// Surefire runs tests in the folder of their module.
  private static final Path ROOT = Path.of("..");

  private static final String PROMPT = "jshell> ";

  @TempDir Path folder;

  @Test
  void theSessionOfThePagePrintsWhatThePageShows() throws Exception {
    String page = Files.readString(ROOT.resolve("docs/how-to/explore-in-jshell.md"));
    String session = page.substring(page.indexOf("```text\njshell> ") + "```text\n".length());
    List<String> lines = session.substring(0, session.indexOf("```")).lines().toList();
    String input =
        lines.stream()
            .filter(line -> line.startsWith(PROMPT))
            .map(line -> line.substring(PROMPT.length()) + "\n")
            .collect(Collectors.joining());
    String shown =
        lines.stream().filter(line -> !line.startsWith(PROMPT)).collect(Collectors.joining("\n"));

    String printed = printed(input);
    for (String line : input.lines().toList()) {
      // jshell may or may not repeat a line that it reads from a file.
      printed = printed.replace(line, "");
    }

    assertThat(printed).contains("candle4j with ", " kernels; help() shows what there is");
    assertThat(comparable(printed)).endsWith(comparable(shown));
  }

  /// Without prompts, which jshell prints where it reads from a file, empty lines and times.
  private static String comparable(String text) {
    return text.lines()
        .map(line -> line.replace(PROMPT, "").replaceAll("[0-9.]+ (µs|ms|s)\\b", "#"))
        .map(line -> line.replaceAll(" +", " ").strip())
        .filter(line -> !line.isEmpty())
        .collect(Collectors.joining("\n"));
  }

  private String printed(String input) throws IOException, InterruptedException {
    Path session = Files.writeString(folder.resolve("session.txt"), input);
    Path output = folder.resolve("output.txt");
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "jshell").toString(),
                "--module-path",
                Stream.of(
                        "io.github.candle4j.core",
                        "io.github.candle4j.nn",
                        "org.slf4j",
                        "tools.jackson.core")
                    .map(ExploreInJshellTest::place)
                    .collect(Collectors.joining(File.pathSeparator)),
                "--add-modules",
                "io.github.candle4j.nn",
                ROOT.resolve("tools/jshell/candle.jsh").toString())
            .redirectInput(session.toFile())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    assertThat(process.waitFor(120, TimeUnit.SECONDS)).isTrue();
    return Files.readString(output, StandardCharsets.UTF_8);
  }

  /// Where a module lies.
  private static String place(String module) {
    return Path.of(
            ModuleLayer.boot()
                .configuration()
                .findModule(module)
                .flatMap(found -> found.reference().location())
                .orElseThrow())
        .toString();
  }
}
