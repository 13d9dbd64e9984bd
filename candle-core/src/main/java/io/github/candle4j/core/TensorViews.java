package io.github.candle4j.core;

import io.github.candle4j.core.CandleException.Kind;
import io.github.candle4j.core.file.Bytes;
import io.github.candle4j.core.file.SafetensorsHeader;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/// What can be asked of safetensors, wherever they lie.
sealed interface TensorViews permits MmapedSafetensors, SliceSafetensors, BufferedSafetensors {
  /// All tensors by name, in the order in which they lie in their file. Nothing of them has been read.
  Map<String, TensorView> tensors();

  /// The texts that were saved with the tensors.
  Map<String, String> metadata();

  /// A tensor that has not been read yet.
  ///
  /// @throws CandleException if there is none of this name
  default TensorView get(String name) {
    TensorView view = tensors().get(name);
    if (view == null) {
      throw CandleException.withHint(
          Kind.NAME,
          "safetensors",
          "cannot find tensor " + name,
          "there are " + Names.some(tensors().keySet()));
    }
    return view;
  }

  /// The tensor of a name; see [TensorView#load].
  ///
  /// @throws CandleException if there is none of this name, or it cannot be loaded
  default Tensor load(String name, Device device) {
    return get(name).load(device);
  }

  /// The tensors and texts of files.
  record Contents(Map<String, TensorView> tensors, Map<String, String> metadata) {
    /// Both maps become read-only.
    public Contents {
      tensors = Collections.unmodifiableMap(tensors);
      metadata = Collections.unmodifiableMap(metadata);
    }

    /// Those of one file or buffer.
    static Contents read(Bytes bytes) {
      SafetensorsHeader header = SafetensorsHeader.read(bytes);
      Map<String, TensorView> tensors = new LinkedHashMap<>();
      header
          .tensors()
          .forEach((name, e) -> {
            Bytes part = bytes.slice(header.dataStart() + e.begin(), e.end() - e.begin());
            tensors.put(name, new TensorView(name, part, e));
          });
      return new Contents(tensors, header.metadata());
    }
  }
}
