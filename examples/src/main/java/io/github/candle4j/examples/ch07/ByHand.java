package io.github.candle4j.examples.ch07;

import io.github.candle4j.core.DType;
import io.github.candle4j.core.Tensor;

/// Backpropagation with arrays and nothing else.
///
/// @param relu whether there is a ReLU between the layers
record ByHand(boolean relu) implements Backprop {
  @Override
  public Result gradients(Weights weights, Tensor x, Tensor target) {
    Arrays w = Arrays.of(weights);
    Arrays d = Arrays.zeros(weights.hidden());
    double loss = backward(w, d, numbers(x), numbers(target));
    return new Result(loss, d.toTensors(weights));
  }

  // @start region="backward"
  /// Adds the gradients to `d`, and returns the loss.
  private double backward(Arrays w, Arrays d, double[] x, double[] target) {
    int batch = x.length;
    int hidden = w.w1.length;
    double[] z = new double[hidden];
    double[] h = new double[hidden];
    double loss = 0;
    for (int n = 0; n < batch; n++) {
      // Forward: from x to the loss, keeping z and h.
      double y = w.b2[0];
      for (int i = 0; i < hidden; i++) {
        z[i] = w.w1[i] * x[n] + w.b1[i];
        h[i] = activation(z[i]);
        y += w.w2[i] * h[i];
      }
      double error = y - target[n];
      loss += error * error / batch;

      // Backward: dy is short for dL/dy, and so on.
      double dy = 2 * error / batch;
      d.b2[0] += dy;
      for (int i = 0; i < hidden; i++) {
        d.w2[i] += dy * h[i];
        double dh = dy * w.w2[i];
        double dz = dh * slope(z[i]);
        d.w1[i] += dz * x[n];
        d.b1[i] += dz;
      }
    }
    return loss;
  }

  private double activation(double z) {
    return relu ? Math.max(0, z) : z;
  }

  private double slope(double z) {
    return relu && z <= 0 ? 0 : 1;
  }

  // @end
  private static double[] numbers(Tensor x) {
    return x.detach().toDtype(DType.F64).flattenAll().toVec1F64();
  }

  /// The weights as arrays.
  @SuppressWarnings("ArrayRecordComponent") // Never compared.
  private record Arrays(double[] w1, double[] b1, double[] w2, double[] b2) {
    static Arrays of(Weights weights) {
      return new Arrays(
          numbers(weights.w1()),
          numbers(weights.b1()),
          numbers(weights.w2()),
          numbers(weights.b2()));
    }

    static Arrays zeros(int hidden) {
      return new Arrays(new double[hidden], new double[hidden], new double[hidden], new double[1]);
    }

    Weights toTensors(Weights like) {
      return new Weights(
          tensor(w1, like.w1()),
          tensor(b1, like.b1()),
          tensor(w2, like.w2()),
          tensor(b2, like.b2()));
    }

    private static Tensor tensor(double[] values, Tensor like) {
      return Tensor.fromVec(values, like.shape(), like.dtype(), like.device());
    }
  }
}
