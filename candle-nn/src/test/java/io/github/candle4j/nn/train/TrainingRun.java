package io.github.candle4j.nn.train;

import io.github.candle4j.core.DType;
import io.github.candle4j.core.Device;
import io.github.candle4j.core.Shape;
import io.github.candle4j.core.Tensor;
import io.github.candle4j.nn.AdamW;
import io.github.candle4j.nn.Linear;
import io.github.candle4j.nn.Loss;
import io.github.candle4j.nn.Optimizer;
import io.github.candle4j.nn.VarBuilder;
import io.github.candle4j.nn.VarMap;
import io.github.candle4j.nn.data.DataLoader;
import io.github.candle4j.nn.data.DataLoaderConfig;
import io.github.candle4j.nn.data.Example;
import io.github.candle4j.nn.data.Samples;
import java.nio.file.Path;
import java.util.Map;

/// A program that trains a small network and saves a checkpoint after each step, from which it goes on when it is started again. The
/// network drops elements at random, the samples are changed at random and come in random order, and patience is counted.
final class TrainingRun {
  static final int EPOCHS = 5;
  private static final int SAMPLES = 90;
  private static final int BATCH = 8;

  private TrainingRun() {}

  /// Arguments: the folder of the checkpoints, the file of the final weights. A line is printed after each step.
  public static void main(String[] args) {
    Device.CPU.setSeed(11);
    VarMap varmap = new VarMap();
    VarBuilder vb = VarBuilder.fromVarmap(varmap, DType.F32, Device.CPU);
    Linear first = Linear.linear(6, 24, vb.pp("first"));
    Linear second = Linear.linear(24, 3, vb.pp("second"));
    Optimizer optimizer = AdamW.newLr(varmap.allVars(), 0.01);
    DataLoader<Example> loader =
        DataLoader.of(
            data(),
            Example::stack,
            DataLoaderConfig.defaults().withBatchSize(BATCH).withShuffle(5).withPrefetch(2));
    EarlyStopping stopping = new EarlyStopping(1000, 0, Better.LOWER);
    Checkpoint checkpoint =
        Checkpoint.in(Path.of(args[0]))
            .model(varmap)
            .with("optimizer", optimizer)
            .with("loader", loader)
            .with("stopping", stopping)
            .keepLast(2)
            .keepBest("loss", Better.LOWER);
    long step = checkpoint.resume().map(Checkpoint.Saved::step).orElse(0L);
    System.out.println("resumed " + step);
    while (loader.position().epoch() < EPOCHS) {
      for (Example batch : loader) {
        Tensor hidden = first.forward(batch.input()).relu();
        Tensor mask = Tensor.rand(0f, 1f, hidden.shape(), Device.CPU).ge(0.3).toDtype(DType.F32);
        Tensor loss = Loss.crossEntropy(second.forward(hidden.mul(mask)), batch.target());
        optimizer.backwardStep(loss);
        stopping.update(loss.toScalarF32());
        step++;
        checkpoint.save(step, Map.of("loss", (double) loss.toScalarF32()));
        System.out.println("step " + step);
      }
    }
    varmap.save(Path.of(args[1]));
    System.out.println("end " + stopping.best());
  }

  private static Samples<Example> data() {
    Tensor inputs = Tensor.randn(0f, 1f, Shape.of(SAMPLES, 6), Device.CPU);
    Tensor targets = inputs.narrow(1, 0, 3).argmax(1);
    return Samples.of(inputs, targets)
        .augment(
            (s, random) -> new Example(s.input().affine(1, 0.1 * random.nextDouble()), s.target()));
  }
}
