package io.github.candle4j.examples.ch08;

import static io.github.candle4j.nn.Linear.linear;

import io.github.candle4j.core.DType;
import io.github.candle4j.core.Device;
import io.github.candle4j.core.Module;
import io.github.candle4j.core.Tensor;
import io.github.candle4j.nn.Activation;
import io.github.candle4j.nn.Adam;
import io.github.candle4j.nn.Linear;
import io.github.candle4j.nn.Loss;
import io.github.candle4j.nn.Optimizer;
import io.github.candle4j.nn.VarBuilder;
import io.github.candle4j.nn.VarMap;

/// A network with two hidden layers and an activation that is chosen by name.
// @start region="network"
record WaveNetwork(Linear layer1, Linear layer2, Linear layer3, Module activation)
    implements Module {
  static WaveNetwork create(String name, VarBuilder vb) {
    Module activation = name.equals("none") ? x -> x : Activation.fromName(name);
    return new WaveNetwork(
        linear(1, 16, vb.pp("layer1")),
        linear(16, 16, vb.pp("layer2")),
        linear(16, 1, vb.pp("layer3")),
        activation);
  }

  @Override
  public Tensor forward(Tensor x) { // x: [batch, 1]
    Tensor h1 = activation.forward(layer1.forward(x)); // [batch, 16]
    Tensor h2 = activation.forward(layer2.forward(h1)); // [batch, 16]
    return layer3.forward(h2); // [batch, 1]
  }

  // @end
  // @start region="train"
  /// The loss after learning two waves of the sine.
  static double loss(String activation, long seed, int epochs) {
    Device.CPU.setSeed(seed);
    VarMap varmap = new VarMap();
    WaveNetwork network = create(activation, VarBuilder.fromVarmap(varmap, DType.F32, Device.CPU));
    Optimizer optimizer = Adam.newLr(varmap.allVars(), 0.01);
    Tensor x = Tensor.linspace(-1f, 1f, 100, Device.CPU).unsqueeze(1); // [100, 1]
    Tensor y = x.mul(2 * Math.PI).sin();
    for (int epoch = 0; epoch < epochs; epoch++) {
      optimizer.backwardStep(Loss.mse(network.forward(x), y));
    }
    return Loss.mse(network.forward(x), y).toScalarF32();
  }
  // @end
}
