package io.github.candle4j.nn;

import io.github.candle4j.core.DType;
import io.github.candle4j.core.Device;
import java.nio.file.Path;
import java.util.List;

/// Safetensors of which each process of a group reads its part: see [Shard] and
/// [VarBuilder#getWithHints(io.github.candle4j.core.Shape, String, Shard)].
public final class ShardedSafeTensors {
  private ShardedSafeTensors() {}

  /// Parameters that lie in mapped files; of a part, only its pages are read.
  ///
  /// @throws io.github.candle4j.core.CandleException if a file cannot be read
  public static VarBuilder varBuilder(List<Path> files, DType dtype, Device device) {
    return VarBuilder.fromMmapedSafetensors(files, dtype, device);
  }
}
