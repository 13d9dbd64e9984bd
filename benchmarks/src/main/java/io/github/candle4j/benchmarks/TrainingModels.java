package io.github.candle4j.benchmarks;

import io.github.candle4j.core.AttentionOptions;
import io.github.candle4j.core.DType;
import io.github.candle4j.core.Device;
import io.github.candle4j.core.Shape;
import io.github.candle4j.core.Tensor;
import io.github.candle4j.nn.Activation;
import io.github.candle4j.nn.Conv2d;
import io.github.candle4j.nn.Conv2dConfig;
import io.github.candle4j.nn.Embedding;
import io.github.candle4j.nn.LSTM;
import io.github.candle4j.nn.LSTMConfig;
import io.github.candle4j.nn.Linear;
import io.github.candle4j.nn.Loss;
import io.github.candle4j.nn.TransformerConfig;
import io.github.candle4j.nn.TransformerEncoder;
import io.github.candle4j.nn.VarBuilder;
import io.github.candle4j.nn.VarMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;

/// The networks whose steps of training are measured, each with a batch of random numbers. Parameters have the names that
/// `training.py` gives its own.
final class TrainingModels {
  private static final Device CPU = Device.CPU;
  private static final int DIGITS = 10;

  /// A network, its batch, and the loss of the two.
  ///
  /// @param vars its parameters
  /// @param batch what it is trained on
  /// @param loss the loss
  record Model(VarMap vars, Map<String, Tensor> batch, Supplier<Tensor> loss) {}

  private TrainingModels() {}

  /// All of them, by name.
  static Map<String, Supplier<Model>> all() {
    Map<String, Supplier<Model>> models = new LinkedHashMap<>();
    models.put("mlp", TrainingModels::mlp);
    models.put("cnn", TrainingModels::cnn);
    models.put("lstm", TrainingModels::lstm);
    models.put("transformer", TrainingModels::transformer);
    return models;
  }

  private static VarBuilder builder(VarMap vars) {
    return VarBuilder.fromVarmap(vars, DType.F32, CPU);
  }

  private static Tensor classes(int classes, int... dims) {
    return Tensor.rand(0f, classes, Shape.of(dims), CPU).floor().toDtype(DType.I64);
  }

  /// 784-128-10, batch 64.
  private static Model mlp() {
    VarMap vars = new VarMap();
    Linear first = Linear.linear(784, 128, builder(vars).pp("fc1"));
    Linear second = Linear.linear(128, DIGITS, builder(vars).pp("fc2"));
    Tensor x = Tensor.randn(0f, 1f, Shape.of(64, 784), CPU);
    Tensor y = classes(DIGITS, 64);
    return new Model(
        vars,
        Map.of("x", x, "y", y),
        () -> Loss.crossEntropy(second.forward(first.forward(x).relu()), y));
  }

  /// Two convolutions with pools and two linear layers on images of 28 x 28, batch 64: chapter 10 of the book.
  private static Model cnn() {
    VarMap vars = new VarMap();
    VarBuilder vb = builder(vars);
    Conv2d conv1 = Conv2d.conv2d(1, 32, 3, Conv2dConfig.defaults(), vb.pp("conv1"));
    Conv2d conv2 = Conv2d.conv2d(32, 64, 3, Conv2dConfig.defaults(), vb.pp("conv2"));
    Linear fc1 = Linear.linear(1600, 128, vb.pp("fc1"));
    Linear fc2 = Linear.linear(128, DIGITS, vb.pp("fc2"));
    Tensor x = Tensor.randn(0f, 1f, Shape.of(64, 1, 28, 28), CPU);
    Tensor y = classes(DIGITS, 64);
    return new Model(
        vars,
        Map.of("x", x, "y", y),
        () -> {
          Tensor h = conv1.forward(x).relu().maxPool2d(2); // [64, 32, 13, 13]
          h = conv2.forward(h).relu().maxPool2d(2); // [64, 64, 5, 5]
          h = fc1.forward(h.flattenFrom(1)).relu(); // [64, 128]
          return Loss.crossEntropy(fc2.forward(h), y);
        });
  }

  /// An LSTM 128/128, sequence 64, batch 16, whose output is to be that of the batch.
  private static Model lstm() {
    VarMap vars = new VarMap();
    LSTM lstm = LSTM.lstm(128, 128, LSTMConfig.defaults(), builder(vars).pp("lstm"));
    Tensor x = Tensor.randn(0f, 1f, Shape.of(16, 64, 128), CPU);
    Tensor y = Tensor.rand(-1f, 1f, Shape.of(16, 64, 128), CPU);
    return new Model(
        vars, Map.of("x", x, "y", y), () -> Loss.mse(lstm.statesToTensor(lstm.seq(x)), y));
  }

  /// A causal transformer of 4 layers, 4 heads and size 128 that predicts the next of 65 characters; sequence 64, batch 16.
  private static Model transformer() {
    VarMap vars = new VarMap();
    VarBuilder vb = builder(vars);
    int characters = 65;
    int length = 64;
    Embedding tokens = Embedding.embedding(characters, 128, vb.pp("tokens"));
    Embedding positions = Embedding.embedding(length, 128, vb.pp("positions"));
    TransformerConfig config =
        TransformerConfig.of(128, 4)
            .withDimFeedforward(512)
            .withNormFirst(true)
            .withActivation(Activation.GELU);
    TransformerEncoder encoder =
        TransformerEncoder.transformerEncoder(4, config.withDropout(0), vb.pp("encoder"));
    Linear head = Linear.linear(128, characters, vb.pp("head"));
    Tensor x = classes(characters, 16, length);
    Tensor y = classes(characters, 16, length);
    Tensor places = Tensor.arange(0L, length, CPU);
    AttentionOptions causal = AttentionOptions.defaults().withCausal();
    return new Model(
        vars,
        Map.of("x", x, "y", y),
        () -> {
          Tensor h = tokens.forward(x).broadcastAdd(positions.forward(places)); // [16, 64, 128]
          h = encoder.forwardT(h, causal, true);
          return Loss.crossEntropy(head.forward(h).flatten(0, 1), y.flattenAll());
        });
  }
}
