package io.github.candle4j.examples.ch01;

import io.github.candle4j.core.DType;
import io.github.candle4j.core.Device;
import io.github.candle4j.core.Shape;
import io.github.candle4j.core.Tensor;
import io.github.candle4j.examples.common.OptionRange;
import io.github.candle4j.examples.common.TrainingProgram;
import io.github.candle4j.examples.common.TrainingRun;
import io.github.candle4j.nn.AdamW;
import io.github.candle4j.nn.Loss;
import io.github.candle4j.nn.VarBuilder;
import io.github.candle4j.nn.VarMap;
import java.io.PrintWriter;
import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// The first program of the book: a network learns to add two numbers.
@Command(
    name = "sum",
    description = "Chapter 1: a network learns to add two numbers.",
    showDefaultValues = true,
    sortOptions = false)
public final class SumCommand extends TrainingProgram {
  private static final int EPOCHS_PER_LINE = 10;
  private static final int BATCHES = 20;
  private static final float[][] KNOWN_RANGE = {
    {3, 5}, {2.5f, 7.5f}, {1.2f, 3.4f}, {8, 9}, {0, 0}, {10, 10}
  };
  private static final float[][] BEYOND = {{12, 15}, {20, 20}, {100, 50}};

  @Option(
      names = "--epochs",
      defaultValue = "50",
      paramLabel = "N",
      converter = OptionRange.Count.class,
      description = "How many times 20 batches are made.")
  private int epochs;

  @Option(
      names = "--hidden",
      defaultValue = "16",
      paramLabel = "N",
      converter = OptionRange.Count.class,
      description = "The number of hidden units.")
  private int hidden;

  @Option(
      names = "--lr",
      defaultValue = "0.01",
      paramLabel = "RATE",
      converter = OptionRange.Positive.class,
      description = "The learning rate of AdamW.")
  private double learningRate;

  @Option(
      names = "--batch-size",
      defaultValue = "32",
      paramLabel = "N",
      converter = OptionRange.Count.class,
      description = "How many pairs of numbers make one step.")
  private int batchSize;

  @Option(
      names = "--range",
      defaultValue = "10",
      paramLabel = "LIMIT",
      converter = OptionRange.Positive.class,
      description = "The pairs are drawn between 0 and this number.")
  private double range;

  @Override
  protected void run(PrintWriter out) {
    VarMap varmap = new VarMap();
    SumNetwork network =
        SumNetwork.create(hidden, VarBuilder.fromVarmap(varmap, DType.F32, Device.CPU));
    train(network, varmap, out);
    out.println();
    out.println("Sums of numbers like those it was trained with:");
    print(network, KNOWN_RANGE, out);
    out.println("Sums of larger numbers:");
    print(network, BEYOND, out);
  }

  // @start region="training"
  private void train(SumNetwork network, VarMap varmap, PrintWriter out) {
    AdamW optimizer = AdamW.newLr(varmap.allVars(), learningRate);
    try (TrainingRun run =
        begin(epochs, "epochs", out, c -> c.model(varmap).with("optimizer", optimizer))) {
      while (run.next()) {
        double sum = 0;
        for (int batch = 0; batch < BATCHES; batch++) {
          Tensor pairs = Tensor.rand(0, range, Shape.of(batchSize, 2), DType.F32, Device.CPU);
          Tensor sums = pairs.sum(1); // [batch], what the network should say
          Tensor loss = Loss.mse(network.forward(pairs), sums);
          optimizer.backwardStep(loss);
          sum += loss.toScalarF32();
        }
        run.done(sum / BATCHES);
        if (run.step() == 1 || run.isEvery(EPOCHS_PER_LINE)) {
          run.println("Epoch %3d  loss %.4f", run.step(), sum / BATCHES);
        }
      }
    }
  }

  // @end

  // @start region="answers"
  private static void print(SumNetwork network, float[][] pairs, PrintWriter out) {
    Tensor x = Tensor.of(pairs, Device.CPU); // [n, 2]
    float[] answers = Tensor.noGrad(() -> network.forward(x)).toVec1F32();
    for (int i = 0; i < pairs.length; i++) {
      float a = pairs[i][0];
      float b = pairs[i][1];
      out.println(String.format(Locale.ROOT, "%6.1f + %5.1f = %6.2f", a, b, answers[i]));
    }
  }
  // @end
}
