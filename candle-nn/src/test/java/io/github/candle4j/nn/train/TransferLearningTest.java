package io.github.candle4j.nn.train;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.candle4j.core.DType;
import io.github.candle4j.core.Device;
import io.github.candle4j.core.Module;
import io.github.candle4j.core.Tensor;
import io.github.candle4j.core.Var;
import io.github.candle4j.nn.AdamW;
import io.github.candle4j.nn.Linear;
import io.github.candle4j.nn.LoadReport;
import io.github.candle4j.nn.Loss;
import io.github.candle4j.nn.Optimizer;
import io.github.candle4j.nn.VarBuilder;
import io.github.candle4j.nn.VarMap;
import io.github.candle4j.nn.data.DataLoader;
import io.github.candle4j.nn.data.DataLoaderConfig;
import io.github.candle4j.nn.data.Example;
import io.github.candle4j.nn.data.Mnist;
import io.github.candle4j.nn.data.TestData;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Transfer learning as a program would do it: an encoder learns the digits 0 to 4 from many images and is saved; another model loads it, freezes it, and
/// learns the digits 5 to 9 from 100 images with a new head. With an encoder that has learnt nothing, the same head learns less.
class TransferLearningTest {
  private static final int DIGITS = 5;
  private static final int HIDDEN = 64;

  @TempDir private Path folder;

  private record Classifier(Linear encoder1, Linear encoder2, Linear head) implements Module {
    static Classifier create(VarBuilder vb) {
      return new Classifier(
          Linear.linear(784, 128, vb.pp("encoder").pp(0)),
          Linear.linear(128, HIDDEN, vb.pp("encoder").pp(1)),
          Linear.linear(HIDDEN, DIGITS, vb.pp("head")));
    }

    @Override
    public Tensor forward(Tensor xs) { // [batch, 784]
      Tensor h1 = encoder1.forward(xs).relu(); // [batch, 128]
      Tensor h2 = encoder2.forward(h1).relu(); // [batch, 64]
      return head.forward(h2); // [batch, 5]
    }
  }

  /// The images of five digits, as classes 0 to 4.
  private static Example digits(Tensor images, Tensor labels, int first) {
    byte[] all = labels.toVec1U8();
    int[] rows =
        IntStream.range(0, all.length)
            .filter(i -> all[i] >= first && all[i] < first + DIGITS)
            .toArray();
    Tensor ids = Tensor.of(rows, Device.CPU);
    Tensor classes = labels.indexSelect(ids, 0).toDtype(DType.I64).affine(1, -first);
    return new Example(images.indexSelect(ids, 0), classes.toDtype(DType.U32));
  }

  private static Example part(Example all, int start, int length) {
    return new Example(all.input().narrow(0, start, length), all.target().narrow(0, start, length));
  }

  private static void train(Classifier model, VarMap varmap, Example data, int epochs) {
    Optimizer optimizer = AdamW.newLr(varmap.trainableVars(), 3e-3);
    DataLoader<Example> loader =
        DataLoader.of(
            data.input(),
            data.target(),
            DataLoaderConfig.defaults().withBatchSize(20).withShuffle(1));
    while (loader.position().epoch() < epochs) {
      for (Example batch : loader) {
        optimizer.backwardStep(Loss.crossEntropy(model.forward(batch.input()), batch.target()));
      }
    }
  }

  private static double accuracy(Module model, Example data) {
    Tensor logits = Tensor.noGrad(() -> model.forward(data.input()));
    return Metrics.accuracy(logits, data.target());
  }

  private static Map<String, float[]> weights(VarMap varmap) {
    Map<String, float[]> weights = new LinkedHashMap<>();
    varmap.data().forEach((name, x) -> weights.put(name, x.flattenAll().toVec1F32()));
    return weights;
  }

  @Test
  void aFrozenEncoderHelpsToLearnOtherDigits() {
    Tensor images = Mnist.loadImages(TestData.file("mnist/t10k-images-idx3-ubyte.gz"));
    Tensor labels = Mnist.loadLabels(TestData.file("mnist/t10k-labels-idx1-ubyte.gz"));
    Example low = digits(images, labels, 0);
    Example high = digits(images, labels, DIGITS);
    Path file = folder.resolve("encoder.safetensors");
    Device.CPU.setSeed(3);
    VarMap first = new VarMap();
    Classifier teacher = Classifier.create(VarBuilder.fromVarmap(first, DType.F32, Device.CPU));
    train(teacher, first, part(low, 0, 3000), 3);
    assertThat(accuracy(teacher, part(low, 4000, 1000))).isGreaterThan(0.96);
    first.save(file);

    double learned = learnHead(high, file, true);
    double random = learnHead(high, file, false);
    System.out.printf("100 images: %.3f with a trained encoder, %.3f without%n", learned, random);
    assertThat(learned).isGreaterThan(0.65).isGreaterThan(random + 0.05);
  }

  /// Trains a new head on a frozen encoder and returns its accuracy.
  private static double learnHead(Example data, Path file, boolean load) {
    Device.CPU.setSeed(4);
    VarMap varmap = new VarMap();
    Classifier model = Classifier.create(VarBuilder.fromVarmap(varmap, DType.F32, Device.CPU));
    if (load) {
      Map<String, float[]> fresh = weights(varmap);
      LoadReport report = varmap.loadPartial(file);
      assertThat(report.loaded()).hasSize(6);
      // The head is of other digits: back to what it was.
      varmap.setOne("head.weight", restored(varmap, "head.weight", fresh));
      varmap.setOne("head.bias", restored(varmap, "head.bias", fresh));
    }
    assertThat(varmap.freeze("encoder.*")).hasSize(4);
    assertThat(varmap.trainableVars()).hasSize(2);
    Map<String, float[]> before = weights(varmap);
    train(model, varmap, part(data, 0, 100), 30);
    weights(varmap)
        .forEach((name, now) -> {
          boolean same = Arrays.equals(now, before.get(name));
          assertThat(same).as(name).isEqualTo(name.startsWith("encoder."));
        });
    return accuracy(model, part(data, 1000, 3000));
  }

  private static Tensor restored(VarMap varmap, String name, Map<String, float[]> values) {
    Var known = Objects.requireNonNull(varmap.data().get(name));
    float[] value = Objects.requireNonNull(values.get(name));
    return Tensor.fromVec(value, known.shape(), Device.CPU);
  }
}
