package io.github.candle4j.core;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The gradients that `backward` found: a tensor for each variable.
public final class GradStore {
  private final Map<TensorId, Tensor> gradients = new LinkedHashMap<>();

  /// An empty store.
  public GradStore() {}

  /// The gradient of a variable, empty if the loss does not depend on it; only variables have one, results in between do
  /// not.
  public Optional<Tensor> get(Tensor variable) {
    return getId(variable.id());
  }

  /// The gradient of the variable with this identity.
  public Optional<Tensor> getId(TensorId id) {
    return Optional.ofNullable(gradients.get(id));
  }

  /// Takes a gradient out of the store.
  public Optional<Tensor> remove(Tensor variable) {
    return Optional.ofNullable(gradients.remove(variable.id()));
  }

  /// Puts a gradient in, and returns the one that was there before.
  public Optional<Tensor> insert(Tensor variable, Tensor gradient) {
    return insertId(Nulls.refuse("insert", "the variable", variable).id(), gradient);
  }

  /// Puts the gradient of the variable with this identity in, and returns the one that was there before.
  public Optional<Tensor> insertId(TensorId id, Tensor gradient) {
    Nulls.refuse("insert", "the identity of the variable", id);
    Nulls.refuse("insert", "the gradient", gradient);
    return Optional.ofNullable(gradients.put(id, gradient));
  }

  /// Adds the gradients of another store to those of this one.
  ///
  /// @throws CandleException if two gradients of one variable have different shapes or dtypes
  public void extend(GradStore other) {
    other.gradients.forEach((id, gradient) -> gradients.merge(id, gradient, Tensor::add));
  }

  /// The identities of the variables with a gradient, in the order in which they were found.
  public List<TensorId> getIds() {
    return List.copyOf(gradients.keySet());
  }
}
