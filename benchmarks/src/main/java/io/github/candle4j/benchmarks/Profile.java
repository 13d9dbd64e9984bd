package io.github.candle4j.benchmarks;

import io.github.candle4j.core.Utils;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordedFrame;
import jdk.jfr.consumer.RecordedMethod;
import jdk.jfr.consumer.RecordingFile;

/// Where the time of a training step goes: stack samples of the flight recorder, every 10 ms.
final class Profile {
  private static final long WARM_UP_NANOS = 6_000_000_000L;
  private static final long MEASURE_NANOS = 20_000_000_000L;
  private static final int LINES = 45;

  private final Map<String, Integer> self = new HashMap<>();
  private final Map<String, Integer> total = new HashMap<>();
  private int samples;

  private Profile() {}

  /// @param arguments the start of the name of a task: `Iris` when empty
  static void main(String... arguments) {
    String start = arguments.length == 0 ? "Iris" : arguments[0];
    Task task = Task.ALL.stream().filter(t -> t.name().startsWith(start)).findFirst().orElseThrow();
    try {
      new Profile().run(task);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private void run(Task task) throws IOException {
    Path file = Files.createTempFile("candle4j", ".jfr");
    try (Workload work = new CandleEngine().open(task);
        Recording recording = new Recording()) {
      loop(work, WARM_UP_NANOS);
      recording.enable("jdk.ExecutionSample").withPeriod(Duration.ofMillis(10));
      recording.start();
      double nanos = loop(work, MEASURE_NANOS);
      recording.stop();
      recording.dump(file);
      System.out.printf(
          Locale.ROOT,
          "%s, %s kernels: %.1f us on average%n",
          task.name(),
          Utils.kernels(),
          nanos / 1000 / task.units());
    }
    for (RecordedEvent event : RecordingFile.readAllEvents(file)) {
      count(event);
    }
    Files.delete(file);
    print("self", self);
    print("with what it calls", total);
  }

  private static double loop(Workload work, long nanos) {
    long end = System.nanoTime() + nanos;
    double sum = 0;
    int rounds = 0;
    do {
      work.reset();
      sum += Sampling.time(work::run, 200);
      rounds++;
    } while (System.nanoTime() < end);
    return sum / rounds;
  }

  private void count(RecordedEvent event) {
    if (event.getStackTrace() == null
        || !"main".equals(event.getThread("sampledThread").getJavaName())) {
      return;
    }
    samples++;
    Set<String> seen = new HashSet<>();
    boolean top = true;
    for (RecordedFrame frame : event.getStackTrace().getFrames()) {
      RecordedMethod method = frame.getMethod();
      String type = method.getType().getName();
      String name = type.substring(type.lastIndexOf('.') + 1) + "." + method.getName();
      if (top) {
        self.merge(name, 1, Integer::sum);
        top = false;
      }
      if (type.startsWith("io.github.candle4j") && seen.add(name)) {
        total.merge(name, 1, Integer::sum);
      }
    }
  }

  private void print(String title, Map<String, Integer> counts) {
    System.out.printf("%n%d samples, %s%n", samples, title);
    counts.entrySet().stream()
        .sorted(Map.Entry.<String, Integer>comparingByValue().reversed())
        .limit(LINES)
        .forEach(e ->
            System.out.printf(
                Locale.ROOT, "%5.1f %%  %s%n", 100.0 * e.getValue() / samples, e.getKey()));
  }
}
