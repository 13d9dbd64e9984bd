package io.github.candle4j.nn;

import io.github.candle4j.core.BufferedSafetensors;
import io.github.candle4j.core.CandleException;
import io.github.candle4j.core.CandleException.Kind;
import io.github.candle4j.core.DType;
import io.github.candle4j.core.Device;
import io.github.candle4j.core.MmapedSafetensors;
import io.github.candle4j.core.NpzTensors;
import io.github.candle4j.core.PthTensors;
import io.github.candle4j.core.Shape;
import io.github.candle4j.core.SliceSafetensors;
import io.github.candle4j.core.Tensor;
import io.github.candle4j.core.Var;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// Gives layers their parameters by name: new variables for training, or tensors that exist.
///
/// Names are joined with dots: `vb.pp("layer1").get(shape, "weight")` is the parameter `layer1.weight`.
public final class VarBuilder {
  /// Where parameters come from.
  public interface SimpleBackend {
    /// The parameter of that name; `init` is how to create it where that is done.
    ///
    /// @throws CandleException if it is not there or has another shape
    Tensor get(Shape shape, String name, Init init, DType dtype, Device device);

    /// The parameter of that name, whatever its shape.
    ///
    /// @throws CandleException if it is not there, or the source makes parameters by their shape
    default Tensor getUnchecked(String name, DType dtype, Device device) {
      throw CandleException.withHint(
          Kind.UNSUPPORTED,
          "get_unchecked",
          "get_unchecked: this source makes parameters by their shape",
          "ask with a shape: get(shape, name)");
    }

    /// True if the parameter is there.
    boolean containsTensor(String name);

    /// The names of all parameters.
    ///
    /// @throws CandleException if they cannot be listed
    default List<String> names() {
      throw new CandleException(
          Kind.UNSUPPORTED, "names", "names: this source of parameters cannot list them");
    }
  }

  /// Turns the name that a model asks for into the one by which a source knows it.
  @FunctionalInterface
  public interface Renamer {
    /// The name in the source.
    String rename(String name);
  }

  private final SimpleBackend backend;
  private final String prefix;
  private final DType dtype;
  private final Device device;

  /// All names that were asked for; shared by all builders of one source.
  private final Set<String> asked;

  private VarBuilder(
      SimpleBackend backend, String prefix, DType dtype, Device device, Set<String> asked) {
    this.backend = backend;
    this.prefix = prefix;
    this.dtype = dtype;
    this.device = device;
    this.asked = asked;
  }

  /// Parameters from any source.
  public static VarBuilder fromBackend(SimpleBackend backend, DType dtype, Device device) {
    return new VarBuilder(backend, "", dtype, device, ConcurrentHashMap.newKeySet());
  }

  /// Parameters that are variables of a map, created when they are asked for: for training.
  public static VarBuilder fromVarmap(VarMap varmap, DType dtype, Device device) {
    return fromBackend(new FromVarMap(varmap), dtype, device);
  }

  /// Parameters that exist, by their names; they are cast to the dtype.
  public static VarBuilder fromTensors(
      Map<String, ? extends Tensor> tensors, DType dtype, Device device) {
    return fromBackend(StoredTensors.of(tensors), dtype, device);
  }

  /// Parameters that lie in safetensors files, which are mapped: a parameter of their dtype stays in its file, one of another is cast onto the
  /// heap. The files must not be changed while they are used. A name in several files is taken from the last.
  ///
  /// @throws CandleException if a file cannot be read
  public static VarBuilder fromMmapedSafetensors(List<Path> files, DType dtype, Device device) {
    return fromViews(MmapedSafetensors.multi(files), dtype, device);
  }

  /// [#fromMmapedSafetensors(List, DType, Device)] of one file.
  ///
  /// @throws CandleException if the file cannot be read
  public static VarBuilder fromMmapedSafetensors(Path file, DType dtype, Device device) {
    return fromViews(new MmapedSafetensors(file), dtype, device);
  }

  /// Parameters in the mapped safetensors files that an index names, such as `model.safetensors.index.json`.
  ///
  /// @throws CandleException if a file cannot be read
  public static VarBuilder fromShardedSafetensors(Path index, DType dtype, Device device) {
    return fromViews(MmapedSafetensors.sharded(index), dtype, device);
  }

