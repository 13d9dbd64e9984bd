package io.github.candle4j.core;

import io.github.candle4j.core.CandleException.Kind;
import io.github.candle4j.core.file.Bytes;
import io.github.candle4j.core.file.NpyHeader;
import io.github.candle4j.core.file.Zip;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The arrays of an npz file, which are read when they are asked for. Entries may be compressed; each is compared with its
/// checksum. What is in the archive beside npy files is left alone, as numpy does.
///
/// {@snippet :
/// NpzTensors file = new NpzTensors(Path.of("data.npz"));
/// Tensor x = file.get("x").orElseThrow();
/// }
public final class NpzTensors {
  private final Bytes bytes;
  private final Zip zip;
  private final Map<String, Zip.Entry> arrays = new LinkedHashMap<>();

  /// Reads the directory of a file.
  ///
  /// @throws CandleException naming the file, and the byte where there is one, if it cannot be read
  public NpzTensors(Path file) {
    this(Bytes.map(file));
  }

  NpzTensors(Bytes bytes) {
    this.bytes = bytes;
    zip = Zip.read(bytes, "npz");
    zip.entries()
        .forEach((name, entry) -> {
          boolean named = name.endsWith(Npy.SUFFIX);
          if (!named && !isNpy(entry)) {
            return;
          }
          String array = named ? name.substring(0, name.length() - Npy.SUFFIX.length()) : name;
          if (arrays.put(array, entry) != null) {
            throw bytes.error(
                "npz", entry.offset(), "there are two arrays of the name '" + array + "'");
          }
        });
  }

  /// Looks at the first bytes alone: what is not an array may be of any size, and in any compression.
  private boolean isNpy(Zip.Entry entry) {
    return entry.isKnown() && NpyHeader.isNpy(zip.first(entry, NpyHeader.MAGIC_BYTES));
  }

  /// The names of the arrays, in the order of the file.
  public List<String> names() {
    return List.copyOf(arrays.keySet());
  }

  /// The shape of an array, and the dtype that it has when it is read; see [Tensor#readNpy].
  ///
  /// @throws CandleException if there is none of this name, or it is not one of numbers
  public ShapeAndDType getShapeAndDtype(String name) {
    Zip.Entry entry = entry(name, "cannot find tensor " + name);
    NpyHeader header = NpyHeader.read(zip.first(entry, NpyHeader.MOST_BYTES), entry.size());
    return new ShapeAndDType(header.shape(), header.type().dtype());
  }

  /// The tensor of a name, if there is one.
  ///
  /// @throws CandleException naming the file and the byte if something is wrong with it
  public Optional<Tensor> get(String name) {
    return Optional.ofNullable(arrays.get(name)).map(this::read);
  }

  Map<String, Tensor> all() {
    Map<String, Tensor> result = new LinkedHashMap<>();
    arrays.forEach((name, entry) -> result.put(name, read(entry)));
    return result;
  }

  List<Tensor> all(List<String> names) {
    List<Tensor> result = new ArrayList<>();
    for (String name : names) {
      result.add(read(entry(name, "no array for " + name + " in " + bytes.name())));
    }
    return result;
  }

  private Tensor read(Zip.Entry entry) {
    return Npy.read(zip.checkedContent(entry));
  }

  private Zip.Entry entry(String name, String message) {
    Zip.Entry entry = arrays.get(name);
    if (entry == null) {
      throw CandleException.withHint(
          Kind.NAME, "npz", message, "there are " + Names.some(arrays.keySet()));
    }
    return entry;
  }
}
