// @start region="imports"
import static io.github.candle4j.nn.Linear.linear;

import io.github.candle4j.core.DType;
import io.github.candle4j.core.Device;
import io.github.candle4j.core.Module;
import io.github.candle4j.core.Tensor;
import io.github.candle4j.nn.AdamW;
import io.github.candle4j.nn.Linear;
import io.github.candle4j.nn.Loss;
import io.github.candle4j.nn.Optimizer;
import io.github.candle4j.nn.VarBuilder;
import io.github.candle4j.nn.VarMap;
import io.github.candle4j.nn.data.CsvTable;
import io.github.candle4j.nn.data.DataLoader;
import io.github.candle4j.nn.data.DataLoaderConfig;
import io.github.candle4j.nn.data.Example;
import io.github.candle4j.nn.train.ConfusionMatrix;
import java.nio.file.Path;

// @end
// @start region="model"
public final class FirstNetwork {
  /// Four measurements in, a hidden layer of 32 numbers, one score for each of three species out.
  record IrisClassifier(Linear layer1, Linear layer2) implements Module {
    static IrisClassifier create(VarBuilder vb) {
      return new IrisClassifier(linear(4, 32, vb.pp("layer1")), linear(32, 3, vb.pp("layer2")));
    }

    @Override
    public Tensor forward(Tensor x) { // x: [batch, 4]
      Tensor h = layer1.forward(x).relu(); // [batch, 32]
      return layer2.forward(h); // [batch, 3]
    }
  }

  // @end
  // @start region="data"
  public static void main(String[] args) {
    Device.CPU.setSeed(42);
    CsvTable table = CsvTable.read(Path.of("iris.csv"));
    Tensor measured =
        table.numbers("sepal_length", "sepal_width", "petal_length", "petal_width"); // [150, 4]
    Tensor labels = table.labels("species"); // [150], 0 to 2
    Tensor min = measured.min(0); // [4]
    Tensor range = measured.max(0).sub(min); // [4]
    Tensor features = measured.broadcastSub(min).broadcastDiv(range); // [150, 4], 0 to 1
    // @end

    // @start region="training"
    VarMap varmap = new VarMap();
    VarBuilder vb = VarBuilder.fromVarmap(varmap, DType.F32, Device.CPU);
    IrisClassifier model = IrisClassifier.create(vb);
    Optimizer optimizer = AdamW.newLr(varmap.allVars(), 0.01);
    DataLoaderConfig config = DataLoaderConfig.defaults().withBatchSize(32).withShuffle(42);
    DataLoader<Example> batches = DataLoader.of(features, labels, config);
    for (int epoch = 1; epoch <= 100; epoch++) {
      float last = 0;
      for (Example batch : batches) {
        Tensor logits = model.forward(batch.input()); // [batch, 3]
        Tensor loss = Loss.crossEntropy(logits, batch.target()); // one number
        optimizer.backwardStep(loss);
        last = loss.toScalarF32();
      }
      if (epoch % 20 == 0) {
        System.out.printf("epoch %3d  loss of the last batch %.4f%n", epoch, last);
      }
    }
    // @end

    // @start region="answers"
    Tensor answers = Tensor.noGrad(() -> model.forward(features).argmax(1)); // [150]
    ConfusionMatrix matrix = ConfusionMatrix.of(answers, labels, 3);
    System.out.println(matrix.table(table.classes("species")));
    System.out.printf("accuracy %.4f%n", matrix.accuracy());
  }
}
// @end
