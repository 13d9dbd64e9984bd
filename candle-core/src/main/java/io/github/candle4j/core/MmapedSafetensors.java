package io.github.candle4j.core;

import io.github.candle4j.core.file.Bytes;
import io.github.candle4j.core.file.SafetensorsIndex;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Safetensors files that are mapped into memory: opening reads their heads, and a tensor is read where and when an
/// operation uses it. There is nothing to close; the garbage collector lets a file go when no tensor of it is left.
///
/// {@snippet :
/// MmapedSafetensors model = new MmapedSafetensors(Path.of("model.safetensors"));
/// Tensor weight = model.load("layers.0.weight", Device.CPU);       // reads nothing
/// Tensor row = model.load("embedding", Device.CPU).narrow(0, 7, 1); // neither does this
/// Tensor y = x.matmul(weight.t());                                 // reads the weight
/// }
///
/// A file must not be cut or overwritten while it is mapped: use of a part that is gone throws, but one that was changed
/// is read as it is. Files that are replaced whole, as [Safetensors#save] does it, are safe.
public final class MmapedSafetensors implements TensorViews {
  private final Contents contents;

  private MmapedSafetensors(Contents contents) {
    this.contents = contents;
  }

  /// Maps one file.
  ///
  /// @throws CandleException naming the file, and the byte where there is one, if it cannot be read
  public MmapedSafetensors(Path file) {
    this(Contents.read(Bytes.map(file)));
  }

  /// Maps several files. A name that is in more than one of them is that of the last; so are the keys of the metadata.
  ///
  /// @throws CandleException naming the file, and the byte where there is one, if one cannot be read
  public static MmapedSafetensors multi(List<Path> files) {
    Map<String, TensorView> tensors = new LinkedHashMap<>();
    Map<String, String> metadata = new LinkedHashMap<>();
    for (Path file : files) {
      Contents one = Contents.read(Bytes.map(file));
      tensors.putAll(one.tensors());
      metadata.putAll(one.metadata());
    }
    return new MmapedSafetensors(new Contents(tensors, metadata));
  }

  /// Maps the files of an index such as `model.safetensors.index.json`, which says in which file of its directory each
  /// tensor is.
  ///
  /// @throws CandleException if the index is not valid, names a file outside of its directory or a tensor that its file
  ///     does not have, or a file cannot be read
  public static MmapedSafetensors sharded(Path index) {
    Map<String, Path> files = SafetensorsIndex.read(index);
    Map<Path, Contents> open = new LinkedHashMap<>();
    Map<String, TensorView> tensors = new LinkedHashMap<>();
    files.forEach((name, file) -> {
      Contents shard = open.computeIfAbsent(file, f -> Contents.read(Bytes.map(f)));
      TensorView view = shard.tensors().get(name);
      if (view == null) {
        throw new CandleException(
            CandleException.Kind.FILE,
            "safetensors",
            index
                + ": tensor '"
                + name
                + "' is said to be in "
                + file
                + ", which has "
                + Names.some(shard.tensors().keySet()));
      }
      tensors.put(name, view);
    });
    Map<String, String> metadata = new LinkedHashMap<>();
    open.values().forEach(shard -> metadata.putAll(shard.metadata()));
    return new MmapedSafetensors(new Contents(tensors, metadata));
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
