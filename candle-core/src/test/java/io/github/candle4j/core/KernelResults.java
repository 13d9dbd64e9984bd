package io.github.candle4j.core;

import io.github.candle4j.core.op.Op;
import io.github.candle4j.core.op.UnaryOp;
import java.util.Random;
import java.util.StringJoiner;

/// A program for [KernelChoiceTest]: prints the kernels in use and the results of operations that have kernels of both
/// kinds, one operation a line.
final class KernelResults {
  private KernelResults() {}

  public static void main(String[] args) {
    System.out.print("kernels " + Utils.kernels() + "\n");
    Tensor x = numbers(1, 3, 37);
    for (UnaryOp kind : UnaryOp.values()) {
      print(kind.text(), Tensor.apply(new Op.Unary(kind), x));
    }
    print("sum", x.sum(1));
    print("lines", x.sum(0));
    print("max", x.max(1));
    print("min", x.min(1));
    print("softmax", Fused.softmax(x, 1));
    print("log_softmax", Fused.logSoftmax(x, 1));
    print("matmul", x.matmul(numbers(2, 37, 19)));
    print("matmul_t", x.t().matmul(numbers(3, 3, 5)));
    print("linear", Fused.linear(x, numbers(4, 21, 37), numbers(5, 21)));
    Var w = Var.fromTensor(numbers(6, 9, 37));
    Tensor target = Tensor.of(new int[] {1, 0, 8}, Device.CPU);
    Tensor loss = Fused.crossEntropy(Fused.linear(x, w).gelu(), target);
    print("loss", loss);
    print("gradient", loss.backward().get(w).orElseThrow());
  }

  /// Numbers from 0.05 to 2, the same in every JVM.
  private static Tensor numbers(int seed, int... dims) {
    Shape shape = Shape.of(dims);
    double[] x = new Random(seed).doubles(shape.arrayLength(), 0.05, 2).toArray();
    return Tensor.fromVec(x, shape, DType.F32, Device.CPU);
  }

  private static void print(String name, Tensor y) {
    StringJoiner line = new StringJoiner(" ", "result " + name + " ", "\n");
    float[] values = y.flattenAll().toVec1F32();
    for (float value : values) {
      line.add(Float.toString(value));
    }
    System.out.print(line);
  }
}
