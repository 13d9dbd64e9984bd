package io.github.candle4j.examples.ch16;

import io.github.candle4j.core.DType;
import io.github.candle4j.core.Device;
import io.github.candle4j.core.MmapedSafetensors;
import io.github.candle4j.core.Safetensors;
import io.github.candle4j.examples.common.InputException;
import io.github.candle4j.nn.VarBuilder;
import io.github.candle4j.nn.VarMap;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/// A model with its alphabet. Both are in one file, with the sizes: one without the others is of no use.
///
/// @param model the model
/// @param tokenizer its alphabet
record SavedModel(Transformer model, CharTokenizer tokenizer) {
  // @start region="save"
  static void save(Path file, VarMap weights, ModelConfig config, CharTokenizer tokenizer) {
    Map<String, String> header =
        Map.of(
            "alphabet", tokenizer.alphabet(),
            "size", String.valueOf(config.size()),
            "layers", String.valueOf(config.layers()),
            "heads", String.valueOf(config.heads()),
            "feed_forward", String.valueOf(config.feedForward()),
            "max_seq_len", String.valueOf(config.maxSeqLen()),
            "mask", String.valueOf(config.pieces().mask()),
            "positions", String.valueOf(config.pieces().positions()));
    Safetensors.save(weights.data(), header, file);
  }

  static SavedModel load(Path file) {
    if (!Files.isRegularFile(file)) {
      throw new InputException(file + ": there is no such file; train one with --save");
    }
    Map<String, String> header = new MmapedSafetensors(file).metadata();
    CharTokenizer tokenizer = new CharTokenizer(header.getOrDefault("alphabet", ""));
    ModelConfig config = config(file, header);
    VarBuilder vb =
        VarBuilder.fromTensors(Safetensors.load(file, Device.CPU), DType.F32, Device.CPU);
    return new SavedModel(Transformer.create(config, vb), tokenizer);
  }

  // @end
  private static ModelConfig config(Path file, Map<String, String> header) {
    try {
      return new ModelConfig(
          header.getOrDefault("alphabet", "").length(),
          Integer.parseInt(header.getOrDefault("size", "")),
          Integer.parseInt(header.getOrDefault("layers", "")),
          Integer.parseInt(header.getOrDefault("heads", "")),
          Integer.parseInt(header.getOrDefault("feed_forward", "")),
          Integer.parseInt(header.getOrDefault("max_seq_len", "")),
          0,
          new ModelConfig.Pieces(
              Boolean.parseBoolean(header.get("mask")),
              Boolean.parseBoolean(header.get("positions"))));
    } catch (NumberFormatException e) {
      throw new InputException(file + ": it is not a model that this program has saved", e);
    }
  }
}
