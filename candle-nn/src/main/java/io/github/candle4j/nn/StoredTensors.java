package io.github.candle4j.nn;

import io.github.candle4j.core.CandleException;
import io.github.candle4j.core.CandleException.Kind;
import io.github.candle4j.core.DType;
import io.github.candle4j.core.Device;
import io.github.candle4j.core.NpzTensors;
import io.github.candle4j.core.PthTensors;
import io.github.candle4j.core.Shape;
import io.github.candle4j.core.Tensor;
import io.github.candle4j.core.TensorView;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/// Parameters that exist, in memory or in files, each read when it is asked for.
///
/// @param names all names
/// @param known the same, to be looked up
/// @param find the tensor of a name
record StoredTensors(List<String> names, Set<String> known, Function<String, Optional<Tensor>> find)
    implements VarBuilder.SimpleBackend {
  private static final int SHOWN = 10;

  StoredTensors(List<String> names, Function<String, Optional<Tensor>> find) {
    this(names, Set.copyOf(names), find);
  }

  static StoredTensors of(Map<String, ? extends Tensor> tensors) {
    Map<String, Tensor> known = Map.copyOf(tensors);
    return new StoredTensors(
        List.copyOf(tensors.keySet()), name -> Optional.ofNullable(known.get(name)));
  }

  static StoredTensors ofViews(Map<String, TensorView> views) {
    return new StoredTensors(
        List.copyOf(views.keySet()),
        name -> Optional.ofNullable(views.get(name)).map(view -> view.load(Device.CPU)));
  }

  static StoredTensors of(NpzTensors file) {
    return new StoredTensors(file.names(), file::get);
  }

  static StoredTensors of(PthTensors file) {
    return new StoredTensors(List.copyOf(file.tensorInfos().keySet()), file::get);
  }

  @Override
  public Tensor get(Shape shape, String name, Init init, DType dtype, Device device) {
    Tensor tensor = stored(name);
    if (!tensor.shape().equals(shape)) {
      throw CandleException.withHint(
          Kind.SHAPE,
          "get",
          "shape mismatch for " + name + ", expected: " + shape + ", got: " + tensor.shape(),
          "the parameters were made for a model of other sizes");
    }
    return tensor.toDtype(dtype).toDevice(device);
  }

  @Override
  public Tensor getUnchecked(String name, DType dtype, Device device) {
    return stored(name).toDtype(dtype).toDevice(device);
  }

  @Override
  public boolean containsTensor(String name) {
    return known.contains(name);
  }

  private Tensor stored(String name) {
    return find.apply(name).orElseThrow(() -> cannotFind(name, names));
  }

  /// The error for a name that is not there, with those that are.
  static CandleException cannotFind(String name, Collection<String> names) {
    String hint =
        names.isEmpty()
            ? "there are no parameters at all"
            : "there are "
                + names.size()
                + " parameters: "
                + String.join(", ", names.stream().sorted().limit(SHOWN).toList())
                + (names.size() > SHOWN ? ", ..." : "");
    return CandleException.withHint(Kind.NAME, "get", "cannot find tensor " + name, hint);
  }
}
