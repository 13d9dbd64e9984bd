package io.github.candle4j.core;

import io.github.candle4j.core.file.Bytes;
import java.util.Map;

/// Safetensors in a byte array of the caller, which is used and not copied: change it only when no view of it is needed any
/// more. The views of tensors hold the array; what is loaded from them does not.
public final class SliceSafetensors implements TensorViews {
  private final Contents contents;

  /// Reads the head of a file that lies in an array.
  ///
  /// @throws CandleException naming the byte if something is wrong with it
  public SliceSafetensors(byte[] buffer) {
    contents = Contents.read(Bytes.of(buffer, "safetensors buffer"));
  }

  @Override
  public Map<String, TensorView> tensors() {
    return contents.tensors();
  }

  @Override
  public Map<String, String> metadata() {
    return contents.metadata();
  }
}
