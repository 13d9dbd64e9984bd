package io.github.candle4j.benchmarks;

import io.github.candle4j.core.Device;
import io.github.candle4j.core.Safetensors;
import io.github.candle4j.core.Tensor;
import io.github.candle4j.core.Utils;
import io.github.candle4j.nn.AdamW;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;

/// Steps of training in turns with PyTorch in Python, eager, one thread each: the same networks, parameters and batches, whose
/// losses are compared first.
///
/// Arguments: the Python with torch and safetensors, the script `benchmarks/src/main/python/training.py`, and the names of
/// networks, all of them if there are none.
final class TrainingBenchmark {
  private static final int CHECKED = 5;
  private static final double ALLOWED = 2e-3;
  private static final int ROUNDS = 41;
  private static final long WARM_UP_NANOS = 8_000_000_000L;
  private static final double SAMPLE_NANOS = 40e6;

  /// Results are kept here, so that no work can be left out.
  @SuppressWarnings("UnusedVariable")
  private static volatile Object sink = "";

  private TrainingBenchmark() {}

  static void main(String... arguments) throws IOException {
    Device.CPU.setSeed(1);
    Utils.setNumThreads(1);
    Map<String, Supplier<TrainingModels.Model>> models = TrainingModels.all();
    if (arguments.length > 2) {
      models.keySet().retainAll(Arrays.asList(arguments).subList(2, arguments.length));
    }
    System.out.printf("candle4j, %s kernels, 1 thread%n", Utils.kernels());
    for (Map.Entry<String, Supplier<TrainingModels.Model>> e : models.entrySet()) {
      Path file = Files.createTempFile("candle-training", ".safetensors");
      try {
        TrainingModels.Model model = e.getValue().get();
        Map<String, Tensor> all = new LinkedHashMap<>(model.vars().data());
        model.batch().forEach((key, value) -> all.put("batch." + key, value));
        Safetensors.save(all, file);
        String[] command = {arguments[0], arguments[1], e.getKey(), file.toString()};
        measure(e.getKey(), model, command);
      } finally {
        Files.delete(file);
      }
    }
  }

  private static void measure(String name, TrainingModels.Model model, String... command)
      throws IOException {
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    try (BufferedReader in = process.inputReader();
        PrintWriter out = new PrintWriter(process.outputWriter(), true)) {
      System.out.println(in.readLine());
      AdamW optimizer = AdamW.newLr(model.vars().allVars(), 0.001);
      Supplier<Tensor> step =
          () -> {
            Tensor loss = model.loss().get();
            optimizer.backwardStep(loss);
            return loss;
          };
      compareLosses(name, step, in, out);
      Runnable run = () -> sink = step.get();
      double least = Sampling.warmUp(run, WARM_UP_NANOS);
      int calls = Sampling.calls(least, (long) SAMPLE_NANOS);
      double[] ours = new double[ROUNDS];
      double[] theirs = new double[ROUNDS];
      double[] ratios = new double[ROUNDS];
      for (int i = 0; i < ROUNDS; i++) {
        ours[i] = Sampling.time(run, calls) / 1e6;
        out.println(calls);
        theirs[i] = Double.parseDouble(in.readLine()) * 1e3 / calls;
        ratios[i] = theirs[i] / ours[i];
      }
      print(name, ours, theirs, ratios);
    }
  }

  /// The same numbers from the same start: otherwise the times are of different work.
  private static void compareLosses(
      String name, Supplier<Tensor> step, BufferedReader in, PrintWriter out) throws IOException {
    for (int i = 0; i < CHECKED; i++) {
      out.println("loss");
      double theirs = Double.parseDouble(in.readLine());
      double ours = step.get().toScalarF32();
      if (!(Math.abs(ours - theirs) <= ALLOWED * Math.max(1, Math.abs(theirs)))) {
        throw new IllegalStateException(
            name + ", step " + i + ": loss " + ours + ", PyTorch has " + theirs);
      }
      System.out.printf(Locale.ROOT, "%s step %d: %.6f %.6f%n", name, i, ours, theirs);
    }
  }

  private static void print(String name, double[] ours, double[] theirs, double[] ratios) {
    System.out.printf(
        Locale.ROOT,
        "%-12s candle4j best %.3f, median %.3f ms; PyTorch best %.3f, median %.3f ms; PyTorch /"
            + " candle4j %.2f%n",
        name,
        Arrays.stream(ours).min().orElseThrow(),
        median(ours),
        Arrays.stream(theirs).min().orElseThrow(),
        median(theirs),
        median(ratios));
  }

  private static double median(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    return sorted[sorted.length / 2];
  }
}