  private static VarBuilder fromViews(MmapedSafetensors files, DType dtype, Device device) {
    return fromBackend(StoredTensors.ofViews(files.tensors()), dtype, device);
  }

  /// Parameters in the bytes of a safetensors file, which belong to the builder from now on.
  ///
  /// @throws CandleException if they are not such a file
  public static VarBuilder fromBufferedSafetensors(byte[] file, DType dtype, Device device) {
    return fromBackend(
        StoredTensors.ofViews(new BufferedSafetensors(file).tensors()), dtype, device);
  }

  /// Parameters in the bytes of a safetensors file, which must not be changed while it is used.
  ///
  /// @throws CandleException if they are not such a file
  public static VarBuilder fromSliceSafetensors(byte[] file, DType dtype, Device device) {
    return fromBackend(StoredTensors.ofViews(new SliceSafetensors(file).tensors()), dtype, device);
  }

  /// Parameters in an npz file of numpy.
  ///
  /// @throws CandleException if the file cannot be read
  public static VarBuilder fromNpz(Path file, DType dtype, Device device) {
    return fromBackend(StoredTensors.of(new NpzTensors(file)), dtype, device);
  }

  /// Parameters in a file that `torch.save` wrote.
  ///
  /// @throws CandleException if the file cannot be read
  public static VarBuilder fromPth(Path file, DType dtype, Device device) {
    return fromBackend(StoredTensors.of(new PthTensors(file)), dtype, device);
  }

  /// Parameters under one key of a file that `torch.save` wrote, such as `state_dict`.
  ///
  /// @throws CandleException if the file cannot be read or has no such key
  public static VarBuilder fromPthWithState(
      Path file, DType dtype, String stateKey, Device device) {
    return fromBackend(StoredTensors.of(new PthTensors(file, stateKey)), dtype, device);
  }

  /// Parameters that are all zeros, whatever their names.
  public static VarBuilder zeros(DType dtype, Device device) {
    return fromBackend(new Zeros(), dtype, device);
  }

  /// The prefix of all names.
  public String prefix() {
    return prefix;
  }

  /// The same source without a prefix.
  public VarBuilder root() {
    return setPrefix("");
  }

  /// The same source with another prefix.
  public VarBuilder setPrefix(String other) {
    return new VarBuilder(backend, other, dtype, device, asked);
  }

  /// The same source, one name further down.
  public VarBuilder pushPrefix(String name) {
    return setPrefix(path(name));
  }

  /// The same as [#pushPrefix].
  public VarBuilder pp(String name) {
    return pushPrefix(name);
  }

  /// One name further down, by number: for the layers of a stack.
  public VarBuilder pp(int number) {
    return pushPrefix(Integer.toString(number));
  }

  /// The same source for another dtype.
  public VarBuilder toDtype(DType other) {
    return new VarBuilder(backend, prefix, other, device, asked);
  }

  /// The same as [#toDtype].
  public VarBuilder setDtype(DType other) {
    return toDtype(other);
  }

  /// The same source for another device.
  public VarBuilder setDevice(Device other) {
    return new VarBuilder(backend, prefix, dtype, other, asked);
  }

  /// The dtype of the parameters.
  public DType dtype() {
    return dtype;
  }

  /// The device of the parameters.
  public Device device() {
    return device;
  }

  /// True if there is such a parameter.
  public boolean containsTensor(String name) {
    return backend.containsTensor(path(name));
  }

  /// The parameter of that name. On a [VarMap] a new one is created, and is all zeros: a layer to be trained usually wants
  /// [#getWithHints].
  ///
  /// @throws CandleException if it is not there or has another shape
  public Tensor get(Shape shape, String name) {
    return getWithHints(shape, name, Init.ZERO);
  }

  /// The parameter of that name; `init` says how it is created where it is.
  ///
  /// @throws CandleException if it is not there or has another shape
  public Tensor getWithHints(Shape shape, String name, Init init) {
    String path = path(name);
    asked.add(path);
    return backend.get(shape, path, init, dtype, device);
  }

