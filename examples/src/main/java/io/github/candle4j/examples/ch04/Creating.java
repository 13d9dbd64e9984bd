package io.github.candle4j.examples.ch04;

import io.github.candle4j.core.DType;
import io.github.candle4j.core.Device;
import io.github.candle4j.core.Shape;
import io.github.candle4j.core.Tensor;
import java.io.PrintWriter;
import java.util.Arrays;

/// Tensors from numbers, and other shapes for the same numbers.
final class Creating {
  private Creating() {}

  // @start region="create"
  static void show(PrintWriter out) {
    Tensor x = Tensor.of(new float[][] {{1, 2, 3}, {4, 5, 6}}, Device.CPU);
    out.println(x);
    out.println("shape " + x.shape() + ", dtype " + x.dtype() + ", device " + x.device());
    out.println("rank " + x.rank() + ", " + x.elemCount() + " elements, dim(1) = " + x.dim(1));

    out.println(Tensor.zeros(Shape.of(2, 3), DType.F32, Device.CPU));
    out.println(Tensor.ones(Shape.of(2), DType.F64, Device.CPU));
    out.println(Tensor.eye(3, DType.F32, Device.CPU));
    out.println(Tensor.arange(0, 5, Device.CPU)); // int gives U32, the dtype of ids
    out.println(Tensor.arangeStep(0f, 1f, 0.25f, Device.CPU));
    out.println(Tensor.fromVec(new float[] {1, 2, 3, 4, 5, 6}, Shape.of(3, 2), Device.CPU));
    out.println(Tensor.rand(0f, 1f, Shape.of(2, 2), Device.CPU)); // each from 0 to 1
    out.println(Tensor.randn(0f, 1f, Shape.of(2, 2), Device.CPU)); // mean 0, deviation 1
  }

  // @end
  // @start region="shapes"
  static void shapes(PrintWriter out) {
    Tensor x = Tensor.of(new float[][] {{1, 2, 3}, {4, 5, 6}}, Device.CPU); // [2, 3]
    out.println(x.reshape(3, 2));
    out.println("reshape(3, -1)    " + x.reshape(3, -1).shape()); // -1: what is left
    out.println("flattenAll()      " + Arrays.toString(x.flattenAll().toVec1F32()));
    out.println("unsqueeze(0)      " + x.unsqueeze(0).shape());
    out.println("squeeze(0) again  " + x.unsqueeze(0).squeeze(0).shape());
    out.println(x.transpose(0, 1)); // the same as x.t()
    out.println("of 2 and 3: " + Arrays.toString(x.dims()));
  }
  // @end
}
