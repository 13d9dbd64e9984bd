package io.github.candle4j.core;

import io.github.candle4j.core.CandleException.Kind;
import io.github.candle4j.core.file.Bytes;
import io.github.candle4j.core.file.ElementType;
import io.github.candle4j.core.file.TorchFile;
import io.github.candle4j.core.file.TorchTensor;
import io.github.candle4j.core.storage.MappedStorage;
import io.github.candle4j.core.storage.Storage;
import java.nio.file.Path;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The tensors of a file of `torch.save` (`.pt`, `.pth`, `.bin`, `.ckpt`), which are read where and when operations use them, as
/// those of [MmapedSafetensors]. Nothing in the file is executed: the pickle in it may name the classes of tensors, of their
/// containers and of numbers, and is refused if it names any other.
///
/// {@snippet :
/// PthTensors file = new PthTensors(Path.of("model.pt"));
/// Tensor weight = file.get("layers.0.weight").orElseThrow();
/// }
///
/// Tensors in nested dicts and lists, and those of TorchScript modules, have the keys on their way joined with dots:
/// `{"model": {"weight": w}, "optimizer": ..}` has a tensor `model.weight`. With the key `"model"` it is `weight`, and what is
/// beside that key is left alone. A file that holds one tensor and no dict has the name `tensor`. Where two tensors come to
/// one name, as those of the keys 1 and `"1"` do, the second one gets `#2` behind it, and so on.
///
/// Any strides are read, and all formats since PyTorch 0.1.10 except storages that were views of others, which it wrote before
/// 0.4. Sparse tensors and those of the device `meta` are refused with their file. Types that no dtype has become the next one that holds their
/// values: `bool` U8, `int8` I16, `uint16` U32, `uint64` I64 and `float8_e5m2` F16. Complex and quantized tensors are not in
/// [#tensorInfos], and [#get] says so.
public final class PthTensors {
  private final TorchFile file;
  private final Map<String, TensorInfo> infos = new LinkedHashMap<>();

  /// Maps a file and reads what there is in it.
  ///
  /// @throws CandleException naming the file, and the byte where there is one, if it cannot be read
  public PthTensors(Path file) {
    this(file, null);
  }

  /// Maps a file whose tensors are under one key of its dict, such as `"model_state_dict"`.
  ///
  /// @throws CandleException naming the file, and the byte where there is one, if it cannot be read or has no such key
  public PthTensors(Path file, @Nullable String key) {
    this(Bytes.map(file), key);
  }

  PthTensors(Bytes bytes, @Nullable String key) {
    file = TorchFile.read(bytes, key);
    file.tensors()
        .forEach((name, x) -> {
          ElementType type = x.type();
          if (type != null) {
            infos.put(
                name, new TensorInfo(name, type.dtype(), x.layout(), x.path(), x.storageSize()));
          }
        });
  }

  /// What is known of each tensor, in the order of the file.
  public Map<String, TensorInfo> tensorInfos() {
    return Collections.unmodifiableMap(infos);
  }

  /// The tensor of a name, if there is one. It stays in the file where that is possible; see [TensorView#load].
  ///
  /// @throws CandleException if its type cannot be read, or a `uint64` does not fit an I64
  public Optional<Tensor> get(String name) {
    TorchTensor x = file.tensors().get(name);
    return x == null ? Optional.empty() : Optional.of(get(name, x));
  }

  private Tensor get(String name, TorchTensor x) {
    ElementType type = type(name, x);
    Layout layout = x.layout();
    if (layout.shape().elemCount() == 0) {
      return Tensor.zeros(layout.shape(), type.dtype(), Device.CPU);
    }
    Bytes storage = file.storage(x);
    if (storage.isMapped() && type.isDtype() && fits(storage, type)) {
      Storage mapped = new MappedStorage(storage, type.dtype(), file.order());
      return new Tensor(mapped, layout, Device.CPU, null);
    }
    // From the first to the last element that it uses.
    int size = span(layout);
    Bytes part =
        storage.slice((long) layout.startOffset() * type.bytes(), (long) size * type.bytes());
    Storage heap = heap(part, type, size);
    return new Tensor(heap, new Layout(layout.shape(), layout.stride(), 0), Device.CPU, null);
  }

  /// All tensors on the heap. Those that share a storage share it here, too.
  Map<String, Tensor> all() {
    record Key(String path, ElementType type) {}
    Map<Key, Storage> storages = new HashMap<>();
    Map<String, Tensor> result = new LinkedHashMap<>();
    file.tensors()
        .forEach((name, x) -> {
          ElementType type = type(name, x);
          Storage storage =
              storages.computeIfAbsent(
                  new Key(x.path(), type),
                  _ -> {
                    Bytes bytes = file.storage(x);
                    long size = bytes.size() / type.bytes();
                    Bytes whole = bytes.slice(0, size * type.bytes());
                    return heap(whole, type, count(bytes, size));
                  });
          result.put(name, new Tensor(storage, x.layout(), Device.CPU, null));
        });
    return result;
  }

  private Storage heap(Bytes bytes, ElementType type, int size) {
    return RawBytes.read(bytes, type, file.order(), Shape.of(size), Device.CPU).storage();
  }

  private static boolean fits(Bytes storage, ElementType type) {
    return storage.size() / type.bytes() <= Shape.MAX_ELEMENTS;
  }

  private static int count(Bytes storage, long size) {
    if (size > Shape.MAX_ELEMENTS) {
      throw storage.error(
          TorchFile.OPERATION,
          0,
          "a storage has " + size + " elements, on the heap it can have " + Shape.MAX_ELEMENTS,
          "PthTensors reads it from the file");
    }
    return (int) size;
  }

  /// The number of elements from the first to the last.
  private static int span(Layout layout) {
    int last = 0;
    for (int d = 0; d < layout.shape().rank(); d++) {
      last += (layout.shape().dim(d) - 1) * layout.stride(d);
    }
    return last + 1;
  }

  private ElementType type(String name, TorchTensor x) {
    ElementType type = x.type();
    if (type == null) {
      throw CandleException.withHint(
          Kind.DTYPE,
          TorchFile.OPERATION,
          file.name() + ": unsupported storage type " + x.typeName() + " of tensor '" + name + "'",
          "save it as real numbers: torch.view_as_real(x), x.dequantize() or x.float(); "
              + "new PthTensors(path).get(name) reads the others");
    }
    return type;
  }
}
