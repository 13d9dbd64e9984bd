package io.github.candle4j.examples.ch14;

import io.github.candle4j.core.Device;
import io.github.candle4j.core.Shape;
import io.github.candle4j.core.Tensor;

/// The directions in which points differ most.
final class PrincipalComponents {
  private static final int STEPS = 500;

  private PrincipalComponents() {}

  // @start region="pca"
  /// The coordinates of points along the two directions in which they differ most.
  static Tensor plane(Tensor points) { // points: [n, size]
    Tensor centred = points.broadcastSub(points.mean(0)); // [n, size]
    Tensor covariance = centred.t().matmul(centred).div(points.dim(0)); // [size, size]
    Tensor first = direction(covariance); // [size, 1]
    Tensor variance = first.t().matmul(covariance).matmul(first); // [1, 1]
    Tensor rest = covariance.sub(first.matmul(first.t()).broadcastMul(variance));
    return centred.matmul(Tensor.cat(1, first, direction(rest))); // [n, 2]
  }

  /// Power iteration: a matrix turns every vector towards its strongest direction, again and again.
  static Tensor direction(Tensor matrix) {
    Tensor v = Tensor.ones(Shape.of(matrix.dim(0), 1), matrix.dtype(), Device.CPU);
    for (int step = 0; step < STEPS; step++) {
      Tensor next = matrix.matmul(v); // [size, 1]
      v = next.broadcastDiv(next.sqr().sumAll().sqrt());
    }
    return v;
  }
  // @end
}
