package io.github.candle4j.examples;

import io.github.candle4j.core.DType;
import io.github.candle4j.core.Device;
import io.github.candle4j.core.Tensor;
import io.github.candle4j.nn.AdamW;
import io.github.candle4j.nn.Linear;
import io.github.candle4j.nn.Loss;
import io.github.candle4j.nn.Optimizer;
import io.github.candle4j.nn.VarBuilder;
import io.github.candle4j.nn.VarMap;

/// The program of the README: a layer learns to add two numbers. A test compares the two.
public final class TenLines {
  private TenLines() {}

  /// Trains and prints.
  public static void main(String[] args) {
    Device.CPU.setSeed(42);
    Tensor x = Tensor.of(new float[][] {{1, 2}, {3, 5}, {4, 1}}, Device.CPU);
    Tensor y = Tensor.of(new float[][] {{3}, {8}, {5}}, Device.CPU); // the sum of each row
    VarMap varmap = new VarMap();
    Linear layer = Linear.linear(2, 1, VarBuilder.fromVarmap(varmap, DType.F32, Device.CPU));
    Optimizer optimizer = AdamW.newLr(varmap.allVars(), 0.1);
    for (int step = 0; step < 300; step++) {
      optimizer.backwardStep(Loss.mse(layer.forward(x), y));
    }
    System.out.println(layer.forward(Tensor.of(new float[][] {{10, 20}}, Device.CPU)));
    System.out.println(layer.weight());
  }
}
