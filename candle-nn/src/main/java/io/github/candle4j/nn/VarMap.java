package io.github.candle4j.nn;

import io.github.candle4j.core.CandleException;
import io.github.candle4j.core.CandleException.Kind;
import io.github.candle4j.core.DType;
import io.github.candle4j.core.Device;
import io.github.candle4j.core.MmapedSafetensors;
import io.github.candle4j.core.Safetensors;
import io.github.candle4j.core.Shape;
import io.github.candle4j.core.Tensor;
import io.github.candle4j.core.TensorView;
import io.github.candle4j.core.Var;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

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

  /// The variables that are not frozen, in the order in which they were created: what an optimizer is given.
  public List<Var> trainableVars() {
    return allVars().stream().filter(v -> !v.isFrozen()).toList();
  }

  /// Freezes the variables whose names fit: they get no gradients, and steps of optimizers leave them as they are.
  ///
  /// @param pattern a name in which each `*` stands for any text, such as `encoder.*` or `*.bias`
  /// @return the names that fit
  /// @throws CandleException if none fits
  public List<String> freeze(String pattern) {
    return eachThatFits("freeze", pattern, Var::freeze);
  }

  /// Lets the variables whose names fit be trained again; see [#freeze].
  ///
  /// @return the names that fit
  /// @throws CandleException if none fits
  public List<String> unfreeze(String pattern) {
    return eachThatFits("unfreeze", pattern, Var::unfreeze);
  }

  private List<String> eachThatFits(String operation, String pattern, Consumer<Var> change) {
    Pattern names =
        Pattern.compile(
            Arrays.stream(pattern.split("\\*", -1))
                .map(Pattern::quote)
                .collect(Collectors.joining(".*")));
    Map<String, Var> all = data();
    List<String> found = all.keySet().stream().filter(n -> names.matcher(n).matches()).toList();
    if (found.isEmpty()) {
      throw CandleException.withHint(
          Kind.NAME,
          operation,
          operation + ": no variable fits " + pattern,
          all.isEmpty()
              ? "there are no variables yet; make the model first"
              : "there are " + String.join(", ", all.keySet()));
    }
    found.forEach(name -> change.accept(Objects.requireNonNull(all.get(name))));
    return found;
  }

  /// The number of elements of all variables.
  public long parameterCount() {
    return allVars().stream().mapToLong(Tensor::elemCount).sum();
  }

  /// A table of all variables, and what they come to.
  public ModelSummary summary() {
    return ModelSummary.of(data());
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
            "it was created or loaded with that dtype: VarBuilder.fromVarmap(varmap, DType."
                + known.dtype()
                + ", device); or the name is taken, and pp(..) gives each layer a prefix");
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
        throw StoredTensors.cannotFind(name, vars.keySet());
      }
      known.set(value);
    }
  }

  /// Saves all variables to a safetensors file. A crash at any moment leaves the old file, if there was one, or the new one.
  ///
  /// @throws CandleException if the file cannot be written
  public void save(Path file) {
    Safetensors.save(data(), file);
  }

  /// Sets all variables from a safetensors file. Names and shapes must be those of the file, all of them; floats are cast to the
  /// dtype of their variable. An empty map gets a variable for each tensor.
  ///
  /// @throws CandleException if the file cannot be read, or listing what is missing, left over or of another shape or
  ///     of integers of another dtype; nothing is changed then
  public void load(Path file) {
    synchronized (vars) {
      MmapedSafetensors tensors = new MmapedSafetensors(file);
      if (vars.isEmpty()) {
        Map<String, Var> all = new LinkedHashMap<>();
        tensors
            .tensors()
            .forEach((name, view) -> all.put(name, Var.fromTensor(view.load(Device.CPU))));
        vars.putAll(all);
        return;
      }
      LoadReport report = compare(tensors.tensors());
      if (!report.isComplete()) {
        throw CandleException.withHint(
            Kind.NAME,
            "load",
            "load: " + file + " does not fit the variables\n" + report,
            "loadPartial(file) sets those that fit");
      }
      set(report, tensors);
    }
  }

  /// Sets the variables that are in a safetensors file with their shape, and tells which were and what did not fit.
  ///
  /// @throws CandleException if the file cannot be read
  public LoadReport loadPartial(Path file) {
    synchronized (vars) {
      MmapedSafetensors tensors = new MmapedSafetensors(file);
      LoadReport report = compare(tensors.tensors());
      set(report, tensors);
      return report;
    }
  }

  private LoadReport compare(Map<String, TensorView> found) {
    List<String> loaded = new ArrayList<>();
    List<String> missing = new ArrayList<>();
    List<String> different = new ArrayList<>();
    vars.forEach((name, known) -> {
      TensorView view = found.get(name);
      if (view == null) {
        missing.add(name);
      } else if (view.shape().equals(known.shape())
          && (view.dtype() == known.dtype()
              || (view.dtype().isFloat() && known.dtype().isFloat()))) {
        loaded.add(name);
      } else {
        different.add(
            name
                + ": "
                + text(view.shape(), view.dtype())
                + " in the file, "
                + text(known.shape(), known.dtype())
                + " here");
      }
    });
    List<String> extra = found.keySet().stream().filter(n -> !vars.containsKey(n)).toList();
    return new LoadReport(loaded, missing, extra, different);
  }

  private static String text(Shape shape, DType dtype) {
    return shape + " " + dtype;
  }

  private void set(LoadReport report, MmapedSafetensors tensors) {
    // All is read before anything is changed: reading may fail.
    Map<Var, Tensor> values = new LinkedHashMap<>();
    for (String name : report.loaded()) {
      Var known = Objects.requireNonNull(vars.get(name));
      values.put(known, tensors.load(name, Device.CPU).toDtype(known.dtype()).copy());
    }
    values.forEach(Var::set);
  }

  /// Sets the values of several variables.
  ///
  /// @throws CandleException if there is none of a name, or its shape or dtype is another; nothing is changed then
  public void set(Map<String, ? extends Tensor> values) {
    synchronized (vars) {
      // Setting what does not fit throws: that comes before all others.
      values.forEach((name, value) -> {
        if (!fits(vars.get(name), value)) {
          setOne(name, value);
        }
      });
      values.forEach(this::setOne);
    }
  }

  private static boolean fits(@Nullable Var known, Tensor value) {
    return known != null && known.shape().equals(value.shape()) && known.dtype() == value.dtype();
  }
}
