package io.github.candle4j.nn.train;

import io.github.candle4j.core.CandleException;
import io.github.candle4j.core.CandleException.Kind;
import io.github.candle4j.core.MmapedSafetensors;
import io.github.candle4j.core.RngState;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/// What a checkpoint holds beside tensors, in the metadata of its file.
///
/// @param saved its step and metrics
/// @param rng the state of the device's random numbers
record CheckpointHeader(Checkpoint.Saved saved, RngState rng) {
  private static final String FORMAT = "format";
  private static final String NAME = "candle4j checkpoint 1";
  private static final String STEP = "step";
  private static final String SEED = "rng.seed";
  private static final String POSITION = "rng.position";
  private static final String METRIC = "metric.";

  static Map<String, String> write(Checkpoint.Saved saved, RngState rng) {
    Map<String, String> texts = new LinkedHashMap<>();
    texts.put(FORMAT, NAME);
    texts.put(STEP, Long.toString(saved.step()));
    texts.put(SEED, Long.toString(rng.seed()));
    texts.put(POSITION, Long.toString(rng.position()));
    saved.metrics().forEach((name, value) -> texts.put(METRIC + name, Double.toString(value)));
    return texts;
  }

  /// @throws CandleException if the file cannot be read or is no checkpoint
  static CheckpointHeader read(Path file) {
    Map<String, String> texts = new MmapedSafetensors(file).metadata();
    String format = texts.getOrDefault(FORMAT, "nothing");
    if (!format.equals(NAME)) {
      throw CandleException.withHint(
          Kind.FILE,
          "restore",
          "restore: "
              + file
              + " is no checkpoint: its format is '"
              + format
              + "', not '"
              + NAME
              + "'",
          "VarMap.load(file) sets variables from any safetensors file");
    }
    try {
      Map<String, Double> metrics = new LinkedHashMap<>();
      texts.forEach((key, value) -> {
        if (key.startsWith(METRIC)) {
          metrics.put(key.substring(METRIC.length()), Double.valueOf(value));
        }
      });
      RngState rng = new RngState(number(texts, SEED), number(texts, POSITION));
      return new CheckpointHeader(new Checkpoint.Saved(file, number(texts, STEP), metrics), rng);
    } catch (NumberFormatException e) {
      throw new CandleException(
          Kind.FILE, "restore", "restore: " + file + " is damaged: " + e.getMessage(), e);
    }
  }

  private static long number(Map<String, String> texts, String key) {
    return Long.parseLong(texts.getOrDefault(key, "no " + key));
  }
}
