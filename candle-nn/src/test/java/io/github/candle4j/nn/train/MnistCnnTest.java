package io.github.candle4j.nn.train;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.candle4j.core.DType;
import io.github.candle4j.core.Device;
import io.github.candle4j.core.Module;
import io.github.candle4j.core.Tensor;
import io.github.candle4j.nn.AdamW;
import io.github.candle4j.nn.Conv2d;
import io.github.candle4j.nn.Conv2dConfig;
import io.github.candle4j.nn.Linear;
import io.github.candle4j.nn.Loss;
import io.github.candle4j.nn.Optimizer;
import io.github.candle4j.nn.VarBuilder;
import io.github.candle4j.nn.VarMap;
import io.github.candle4j.nn.data.DataLoader;
import io.github.candle4j.nn.data.DataLoaderConfig;
import io.github.candle4j.nn.data.Example;
import io.github.candle4j.nn.data.Mnist;
import io.github.candle4j.nn.data.TestData;
import org.junit.jupiter.api.Test;

/// The convolutional network of chapter 10 of the book, on the first 5,000 images of MNIST's test files, tested on the other 5,000.
/// `-Dcandle.epochs=10` trains as long as the book does; the build makes one epoch of 2,000 images and tests with 1,000.
class MnistCnnTest {
  private static final int EPOCHS = Integer.getInteger("candle.epochs", 1);
  private static final int BATCH = 64;
  private static final int HALF = 5000;
  private static final boolean WHOLE = EPOCHS >= 10;
  private static final int TRAIN = WHOLE ? HALF : 2000;
  private static final int TEST = WHOLE ? HALF : 1000;

  private record Cnn(Conv2d conv1, Conv2d conv2, Linear fc1, Linear fc2) implements Module {
    static Cnn create(VarBuilder vb) {
      return new Cnn(
          Conv2d.conv2d(1, 32, 3, Conv2dConfig.defaults(), vb.pp("conv1")),
          Conv2d.conv2d(32, 64, 3, Conv2dConfig.defaults(), vb.pp("conv2")),
          Linear.linear(1600, 128, vb.pp("fc1")),
          Linear.linear(128, 10, vb.pp("fc2")));
    }

    @Override
    public Tensor forward(Tensor xs) { // [batch, 1, 28, 28]
      Tensor h1 = conv1.forward(xs).relu().maxPool2d(2); // [batch, 32, 13, 13]
      Tensor h2 = conv2.forward(h1).relu().maxPool2d(2); // [batch, 64, 5, 5]
      Tensor h3 = fc1.forward(h2.flattenFrom(1)).relu(); // [batch, 128]
      return fc2.forward(h3); // [batch, 10]
    }
  }

  /// numpy reaches 97.8 % after ten epochs with right gradients of pooling, and 95.5 % with Candle's.
  @Test
  void theNetworkOfTheBookLearnsDigits() {
    Tensor images =
        Mnist.loadImages(TestData.file("mnist/t10k-images-idx3-ubyte.gz")).reshape(-1, 1, 28, 28);
    Tensor labels = Mnist.loadLabels(TestData.file("mnist/t10k-labels-idx1-ubyte.gz"));
    Device.CPU.setSeed(42);
    VarMap varmap = new VarMap();
    Cnn model = Cnn.create(VarBuilder.fromVarmap(varmap, DType.F32, Device.CPU));
    Optimizer optimizer = AdamW.newLr(varmap.allVars(), 1e-3);
    DataLoaderConfig config = DataLoaderConfig.defaults().withBatchSize(BATCH).withPrefetch(1);
    DataLoader<Example> train =
        DataLoader.of(
            images.narrow(0, 0, TRAIN), labels.narrow(0, 0, TRAIN), config.withShuffle(42));
    DataLoader<Example> test =
        DataLoader.of(images.narrow(0, HALF, TEST), labels.narrow(0, HALF, TEST), config);

    double accuracy = 0;
    for (int epoch = 1; epoch <= EPOCHS; epoch++) {
      long start = System.nanoTime();
      RunningMean loss = new RunningMean();
      for (Example batch : train) {
        Tensor batchLoss = Loss.crossEntropy(model.forward(batch.input()), batch.target());
        optimizer.backwardStep(batchLoss);
        loss.add(batchLoss.toScalarF32(), batch.target().dim(0));
      }
      accuracy = accuracy(model, test);
      System.out.printf(
          "MNIST epoch %d: loss %.4f, test accuracy %.4f, %.1f s%n",
          epoch, loss.value(), accuracy, (System.nanoTime() - start) / 1e9);
    }
    assertThat(accuracy).isGreaterThanOrEqualTo(WHOLE ? 0.97 : 0.8);
  }

  private static double accuracy(Module model, DataLoader<Example> data) {
    RunningMean accuracy = new RunningMean();
    for (Example batch : data) {
      Tensor logits = Tensor.noGrad(() -> model.forward(batch.input()));
      accuracy.add(Metrics.accuracy(logits, batch.target()), batch.target().dim(0));
    }
    return accuracy.value();
  }
}
