package io.github.candle4j.benchmarks;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// A [Worker] in its JVM, seen from outside.
final class Remote implements AutoCloseable {
  private final Process process;
  private final BufferedReader answers;
  private final PrintStream commands;
  private final String greeting;

  /// Starts an engine.
  ///
  /// @param engine its name
  /// @param options for its JVM
  Remote(String engine, List<String> options) {
    List<String> line = new ArrayList<>();
    line.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    line.addAll(List.of("--add-modules", "jdk.incubator.vector"));
    line.add("--enable-native-access=ALL-UNNAMED");
    line.addAll(options);
    line.addAll(List.of("-cp", System.getProperty("java.class.path")));
    line.addAll(List.of(Worker.class.getName(), engine));
    try {
      process = new ProcessBuilder(line).redirectError(log(engine)).start();
      answers = process.inputReader(StandardCharsets.UTF_8);
      commands = new PrintStream(process.getOutputStream(), true, StandardCharsets.UTF_8);
      String first = answers.readLine();
      greeting = first == null ? "missing, see " + log(engine).file() : first;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// What the JVM says besides its answers, such as the warning about incubator modules.
  private static ProcessBuilder.Redirect log(String engine) {
    return ProcessBuilder.Redirect.to(
        Path.of(System.getProperty("java.io.tmpdir"), "candle4j-benchmark-" + engine + ".log")
            .toFile());
  }

  boolean isReady() {
    return greeting.startsWith("ready ");
  }

  /// The version, or what is missing.
  String version() {
    return isReady() ? greeting.substring(6) : "not available: " + greeting;
  }

  boolean open(Task task) {
    return isReady() && ask("open", Task.ALL.indexOf(task)).equals("yes");
  }

  double[] results() {
    return Arrays.stream(ask("results", 0).split(" ")).mapToDouble(Double::parseDouble).toArray();
  }

  double warmUp(double nanos) {
    return Double.parseDouble(ask("warm", nanos));
  }

  double sample(int calls) {
    return Double.parseDouble(ask("sample", calls));
  }

  double allocated(int calls) {
    return Double.parseDouble(ask("allocated", calls));
  }

  private String ask(String command, double number) {
    commands.println(command + " " + number);
    try {
      String answer = answers.readLine();
      if (answer == null) {
        throw new IllegalStateException(version() + " died while it was asked: " + command);
      }
      return answer;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    commands.close();
    try {
      if (!process.waitFor(5, TimeUnit.SECONDS)) {
        process.destroy();
      }
    } catch (InterruptedException e) {
      process.destroy();
      Thread.currentThread().interrupt();
    }
  }
}
