package io.github.candle4j.examples.ch04;

import io.github.candle4j.core.CandleException;
import io.github.candle4j.core.DType;
import io.github.candle4j.core.Device;
import io.github.candle4j.core.Graph;
import io.github.candle4j.core.Tensor;
import io.github.candle4j.core.Var;
import java.io.PrintWriter;
import java.util.Map;

/// Arithmetic with tensors, products of matrices, broadcasting.
final class Computing {
  private Computing() {}

  // @start region="arithmetic"
  static void arithmetic(PrintWriter out) {
    Tensor a = Tensor.of(new float[] {1, 2, 3}, Device.CPU);
    Tensor b = Tensor.of(new float[] {4, 5, 6}, Device.CPU);
    out.println(a.add(b)); // each element with its partner
    out.println(a.mul(b));
    out.println(b.div(a));
    out.println(a.mul(10)); // all with a number
    out.println(a.affine(-1, 1)); // 1 - a

    Tensor m = Tensor.of(new float[][] {{4, 2, 1}, {2, 5, 3}, {1, 3, 6}}, Device.CPU);
    out.println("Frobenius norm " + m.sqr().sumAll().sqrt().toScalarF32()); // m.norm() does it, too
    Tensor eye = Tensor.eye(3, DType.F32, Device.CPU);
    out.println("trace " + m.mul(eye).sumAll().toScalarF32());
    out.println("sums of the columns " + m.sum(0));
    out.println("means of the rows " + m.mean(1));
  }

  // @end
  // @start region="matmul"
  static void matmul(PrintWriter out) {
    Tensor a = Tensor.of(new float[][] {{1, 2, 3}, {4, 5, 6}}, Device.CPU); // [2, 3]
    Tensor b = Tensor.of(new float[][] {{7, 8}, {9, 10}, {11, 12}}, Device.CPU); // [3, 2]
    out.println(a.matmul(b)); // [2, 2]
    Tensor x = Tensor.of(new float[] {1, 2, 3}, Device.CPU);
    Tensor y = Tensor.of(new float[] {4, 5, 6}, Device.CPU);
    out.println("dot " + x.dot(y).toScalarF32());
    try {
      out.println(a.matmul(a)); // 3 columns and 2 rows do not fit
    } catch (CandleException e) {
      out.println(e.getMessage());
    }
  }

  // @end
  // @start region="broadcast"
  static void broadcast(PrintWriter out) {
    Tensor column = Tensor.of(new float[][] {{1}, {2}, {3}}, Device.CPU); // [3, 1]
    Tensor row = Tensor.of(new float[][] {{1, 2, 3, 4}}, Device.CPU); // [1, 4]
    out.println(column.broadcastMul(row)); // [3, 4]

    Tensor p = Tensor.of(new float[][][] {{{1}, {2}, {3}}, {{4}, {5}, {6}}}, Device.CPU);
    Tensor q = Tensor.of(new float[][][] {{{10, 20, 30, 40}}}, Device.CPU);
    out.println(p.shape() + " and " + q.shape() + " give " + p.broadcastAdd(q).shape());

    Tensor matrix = Tensor.of(new float[][] {{1, 2, 3}, {4, 5, 6}}, Device.CPU); // [2, 3]
    Tensor bias = Tensor.of(new float[] {10, 20, 30}, Device.CPU); // [3]
    out.println(matrix.broadcastAdd(bias));
    try {
      out.println(matrix.add(bias)); // add wants equal shapes
    } catch (CandleException e) {
      out.println(e.getMessage());
    }
  }

  // @end
  // @start region="graph"
  static void graph(PrintWriter out) {
    Var a = Var.of(3f, Device.CPU);
    Var b = Var.of(2f, Device.CPU);
    Tensor sum = a.add(b); // 5
    Tensor y = sum.mul(a); // (a + b) a = 15
    Map<String, Tensor> names = Map.of("a = 3", a, "b = 2", b, "a + b = 5", sum, "y = 15", y);
    out.print(Graph.of(y, y.backward()).named(names));
  }
  // @end
}
