package io.github.candle4j.nn;

import io.github.candle4j.core.Module;
import io.github.candle4j.core.ModuleT;
import io.github.candle4j.core.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/// Layers one after the other.
public final class Sequential implements Module {
  private final List<ModuleT> layers = new ArrayList<>();

  private Sequential() {}

  /// No layers yet: the identity.
  public static Sequential seq() {
    return new Sequential();
  }

  /// Adds a layer at the end and returns this.
  public Sequential add(Module layer) {
    layers.add(layer);
    return this;
  }

  /// Adds a layer that behaves differently in training, and returns this.
  public Sequential add(ModuleT layer) {
    layers.add(layer);
    return this;
  }

  /// Adds a function at the end and returns this.
  public Sequential addFn(Module function) {
    return add(function);
  }

  /// The number of layers.
  public int len() {
    return layers.size();
  }

  /// True if there are no layers.
  public boolean isEmpty() {
    return layers.isEmpty();
  }

  /// The result of all layers, none of them in training; [#forwardT] trains.
  @Override
  public Tensor forward(Tensor xs) {
    return forwardT(xs, false);
  }

  @Override
  public Tensor forwardT(Tensor xs, boolean train) {
    Tensor result = xs;
    for (ModuleT layer : layers) {
      result = layer.forwardT(result, train);
    }
    return result;
  }

  /// The results of all layers, the last one last; none of them in training.
  public List<Tensor> forwardAll(Tensor xs) {
    return forwardAllT(xs, false);
  }

  /// The results of all layers, the last one last, in training if `train` is set.
  public List<Tensor> forwardAllT(Tensor xs, boolean train) {
    List<Tensor> results = new ArrayList<>();
    Tensor result = xs;
    for (ModuleT layer : layers) {
      result = layer.forwardT(result, train);
      results.add(result);
    }
    return results;
  }

  /// The layers, in their order.
  public List<ModuleT> layers() {
    return List.copyOf(layers);
  }

  @Override
  public String toString() {
    return layers.stream()
        .map(Sequential::name)
        .collect(Collectors.joining(", ", "Sequential(", ")"));
  }

  /// A lambda has no name of its own.
  private static String name(ModuleT layer) {
    return layer.getClass().isHidden() ? "fn" : layer.toString();
  }
}
