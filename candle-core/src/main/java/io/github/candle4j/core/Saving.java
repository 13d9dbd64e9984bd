package io.github.candle4j.core;

import java.nio.file.Path;
import java.util.Map;

/// Writing one tensor to a file; [Safetensors] writes several.
sealed interface Saving permits Tensor {
  /// Saves this tensor under a name in a safetensors file of its own. A crash leaves the old file or the new one.
  ///
  /// @throws CandleException if the file cannot be written; what was there before stays
  default void saveSafetensors(String name, Path file) {
    Safetensors.save(Map.of(name, (Tensor) this), file);
  }
}
