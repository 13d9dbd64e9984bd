package io.github.candle4j.core;

import io.github.candle4j.core.file.AtomicFile;
import io.github.candle4j.core.file.Bytes;
import io.github.candle4j.core.file.ElementType;
import io.github.candle4j.core.file.SafetensorsHeader;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Reads and writes [safetensors](https://github.com/huggingface/safetensors) files: named tensors in plain bytes, with a
/// head that says where each one lies. Nothing in a file is executed, and nothing in it is believed before it is checked.
///
/// {@snippet :
/// Safetensors.save(Map.of("weight", w, "bias", b), Path.of("model.safetensors"));
/// Map<String, Tensor> tensors = Safetensors.load(Path.of("model.safetensors"), Device.CPU);
/// }
///
/// [MmapedSafetensors] reads large files lazily; see [TensorView#dtype] for types that are not among the dtypes.
public final class Safetensors {
  /// Bytes handed to the system at once.
  private static final int BLOCK = 1 << 20;

  private Safetensors() {}

  /// All tensors of a file, on the heap, in the order in which they lie in it.
  ///
  /// @throws CandleException naming the file, and the byte where there is one, if it cannot be read
  public static Map<String, Tensor> load(Path file, Device device) {
    return all(Bytes.map(file), device);
  }

  /// All tensors of a file that lies in an array.
  ///
  /// @throws CandleException naming the byte if something is wrong with it
  public static Map<String, Tensor> loadBuffer(byte[] buffer, Device device) {
    return all(Bytes.of(buffer, "safetensors buffer"), device);
  }

  private static Map<String, Tensor> all(Bytes bytes, Device device) {
    Map<String, Tensor> result = new LinkedHashMap<>();
    TensorViews.Contents.read(bytes)
        .tensors()
        .forEach((name, view) -> result.put(name, view.copy(device)));
    return result;
  }

  /// Saves tensors. A crash at any moment leaves the old file, if there was one, or the new one.
  ///
  /// @throws CandleException if the file cannot be written; what was there before stays
  public static void save(Map<String, ? extends Tensor> tensors, Path file) {
    save(tensors, Map.of(), file);
  }

  /// Saves tensors and texts about them. The tensors lie in the file by falling size of their elements, so that each is
  /// aligned to it, and then by name, in the order of the format's own library.
  ///
  /// @throws CandleException if the file cannot be written; what was there before stays
  public static void save(
      Map<String, ? extends Tensor> tensors, Map<String, String> metadata, Path file) {
    Nulls.refuse("save", "the map of tensors", tensors);
    tensors.forEach((name, x) -> Nulls.refuse("save", "tensor '" + name + "'", x));
    List<Map.Entry<String, Tensor>> sorted =
        tensors.entrySet().stream()
            .map(e -> Map.entry(e.getKey(), (Tensor) e.getValue()))
            .sorted(
                Comparator.comparing(
                        (Map.Entry<String, Tensor> e) -> ElementType.of(e.getValue().dtype()),
                        Comparator.reverseOrder())
                    .thenComparing(Map.Entry::getKey))
            .toList();
    Map<String, SafetensorsHeader.Entry> entries = new LinkedHashMap<>();
    long at = 0;
    for (Map.Entry<String, Tensor> e : sorted) {
      Tensor x = e.getValue();
      long end = at + x.elemCount() * x.dtype().sizeInBytes();
      ElementType type = ElementType.of(x.dtype());
      entries.put(e.getKey(), new SafetensorsHeader.Entry(type, x.shape(), at, end));
      at = end;
    }
    byte[] header = SafetensorsHeader.write(entries, metadata);
    AtomicFile.write(
        "save",
        file,
        out -> {
          ByteBuffer block = ByteBuffer.allocateDirect(BLOCK);
          RawBytes.write(ByteBuffer.wrap(header), out);
          for (Map.Entry<String, Tensor> e : sorted) {
            RawBytes.write(e.getValue(), out, block);
          }
        });
  }
}
