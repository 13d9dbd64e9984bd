package io.github.candle4j.core;

import io.github.candle4j.core.file.Bytes;
import java.util.Map;

/// Safetensors in a byte array that belongs to them from now on.
public final class BufferedSafetensors implements TensorViews {
  private final Contents contents;

  /// Reads the head of a file that lies in an array.
  ///
  /// @throws CandleException naming the byte if something is wrong with it
  public BufferedSafetensors(byte[] buffer) {
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
