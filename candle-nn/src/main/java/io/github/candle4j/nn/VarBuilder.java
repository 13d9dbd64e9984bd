package io.github.candle4j.nn;

import io.github.candle4j.core.CandleException;
import io.github.candle4j.core.CandleException.Kind;
import io.github.candle4j.core.DType;
import io.github.candle4j.core.Device;
import io.github.candle4j.core.Shape;
import io.github.candle4j.core.Tensor;
import java.util.Collection;
import java.util.Map;

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

    /// True if the parameter is there.
    boolean containsTensor(String name);
  }

  private final SimpleBackend backend;
  private final String prefix;
  private final DType dtype;
  private final Device device;

  private VarBuilder(SimpleBackend backend, String prefix, DType dtype, Device device) {
    this.backend = backend;
    this.prefix = prefix;
    this.dtype = dtype;
    this.device = device;
  }

  /// Parameters from any source.
  public static VarBuilder fromBackend(SimpleBackend backend, DType dtype, Device device) {
    return new VarBuilder(backend, "", dtype, device);
  }

  /// Parameters that are variables of a map, created when they are asked for: for training.
  public static VarBuilder fromVarmap(VarMap varmap, DType dtype, Device device) {
    return fromBackend(new FromVarMap(varmap), dtype, device);
  }

  /// Parameters that exist, by their names; they are cast to the dtype.
  public static VarBuilder fromTensors(
      Map<String, ? extends Tensor> tensors, DType dtype, Device device) {
    return fromBackend(new FromTensors(Map.copyOf(tensors)), dtype, device);
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
    return new VarBuilder(backend, other, dtype, device);
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
    return new VarBuilder(backend, prefix, other, device);
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

  /// The parameter of that name; zeros where it is created.
  ///
  /// @throws CandleException if it is not there or has another shape
  public Tensor get(Shape shape, String name) {
    return getWithHints(shape, name, Init.ZERO);
  }

  /// The parameter of that name; `init` says how it is created where it is.
  ///
  /// @throws CandleException if it is not there or has another shape
  public Tensor getWithHints(Shape shape, String name, Init init) {
    return backend.get(shape, path(name), init, dtype, device);
  }

  private String path(String name) {
    return prefix.isEmpty() ? name : prefix + "." + name;
  }

  /// The error for a name that is not there, with those that are.
  static CandleException cannotFind(String name, Collection<String> names) {
    String hint =
        names.isEmpty()
            ? "there are no parameters at all"
            : "there are "
                + names.size()
                + " parameters: "
                + String.join(", ", names.stream().sorted().limit(10).toList())
                + (names.size() > 10 ? ", ..." : "");
    return CandleException.withHint(Kind.NAME, "get", "cannot find tensor " + name, hint);
  }

  private record FromVarMap(VarMap varmap) implements SimpleBackend {
    @Override
    public Tensor get(Shape shape, String name, Init init, DType dtype, Device device) {
      return varmap.get(shape, name, init, dtype, device);
    }

    @Override
    public boolean containsTensor(String name) {
      return varmap.data().containsKey(name);
    }
  }

  private record FromTensors(Map<String, ? extends Tensor> tensors) implements SimpleBackend {
    @Override
    public Tensor get(Shape shape, String name, Init init, DType dtype, Device device) {
      Tensor tensor = tensors.get(name);
      if (tensor == null) {
        throw cannotFind(name, tensors.keySet());
      }
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
    public boolean containsTensor(String name) {
      return tensors.containsKey(name);
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
}
