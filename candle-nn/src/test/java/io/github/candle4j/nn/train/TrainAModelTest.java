package io.github.candle4j.nn.train;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.candle4j.core.DType;
import io.github.candle4j.core.Device;
import io.github.candle4j.core.GradStore;
import io.github.candle4j.core.ModuleT;
import io.github.candle4j.core.Shape;
import io.github.candle4j.core.Tensor;
import io.github.candle4j.nn.Activation;
import io.github.candle4j.nn.AdamW;
import io.github.candle4j.nn.BatchNorm;
import io.github.candle4j.nn.Dropout;
import io.github.candle4j.nn.Linear;
import io.github.candle4j.nn.Loss;
import io.github.candle4j.nn.Sequential;
import io.github.candle4j.nn.VarBuilder;
import io.github.candle4j.nn.VarMap;
import io.github.candle4j.nn.data.DataLoader;
import io.github.candle4j.nn.data.DataLoaderConfig;
import io.github.candle4j.nn.data.Example;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The programs of `docs/how-to/train-a-model.md`: what stands there between three ticks is what runs here between `// page` and
/// `// end`.
class TrainAModelTest {
  private static final Path PAGE = Path.of("../docs/how-to/train-a-model.md");
  private static final Path SOURCE =
      Path.of("src/test/java/io/github/candle4j/nn/train/TrainAModelTest.java");
  private static final int TRAINING = 1000;
  private static final int TESTED = 500;

  @TempDir Path folder = Path.of("");

  /// Points of a square; the label tells whether the distance from the middle is below 1.
  private static Tensor points(int count) {
    return Tensor.rand(-1.4f, 1.4f, Shape.of(count, 2), Device.CPU);
  }

  private static Tensor inside(Tensor points) {
    return points.sqr().sum(1).lt(1).toDtype(DType.I64);
  }

  private static String page(String name) throws IOException {
    Pattern region = Pattern.compile("// page " + name + "\\R(.*?)\\R\\s*// end", Pattern.DOTALL);
    Matcher found = region.matcher(Files.readString(SOURCE));
    assertThat(found.find()).as(name).isTrue();
    return "```java\n" + found.group(1).stripIndent().strip() + "\n```";
  }

  @Test
  void thePageShowsWhatRuns() throws IOException {
    String page = Files.readString(PAGE);
    for (String name : new String[] {"data", "model", "loop", "test", "resume"}) {
      assertThat(page).contains(page(name));
    }
    // Nothing else is shown as Java.
    assertThat(page.split("```java\n", -1)).hasSize(6);
  }

  // page model
  static Sequential classifier(VarBuilder vb) {
    return Sequential.seq()
        .add(Linear.linear(2, 64, vb.pp("fc1")))
        .add(BatchNorm.batchNorm(64, 1e-5, vb.pp("norm")))
        .add(Activation.RELU)
        .add(new Dropout(0.1))
        .add(Linear.linear(64, 2, vb.pp("fc2")));
  }

  // end

  // page test
  static double accuracy(ModuleT model, DataLoader<Example> data) {
    RunningMean mean = new RunningMean();
    for (Example batch : data) {
      Tensor logits = Tensor.noGrad(() -> model.forwardT(batch.input(), false));
      mean.add(Metrics.accuracy(logits, batch.target()), batch.target().dim(0));
    }
    return mean.value();
  }

  // end

  @Test
  void theProgramLearnsAndGoesOnWhereItWas() {
    Device.CPU.setSeed(1);
    Tensor points = points(TRAINING);
    Tensor labels = inside(points);
    Tensor testPoints = points(TESTED);
    Tensor testLabels = inside(testPoints);
    // page data
    DataLoaderConfig config = DataLoaderConfig.defaults().withBatchSize(50);
    DataLoader<Example> train = DataLoader.of(points, labels, config.withShuffle(42));
    DataLoader<Example> test = DataLoader.of(testPoints, testLabels, config);
    // end
    // page loop
    VarMap varmap = new VarMap();
    Sequential model = classifier(VarBuilder.fromVarmap(varmap, DType.F32, Device.CPU));
    AdamW optimizer = AdamW.newLr(varmap.trainableVars(), 0.01);
    Schedule schedule = Schedule.warmup(20, new Schedule.Cosine(180, 0));
    long step = 0;
    while (train.position().epoch() < 10) {
      for (Example batch : train) {
        optimizer.setLearningRate(0.01 * schedule.at(step++));
        Tensor logits = model.forwardT(batch.input(), true);
        Tensor loss = Loss.crossEntropy(logits, batch.target());
        GradStore gradients = loss.backward();
        Gradients.checkFinite(gradients, varmap);
        Gradients.clipNorm(gradients, 1.0);
        optimizer.step(gradients);
      }
      System.out.printf("epoch %d: %.3f%n", train.position().epoch(), accuracy(model, test));
    }
    varmap.save(folder.resolve("model.safetensors"));
    System.out.println(varmap.summary());
    // end
    assertThat(step).isEqualTo(200);
    assertThat(accuracy(model, test)).isGreaterThan(0.93);
    // page resume
    Checkpoint checkpoint =
        Checkpoint.in(folder.resolve("run1"))
            .model(varmap)
            .with("optimizer", optimizer)
            .with("train", train)
            .keepLast(2)
            .keepBest("accuracy", Better.HIGHER);
    checkpoint.save(step, Map.of("accuracy", accuracy(model, test)));
    // In the next process, after all of this was made again:
    step = checkpoint.resume().map(Checkpoint.Saved::step).orElse(0L);
    // end
    assertThat(step).isEqualTo(200);
  }
}
