package io.github.candle4j.benchmarks;

import java.util.List;
import picocli.CommandLine;

/// The command line: [Comparison] unless the first word names another measurement.
public final class Main {
  private Main() {}

  public static void main(String[] arguments) throws Exception {
    List<String> words = List.of(arguments);
    String first = words.isEmpty() ? "" : words.getFirst();
    String[] rest = words.stream().skip(1).toArray(String[]::new);
    switch (first) {
      case "matmul-kernels" -> MatmulBenchmark.main(rest);
      case "function-kernels" -> FunctionsBenchmark.main(rest);
      case "profile" -> Profile.main(rest);
      case "files" -> FilesBenchmark.main(rest);
      case "training" -> TrainingBenchmark.main(rest);
      default -> System.exit(new CommandLine(new Comparison()).execute(arguments));
    }
  }
}
