package io.github.candle4j.nn;

import io.github.candle4j.core.BufferedSafetensors;
import io.github.candle4j.core.Device;
import io.github.candle4j.core.Tensor;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/// Numbers of PyTorch, made by the scripts of `tools/oracles/nn`.
///
/// @param name the name of the file
/// @param tensors what is in it
public record Oracle(String name, Map<String, Tensor> tensors) {
  public static Oracle of(String name) {
    String file = "/oracle/" + name + ".safetensors";
    try (InputStream in = Objects.requireNonNull(Oracle.class.getResourceAsStream(file), file)) {
      BufferedSafetensors source = new BufferedSafetensors(in.readAllBytes());
      Map<String, Tensor> tensors = new LinkedHashMap<>();
      source.tensors().forEach((key, view) -> tensors.put(key, view.load(Device.CPU)));
      return new Oracle(name, tensors);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public Tensor get(String key) {
    return Objects.requireNonNull(tensors.get(key), () -> "no " + key + " in " + name);
  }

  public boolean has(String key) {
    return tensors.containsKey(key);
  }

  /// The tensors whose names start so, without that start.
  public Map<String, Tensor> under(String start) {
    Map<String, Tensor> found = new LinkedHashMap<>();
    tensors.forEach((key, tensor) -> {
      if (key.startsWith(start)) {
        found.put(key.substring(start.length()), tensor);
      }
    });
    return found;
  }
}
