package io.github.candle4j.benchmarks;

import io.github.candle4j.benchmarks.Sampling.Times;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// The table of this library beside its peers.
///
/// Every engine runs in a JVM of its own, and all wait while one works. This library gets a fresh JVM for every task,
/// as a program of a user is one.
@Command(name = "compare", description = "This library beside OpenBLAS and PyTorch.")
final class Comparison implements Callable<Integer> {
  /// Helper threads of OpenBLAS and OpenMP spin for some time after their work, in the way of who comes next.
  private static final int PAUSE_MILLIS = 40;

  private static final String QUIET = "-Dcandle.quiet=true";

  /// An engine whose task is open, and how many calls make a sample.
  private record Contestant(Side side, Remote engine, int calls) {}

  @Option(names = "--quick", description = "A short run, of which only the order of size is right.")
  private boolean quick;

  @Parameters(
      arity = "0..*",
      paramLabel = "TASK",
      description = "Tasks to run, by the start of their names, such as \"matmul\"; all without.")
  private List<String> wanted = new ArrayList<>();

  private final PrintStream out = System.out;
  private final Map<Task, double[]> allocated = new LinkedHashMap<>();
  private final List<String> agreements = new ArrayList<>();

  @Override
  public Integer call() {
    Report report = new Report(out);
    try (Remote openBlas = new Remote("openblas", List.of());
        Remote pyTorch = pyTorch()) {
      report.opening(List.of(openBlas.version(), pyTorch.version()));
      report.head();
      for (Task task : Task.ALL) {
        if (wanted.isEmpty() || wanted.stream().anyMatch(task.name()::startsWith)) {
          report.line(task, measure(task, openBlas, pyTorch));
        }
      }
    }
    report.closing(agreements, allocated);
    return 0;
  }

  /// The native library is found on the class path and unpacked below the build folder; nothing is downloaded.
  private static Remote pyTorch() {
    Path cache = Path.of("target", "djl").toAbsolutePath();
    return new Remote(
        "pytorch",
        List.of(
            "-Dai.djl.offline=true",
            "-Doffline=true",
            "-DDJL_CACHE_DIR=" + cache,
            "-DENGINE_CACHE_DIR=" + cache,
            "-Dai.djl.pytorch.num_threads=1",
            "-Dai.djl.pytorch.num_interop_threads=1"));
  }

  /// The times of each engine that has something for the task; those of this library are there always.
  private Map<Side, Times> measure(Task task, Remote openBlas, Remote pyTorch) {
    try (Remote vector = new Remote("candle", List.of(QUIET));
        Remote scalar = new Remote("candle", List.of(QUIET, "-Dcandle.kernels=scalar"))) {
      Map<Side, Remote> engines = new LinkedHashMap<>();
      engines.put(Side.VECTOR, vector);
      engines.put(Side.SCALAR, scalar);
      engines.put(Side.OPENBLAS, openBlas);
      engines.put(Side.PYTORCH, pyTorch);
      engines.values().removeIf(engine -> !engine.open(task));
      engines.forEach((side, engine) -> {
        if (side != Side.VECTOR) {
          agreements.add(Agreement.of(task, side, vector.results(), engine.results()));
        }
      });
      Map<Side, Times> times = takeTurns(task, engines);
      if (task.isTraining() || task.units() > 1) {
        allocated.put(task, new double[] {vector.allocated(100), scalar.allocated(100)});
      }
      return times;
    }
  }

  private Map<Side, Times> takeTurns(Task task, Map<Side, Remote> engines) {
    List<Contestant> contestants = new ArrayList<>();
    engines.forEach((side, engine) -> {
      double nanos = engine.warmUp((side.isJava() ? 4e9 : 5e8) / (quick ? 4 : 1));
      contestants.add(new Contestant(side, engine, Sampling.calls(nanos, 2_000_000)));
    });
    List<Times> times =
        Sampling.takeTurns(
            contestants,
            quick ? 11 : 61,
            quick ? 0 : 1_000_000_000L,
            contestant -> {
              if (task.threads() > 1) {
                pause();
              }
              return contestant.engine().sample(contestant.calls());
            });
    Map<Side, Times> result = new LinkedHashMap<>();
    for (int i = 0; i < contestants.size(); i++) {
      result.put(contestants.get(i).side(), times.get(i));
    }
    return result;
  }

  private static void pause() {
    try {
      Thread.sleep(PAUSE_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
