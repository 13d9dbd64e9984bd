package io.github.candle4j.examples.appc;

import io.github.candle4j.core.DType;
import io.github.candle4j.core.Device;
import io.github.candle4j.core.Safetensors;
import io.github.candle4j.core.Tensor;
import io.github.candle4j.examples.ch16.ModelConfig;
import io.github.candle4j.examples.ch16.Transformer;
import io.github.candle4j.examples.common.InputException;
import io.github.candle4j.nn.VarBuilder;
import io.github.candle4j.nn.VarMap;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/// A model of chapter 16 with random weights, in files: time and memory do not depend on what it has learned.
///
/// @param config its sizes
/// @param f32 a file with its weights, 4 bytes a number
/// @param f16 a file with its weights, 2 bytes a number
record Models(ModelConfig config, Path f32, Path f16) implements AutoCloseable {
  static Models create(ModelConfig config) {
    try {
      Path folder = Files.createTempDirectory("inference");
      Models models =
          new Models(config, folder.resolve("f32.safetensors"), folder.resolve("f16.safetensors"));
      VarMap weights = new VarMap();
      Transformer _ =
          Transformer.create(config, VarBuilder.fromVarmap(weights, DType.F32, Device.CPU));
      // @start region="halve"
      weights.save(models.f32);
      Map<String, Tensor> halves = new LinkedHashMap<>();
      weights.data().forEach((name, weight) -> halves.put(name, weight.toDtype(DType.F16)));
      Safetensors.save(halves, models.f16);
      // @end
      return models;
    } catch (IOException e) {
      throw new InputException("there is no place for temporary files", e);
    }
  }

  // @start region="load"
  /// Reads all weights into the heap.
  Transformer read(Path file, DType dtype) {
    Map<String, Tensor> weights = Safetensors.load(file, Device.CPU);
    return Transformer.create(config, VarBuilder.fromTensors(weights, dtype, Device.CPU));
  }

  /// Leaves the weights in the file: the system reads a page of it when it is used.
  Transformer map(Path file, DType dtype) {
    return Transformer.create(config, VarBuilder.fromMmapedSafetensors(file, dtype, Device.CPU));
  }

  // @end
  static double megabytes(Path file) {
    try {
      return Files.size(file) / 1e6;
    } catch (IOException e) {
      throw new InputException(file + ": it cannot be read", e);
    }
  }

  @Override
  public void close() {
    try {
      Files.delete(f32);
      Files.delete(f16);
      Files.delete(f32.resolveSibling(""));
    } catch (IOException e) {
      throw new InputException(f32 + ": the temporary files cannot be removed", e);
    }
  }
}