  /// A part of the parameter of that name, for models that several processes share. A view: of a mapped file only the pages of the part are
  /// read.
  ///
  /// @param shape the shape of the whole or of the part, or `[]` for any
  /// @throws CandleException if it is not there, has another shape, or cannot be cut into equal parts
  public Tensor getWithHints(Shape shape, String name, Shard shard) {
    String path = path(name);
    asked.add(path);
    return shard.of(path, backend.getUnchecked(path, dtype, device), shape);
  }

  /// The parameter of that name in another dtype than [#dtype].
  ///
  /// @throws CandleException if it is not there or has another shape
  public Tensor getWithHintsDtype(Shape shape, String name, Init init, DType other) {
    return toDtype(other).getWithHints(shape, name, init);
  }

  /// The parameter of that name, whatever its shape. It must be there.
  ///
  /// @throws CandleException if it is not, or the source makes parameters by their shape
  public Tensor getUnchecked(String name) {
    return getUncheckedDtype(name, dtype);
  }

  /// [#getUnchecked] in another dtype than [#dtype].
  ///
  /// @throws CandleException if it is not there, or the source makes parameters by their shape
  public Tensor getUncheckedDtype(String name, DType other) {
    String path = path(name);
    asked.add(path);
    return backend.getUnchecked(path, other, device);
  }

  /// The names of all parameters below the prefix, without it.
  ///
  /// @throws CandleException if the source cannot list them
  public List<String> names() {
    String start = prefix.isEmpty() ? "" : prefix + ".";
    return backend.names().stream()
        .filter(name -> name.startsWith(start))
        .map(name -> name.substring(start.length()))
        .toList();
  }

  /// The names below the prefix, without it, that nobody has asked this builder or its relatives for: after a model was made,
  /// the weights that it does not use.
  ///
  /// @throws CandleException if the source cannot list its names
  public List<String> unusedNames() {
    return names().stream().filter(name -> !asked.contains(path(name))).toList();
  }

  /// The same source with other names: `rename` turns a name that is asked for into the one by which the source knows it. Its names cannot be
  /// listed.
  public VarBuilder rename(Renamer rename) {
    SimpleBackend renamed = new Renamed(backend, rename, asked);
    return new VarBuilder(renamed, prefix, dtype, device, ConcurrentHashMap.newKeySet());
  }

  /// The same as [#rename].
  public VarBuilder renameF(Renamer rename) {
    return rename(rename);
  }

  private String path(String name) {
    return prefix.isEmpty() ? name : prefix + "." + name;
  }

  private record FromVarMap(VarMap varmap) implements SimpleBackend {
    @Override
    public Tensor get(Shape shape, String name, Init init, DType dtype, Device device) {
      return varmap.get(shape, name, init, dtype, device);
    }

    @Override
    public Tensor getUnchecked(String name, DType dtype, Device device) {
      Map<String, Var> vars = varmap.data();
      Var var = vars.get(name);
      if (var == null) {
        throw StoredTensors.cannotFind(name, vars.keySet());
      }
      return varmap.get(var.shape(), name, Init.ZERO, dtype, device);
    }

    @Override
    public boolean containsTensor(String name) {
      return varmap.data().containsKey(name);
    }

    @Override
    public List<String> names() {
      return List.copyOf(varmap.data().keySet());
    }
  }

  private record Zeros() implements SimpleBackend {
    @Override
    public Tensor get(Shape shape, String name, Init init, DType dtype, Device device) {
      return Tensor.zeros(shape, dtype, device);
    }

    @Override
    public boolean containsTensor(String name) {
      return true;
    }
  }

  /// What is asked for is noted by the name that the source knows.
  private record Renamed(SimpleBackend backend, Renamer renamer, Set<String> asked)
      implements SimpleBackend {
    @Override
    public Tensor get(Shape shape, String name, Init init, DType dtype, Device device) {
      return backend.get(shape, noted(name), init, dtype, device);
    }

    @Override
    public Tensor getUnchecked(String name, DType dtype, Device device) {
      return backend.getUnchecked(noted(name), dtype, device);
    }

    private String noted(String name) {
      String known = renamer.rename(name);
      asked.add(known);
      return known;
    }

    @Override
    public boolean containsTensor(String name) {
      return backend.containsTensor(renamer.rename(name));
    }
  }
}
