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

  /// Writes this tensor as an npy file, byte for byte as numpy does. A crash leaves the old file or the new one.
  ///
  /// {@snippet :
  /// x.writeNpy(Path.of("x.npy")); // np.load("x.npy")
  /// }
  ///
  /// @throws CandleException for BF16 and F8E4M3, which npy files do not have, or if the file cannot be written; what was
  ///     there before stays
  default void writeNpy(Path file) {
    Npy.write((Tensor) this, file);
  }
}
