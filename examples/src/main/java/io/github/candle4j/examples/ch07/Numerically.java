package io.github.candle4j.examples.ch07;

import io.github.candle4j.core.DType;
import io.github.candle4j.core.Tensor;
import io.github.candle4j.nn.Loss;
import java.util.ArrayList;
import java.util.List;

/// No derivatives at all: each weight is moved a little up and down, and the change of the loss divided by the way. Slow, and
/// a little wrong, but it knows nothing of the chain rule, so it can check those who do.
///
/// @param relu whether there is a ReLU between the layers
record Numerically(boolean relu) implements Backprop {
  private static final double EPSILON = 1e-5;

  // @start region="differences"
  @Override
  public Result gradients(Weights weights, Tensor x, Tensor target) {
    List<Tensor> gradients = new ArrayList<>();
    for (int i = 0; i < weights.all().size(); i++) {
      Tensor weight = weights.all().get(i).detach();
      double[] slopes = new double[Math.toIntExact(weight.elemCount())];
      for (int k = 0; k < slopes.length; k++) {
        Tensor step = unit(weight, k).mul(EPSILON);
        double up = loss(changed(weights, i, weight.add(step)), x, target);
        double down = loss(changed(weights, i, weight.sub(step)), x, target);
        slopes[k] = (up - down) / (2 * EPSILON);
      }
      gradients.add(Tensor.fromVec(slopes, weight.shape(), weight.dtype(), weight.device()));
    }
    return new Result(loss(weights, x, target), Weights.of(gradients));
  }

  // @end
  private double loss(Weights weights, Tensor x, Tensor target) {
    return Tensor.noGrad(
        () -> ByTensors.number(Loss.mse(new ByAutograd(relu).forward(weights, x), target)));
  }

  /// Zeros like `weight`, but for a 1 at `k`.
  private static Tensor unit(Tensor weight, int k) {
    double[] values = new double[Math.toIntExact(weight.elemCount())];
    values[k] = 1;
    return Tensor.fromVec(values, weight.shape(), DType.F64, weight.device())
        .toDtype(weight.dtype());
  }

  private static Weights changed(Weights weights, int i, Tensor value) {
    List<Tensor> all = new ArrayList<>(weights.all());
    all.set(i, value);
    return Weights.of(all);
  }
}
