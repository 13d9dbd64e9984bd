package io.github.candle4j.examples.ch13;

import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import io.github.candle4j.examples.common.InputException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;

/// Hugging Face's own tokenizers, a library in Rust, through DJL.
final class HuggingFace {
  private HuggingFace() {}

  // @start region="load"
  static HuggingFaceTokenizer load(Path json) {
    // DJL would look for a library for the graphics card, and tell Amazon's machines home.
    System.setProperty("RUST_FLAVOR", "cpu");
    System.setProperty("OPT_OUT_TRACKING", "true");
    try {
      return HuggingFaceTokenizer.newInstance(
          json, Map.of("addSpecialTokens", "false", "truncation", "false", "padding", "false"));
    } catch (IOException | RuntimeException e) {
      throw new InputException(json + ": it cannot be read as a tokenizer.json", e);
    }
  }
  // @end
}
