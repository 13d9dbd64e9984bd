package consumer;

import io.github.candle4j.core.*;
import io.github.candle4j.core.Module;
import io.github.candle4j.nn.*;

/// Fits y = 2a - b. A star import leaves `Module` ambiguous, as java.lang has one too; the second import decides.
final class Main {
  public static void main(String[] args) {
    Tensor x = Tensor.of(new float[][] {{0, 0}, {0, 1}, {1, 0}, {1, 1}}, Device.CPU);
    Tensor y = Tensor.of(new float[][] {{0}, {-1}, {2}, {1}}, Device.CPU);
    VarMap varmap = new VarMap();
    Module model = Linear.linear(2, 1, VarBuilder.fromVarmap(varmap, DType.F32, Device.CPU));
    Optimizer optimizer = new SGD(varmap.allVars(), 0.3);
    for (int step = 0; step < 200; step++) {
      optimizer.backwardStep(Loss.mse(model.forward(x), y));
    }
    float loss = Loss.mse(model.forward(x), y).toScalarF32();
    System.out.println("loss " + loss);
    if (!(loss < 1e-3)) {
      System.err.println("FAILED: wanted a loss below 0.001");
      System.exit(1);
    }
  }
}
