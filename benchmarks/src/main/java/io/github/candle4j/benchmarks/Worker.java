package io.github.candle4j.benchmarks;

import com.sun.management.ThreadMXBean;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// One engine in a JVM of its own, which does as it is told on its standard input, a line at a time. While it waits it
/// takes no time from the others.
final class Worker {
  private static final int CALLS_BETWEEN_RESETS = 200;

  private final Engine engine;
  private @Nullable Workload work;
  private int units = 1;

  private Worker(Engine engine) {
    this.engine = engine;
  }

  /// @param arguments the name of the engine: `candle`, `openblas` or `pytorch`
  public static void main(String[] arguments) throws IOException {
    PrintStream answers = System.out;
    System.setOut(System.err);
    Worker worker;
    try {
      worker = new Worker(engine(arguments[0]));
      answers.println("ready " + worker.engine.version());
    } catch (RuntimeException | LinkageError e) {
      answers.println("missing " + String.valueOf(e.getMessage()).lines().findFirst().orElse(""));
      return;
    }
    BufferedReader commands =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    String line = commands.readLine();
    while (line != null) {
      String[] words = line.split(" ");
      answers.println(worker.answer(words[0], Double.parseDouble(words[1])));
      line = commands.readLine();
    }
  }

  private static Engine engine(String name) {
    return switch (name) {
      case "candle" -> new CandleEngine();
      case "openblas" -> new OpenBlasEngine();
      case "pytorch" -> new PyTorchEngine();
      default -> throw new IllegalArgumentException(name);
    };
  }

  private String answer(String command, double number) {
    if (command.equals("open")) {
      return open(Task.ALL.get((int) number)) ? "yes" : "no";
    }
    Workload current = work;
    if (current == null) {
      throw new IllegalStateException("no task is open");
    }
    return switch (command) {
      case "results" -> results(current);
      case "warm" -> Double.toString(warmUp(current, (long) number));
      case "sample" -> Double.toString(sample(current, (int) number));
      case "allocated" -> Double.toString(allocated(current, (int) number));
      default -> throw new IllegalArgumentException(command);
    };
  }

  private boolean open(Task task) {
    if (work != null) {
      work.close();
    }
    work = engine.open(task);
    units = task.units();
    return work != null;
  }

  private static String results(Workload work) {
    String text =
        Arrays.stream(work.results()).mapToObj(Double::toString).collect(Collectors.joining(" "));
    work.reset();
    return text;
  }

  private static double warmUp(Workload work, long nanos) {
    long end = System.nanoTime() + nanos;
    double least = Double.MAX_VALUE;
    do {
      work.reset();
      long last = Math.min(end, System.nanoTime() + 20_000_000);
      int calls = 0;
      do {
        least = Math.min(least, Sampling.time(work::run, 1));
        calls++;
      } while (calls < CALLS_BETWEEN_RESETS && System.nanoTime() < last);
    } while (System.nanoTime() < end);
    return least;
  }

  /// Some calls first, unmeasured, which bring the data back into the caches.
  private double sample(Workload work, int calls) {
    work.reset();
    Sampling.time(work::run, 1 + calls / 8);
    return Sampling.time(work::run, calls) / units;
  }

  private double allocated(Workload work, int calls) {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    work.reset();
    Sampling.time(work::run, 10);
    long before = threads.getCurrentThreadAllocatedBytes();
    for (int i = 0; i < calls; i++) {
      work.run();
    }
    return (double) (threads.getCurrentThreadAllocatedBytes() - before) / calls / units;
  }
}
