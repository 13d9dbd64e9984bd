package io.github.candle4j.core;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Reads files of `torch.save`. See [PthTensors] for what can be read, how tensors are named, and how they are read one by
/// one. Nothing in a file is executed.
public final class Pickle {
  private static final Logger LOG = LoggerFactory.getLogger(Pickle.class);

  private Pickle() {}

  /// All tensors of a file, on the heap, in the order of the file. Tensors that shared their elements in PyTorch, such as tied
  /// weights, share them here.
  ///
  /// @throws CandleException naming the file and the byte if it cannot be read, or if one of its tensors cannot
  public static Map<String, Tensor> readAll(Path file) {
    return readAllWithKey(file, null);
  }

  /// All tensors under one key of the dict that was saved.
  ///
  /// @throws CandleException as [#readAll], and if there is no such key
  public static Map<String, Tensor> readAllWithKey(Path file, @Nullable String key) {
    return new PthTensors(file, key).all();
  }

  /// What is known of the tensors of a file; no elements are read.
  ///
  /// @param verbose whether to log it
  /// @throws CandleException naming the file and the byte if it cannot be read
  public static List<TensorInfo> readPthTensorInfo(
      Path file, boolean verbose, @Nullable String key) {
    List<TensorInfo> infos = List.copyOf(new PthTensors(file, key).tensorInfos().values());
    if (verbose) {
      infos.forEach(info -> LOG.info("{}: {}", file, info));
    }
    return infos;
  }
}
