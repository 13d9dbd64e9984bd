package consumer;

import io.github.candle4j.core.DType;
import io.github.candle4j.core.Device;
import io.github.candle4j.core.Tensor;
import io.github.candle4j.core.Utils;
import io.github.candle4j.nn.Linear;
import io.github.candle4j.nn.Loss;
import io.github.candle4j.nn.Optimizer;
import io.github.candle4j.nn.SGD;
import io.github.candle4j.nn.VarBuilder;
import io.github.candle4j.nn.VarMap;

/// Fits y = 2a - b. The module io.github.candle4j.core requires the Vector API, so java needs no flag.
final class Main {
  public static void main(String[] args) {
    Tensor x = Tensor.of(new float[][] {{0, 0}, {0, 1}, {1, 0}, {1, 1}}, Device.CPU);
    Tensor y = Tensor.of(new float[][] {{0}, {-1}, {2}, {1}}, Device.CPU);
    VarMap varmap = new VarMap();
    Linear layer = Linear.linear(2, 1, VarBuilder.fromVarmap(varmap, DType.F32, Device.CPU));
    Optimizer optimizer = new SGD(varmap.allVars(), 0.3);
    for (int step = 0; step < 200; step++) {
      optimizer.backwardStep(Loss.mse(layer.forward(x), y));
    }
    float loss = Loss.mse(layer.forward(x), y).toScalarF32();
    System.out.println("loss " + loss + ", kernels " + Utils.kernels());
    if (!(loss < 1e-3) || !Utils.vectorApiIsAvailable()) {
      System.err.println("FAILED: wanted a loss below 0.001 and vector kernels");
      System.exit(1);
    }
  }
}
