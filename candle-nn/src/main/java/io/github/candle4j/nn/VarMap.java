package io.github.candle4j.nn;

import io.github.candle4j.core.CandleException;
import io.github.candle4j.core.CandleException.Kind;
import io.github.candle4j.core.DType;
import io.github.candle4j.core.Device;
import io.github.candle4j.core.Shape;
import io.github.candle4j.core.Tensor;
import io.github.candle4j.core.Var;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The variables of a model by their names, in the order in which they were created. May be used by several threads.
public final class VarMap {
  private final Map<String, Var> vars = new LinkedHashMap<>();

  /// An empty map.
  public VarMap() {}

  /// All variables, in the order in which they were created.
  public List<Var> allVars() {
    synchronized (vars) {
      return List.copyOf(vars.values());
    }
  }

  /// The variables by name: a copy of the map, of the same variables.
  public Map<String, Var> data() {
    synchronized (vars) {
      return new LinkedHashMap<>(vars);
    }
  }

  /// The variable of that name, created by `init` if there is none.
  ///
  /// @throws CandleException if it is there with another shape or dtype
  public Tensor get(Shape shape, String path, Init init, DType dtype, Device device) {
    synchronized (vars) {
      Var known = vars.get(path);
      if (known == null) {
        known = init.var(shape, dtype, device);
        vars.put(path, known);
      }
      if (!known.shape().equals(shape)) {
        throw CandleException.withHint(
            Kind.SHAPE,
            "get",
            "shape mismatch on " + path + ", expected: " + shape + ", got: " + known.shape(),
            "the name is taken by another variable; give each layer a prefix of its own with"
                + " pp(..)");
      }
      if (known.dtype() != dtype) {
        throw CandleException.withHint(
            Kind.DTYPE,
            "get",
            "dtype mismatch on " + path + ", expected: " + dtype + ", got: " + known.dtype(),
            "the name is taken by another variable; give each layer a prefix of its own with"
                + " pp(..)");
      }
      return known;
    }
  }

  /// Sets the value of one variable.
  ///
  /// @throws CandleException if there is none of that name, or its shape or dtype is another
  public void setOne(String name, Tensor value) {
    synchronized (vars) {
      Var known = vars.get(name);
      if (known == null) {
        throw VarBuilder.cannotFind(name, vars.keySet());
      }
      known.set(value);
    }
  }

  /// Sets the values of several variables.
  ///
  /// @throws CandleException if there is none of a name, or its shape or dtype is another
  public void set(Map<String, ? extends Tensor> values) {
    values.forEach(this::setOne);
  }
}
