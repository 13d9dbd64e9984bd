package io.github.candle4j.nn.train;

import io.github.candle4j.core.CandleException;
import io.github.candle4j.core.CandleException.Kind;
import io.github.candle4j.core.DType;
import io.github.candle4j.core.Fused;
import io.github.candle4j.core.GradStore;
import io.github.candle4j.core.OptimizerStep;
import io.github.candle4j.core.Tensor;
import io.github.candle4j.core.TensorId;
import io.github.candle4j.core.Var;
import java.util.LinkedHashMap;
import java.util.Map;

/// The mean of the gradients of several small batches: what one large batch would give, without the memory that it would take.
///
/// {@snippet :
/// GradientAccumulator sum = new GradientAccumulator();
/// for (int i = 0; i < 4; i++) {
///   sum.add(loss(part(i)).backward());
/// }
/// optimizer.step(sum.take());
/// }
///
/// Sums are made in place, those of F16 and BF16 in F32. A variable that has no gradient in a batch has zeros there.
public final class GradientAccumulator {
  /// The sum of one variable, and the dtype of its gradients.
  private record Sum(Var value, DType dtype) {}

  private final Map<TensorId, Sum> sums = new LinkedHashMap<>();
  private double weight;

  /// Nothing yet.
  public GradientAccumulator() {}

  /// Adds the gradients of a batch that counts as much as any other.
  ///
  /// @throws CandleException if a gradient has another shape or dtype than those before
  public void add(GradStore grads) {
    add(grads, 1);
  }

  /// Adds the gradients of a batch with a weight: the number of its items, for mean losses of batches that differ in size.
  ///
  /// @throws CandleException if the weight is not above 0, or a gradient has another shape or dtype than those before
  public void add(GradStore grads, double weightOfBatch) {
    Rule.positive("accumulate", "weight", weightOfBatch);
    for (TensorId id : grads.getIds()) {
      Tensor g = grads.getId(id).orElseThrow().detach();
      Sum sum = sums.computeIfAbsent(id, _ -> new Sum(zeros(g), g.dtype()));
      if (g.dtype() != sum.dtype) {
        throw CandleException.dtypeMismatch("accumulate", sum.dtype, g.dtype());
      }
      if (!g.shape().equals(sum.value.shape())) {
        throw CandleException.shapeMismatch(
            "accumulate",
            sum.value.shape(),
            g.shape(),
            "the gradients of a variable have one shape in all batches");
      }
      // p - lr g with lr = -weight
      Fused.optimizerStep(
          new OptimizerStep.Sgd(-weightOfBatch, 0), sum.value, g.toDtype(sum.value.dtype()));
    }
    weight += weightOfBatch;
  }

  private static Var zeros(Tensor g) {
    DType dtype = g.dtype() == DType.F64 ? DType.F64 : DType.F32;
    return Var.zeros(g.shape(), dtype, g.device());
  }

  /// The weighted mean of what was added, and starts anew.
  ///
  /// @throws CandleException if nothing was added
  public GradStore take() {
    if (weight == 0) {
      throw new CandleException(
          Kind.ARGUMENT, "accumulate", "accumulate: there are no gradients to take the mean of");
    }
    GradStore mean = new GradStore();
    sums.forEach((id, sum) -> mean.insertId(id, sum.value.detach().div(weight).toDtype(sum.dtype)));
    sums.clear();
    weight = 0;
    return mean;
  }
}
