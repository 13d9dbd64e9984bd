package io.github.candle4j.benchmarks;

import io.github.candle4j.core.Device;
import io.github.candle4j.core.MmapedSafetensors;
import io.github.candle4j.core.Safetensors;
import io.github.candle4j.core.Shape;
import io.github.candle4j.core.Tensor;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// Loads and saves a safetensors file of 1 GB in turns with Python's safetensors, and measures what a mapped file costs:
/// time, heap, and the pages that are read.
///
/// Arguments: the Python with torch and safetensors, and the script `benchmarks/src/main/python/files.py`.
final class FilesBenchmark {
  private static final String FILE = "1gb.safetensors";
  private static final int TENSORS = 16;
  private static final int ROWS = 4096;
  private static final int COLUMNS = 4096;
  private static final int ROUNDS = 9;

  private FilesBenchmark() {}

  static void main(String... arguments) throws Exception {
    Path folder = Files.createTempDirectory("candle-files");
    Path file = folder.resolve(FILE);
    Map<String, Tensor> model = new LinkedHashMap<>();
    for (int i = 0; i < TENSORS; i++) {
      model.put("w" + i, Tensor.randn(0f, 1f, Shape.of(ROWS, COLUMNS), Device.CPU));
    }
    Safetensors.save(model, file);
    try {
      mapped(file);
      compare(folder, model, arguments);
    } finally {
      try (var files = Files.list(folder)) {
        files.forEach(FilesBenchmark::delete);
      }
      Files.delete(folder);
    }
  }

  private static void mapped(Path file) throws IOException {
    for (int i = 0; i < 5; i++) {
      long heap = heap();
      long start = System.nanoTime();
      MmapedSafetensors opened = new MmapedSafetensors(file);
      List<Tensor> all = new ArrayList<>();
      for (String name : opened.tensors().keySet()) {
        all.add(opened.load(name, Device.CPU));
      }
      double opening = millis(start);
      long resident = resident(file);
      start = System.nanoTime();
      double sum = all.get(3).narrow(0, 7, 64).sumAll().toScalarF32();
      System.out.printf(
          Locale.ROOT,
          "mapped %d tensors in %.2f ms, %d KB of heap, %d KB resident; 64 rows (1024 KB) of one in"
              + " %.2f ms, %d KB resident (%.1f)%n",
          all.size(),
          opening,
          (heap() - heap) / 1024,
          resident,
          millis(start),
          resident(file),
          sum);
    }
  }

  private static void compare(Path folder, Map<String, Tensor> model, String... arguments)
      throws IOException {
    Path file = folder.resolve(FILE);
    Path ours = folder.resolve("ours");
    Path theirs = folder.resolve("theirs");
    Process python =
        new ProcessBuilder(arguments[0], arguments[1], file.toString(), theirs.toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    try (BufferedReader in = python.inputReader();
        PrintWriter out = new PrintWriter(python.outputWriter(), true)) {
      System.out.println(in.readLine());
      Map<String, Runnable> tasks = new LinkedHashMap<>();
      tasks.put("load", () -> Safetensors.load(file, Device.CPU));
      for (String task : List.of("load_numpy", "load_torch", "open_torch")) {
        tasks.put(task, () -> {});
      }
      tasks.put("save (forced)", () -> Safetensors.save(model, ours));
      for (String task : List.of("save_force", "save")) {
        tasks.put(task, () -> {});
      }
      Map<String, List<Double>> seconds = new LinkedHashMap<>();
      for (int round = 0; round < ROUNDS; round++) {
        for (Map.Entry<String, Runnable> task : tasks.entrySet()) {
          double taken;
          if (task.getKey().contains("_") || task.getKey().equals("save")) {
            out.println(task.getKey());
            taken = Double.parseDouble(in.readLine());
          } else {
            long start = System.nanoTime();
            task.getValue().run();
            taken = millis(start) / 1000;
          }
          seconds.computeIfAbsent(task.getKey(), _ -> new ArrayList<>()).add(taken);
        }
      }
      seconds.forEach(FilesBenchmark::print);
    }
  }

  private static void print(String task, List<Double> seconds) {
    List<Double> sorted = seconds.stream().sorted().toList();
    double median = sorted.get(sorted.size() / 2);
    double gigabytes = 4.0 * TENSORS * ROWS * COLUMNS / 1e9;
    System.out.printf(
        Locale.ROOT,
        "%-14s best %.3f s, median %.3f s, %.2f GB/s%n",
        task,
        sorted.getFirst(),
        median,
        gigabytes / median);
  }

  /// Bytes that live on the heap.
  private static long heap() {
    System.gc();
    return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
  }

  /// KB of the file that are mapped into memory now (Linux).
  private static long resident(Path file) throws IOException {
    long sum = 0;
    boolean inside = false;
    for (String line : Files.readAllLines(Path.of("/proc/self/smaps"))) {
      if (line.matches("[0-9a-f]+-[0-9a-f]+ .*")) {
        inside = line.endsWith(file.toString());
      } else if (inside && line.startsWith("Rss:")) {
        sum += Long.parseLong(line.replaceAll("\\D", ""));
      }
    }
    return sum;
  }

  private static double millis(long start) {
    return (System.nanoTime() - start) / 1e6;
  }

  private static void delete(Path file) {
    try {
      Files.delete(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
