package io.github.candle4j.examples.ch02;

import io.github.candle4j.core.DType;
import io.github.candle4j.core.Device;
import io.github.candle4j.core.Module;
import io.github.candle4j.core.Tensor;
import io.github.candle4j.examples.common.InputException;
import io.github.candle4j.examples.common.OptionRange;
import io.github.candle4j.examples.common.OutputFile;
import io.github.candle4j.examples.common.SeedTable;
import io.github.candle4j.examples.common.Tiles;
import io.github.candle4j.examples.common.TrainingProgram;
import io.github.candle4j.examples.common.TrainingRun;
import io.github.candle4j.nn.AdamW;
import io.github.candle4j.nn.Loss;
import io.github.candle4j.nn.Ops;
import io.github.candle4j.nn.VarBuilder;
import io.github.candle4j.nn.VarMap;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// Two layers and XOR: with weights set by hand, and with weights that were learned.
@Command(
    name = "xor",
    description = "Chapter 2: two layers compute XOR, with weights set by hand and learned.",
    showDefaultValues = true,
    sortOptions = false)
public final class XorCommand extends TrainingProgram {
  private static final int STEPS_PER_LINE = 50;
  private static final int PIXELS = 96;
  private static final Tensor INPUTS =
      Tensor.of(new float[][] {{0, 0}, {0, 1}, {1, 0}, {1, 1}}, Device.CPU);
  private static final Tensor TARGETS = Tensor.of(new float[] {0, 1, 1, 0}, Device.CPU);

  @Option(
      names = "--hidden",
      defaultValue = "4",
      paramLabel = "N",
      converter = OptionRange.Count.class,
      description = "The number of hidden units.")
  private int hidden;

  @Option(
      names = "--steps",
      defaultValue = "200",
      paramLabel = "N",
      converter = OptionRange.Count.class,
      description = "How many steps to train, each with all four cases.")
  private int steps;

  @Option(
      names = "--lr",
      defaultValue = "0.1",
      paramLabel = "RATE",
      converter = OptionRange.Positive.class,
      description = "The learning rate of AdamW.")
  private double learningRate;

  @Option(
      names = "--seeds",
      paramLabel = "N",
      converter = OptionRange.Count.class,
      description = "Trains with so many seeds and prints how many of the answers are right.")
  private @Nullable Integer seeds;

  @Option(
      names = "--plot",
      paramLabel = "FILE.png",
      description = "Draws the answers for all inputs between 0 and 1: black is 0, white is 1.")
  private @Nullable Path plot;

  @Override
  protected void run(PrintWriter out) {
    OutputFile.check(plot, "the picture");
    if (seeds != null && plot != null) {
      throw new InputException("--seeds prints results only: leave out --plot");
    }
    if (seeds != null) {
      SeedTable.print(out, new SeedTable.Seeds(seed(), seeds), "right", this::rightAnswers);
      return;
    }
    byHand(out);
    VarMap varmap = new VarMap();
    TwoLayers network =
        TwoLayers.create(hidden, VarBuilder.fromVarmap(varmap, DType.F32, Device.CPU));
    train(network, varmap, out);
    float[] probabilities = probabilities(network, INPUTS).toVec1F32();
    for (int i = 0; i < probabilities.length; i++) {
      int[] x = Problem.INPUTS[i];
      out.println(
          String.format(Locale.ROOT, "learned  %d %d -> %.3f", x[0], x[1], probabilities[i]));
    }
    if (plot != null) {
      Tiles.write(plot, List.of(List.of(square(network))), 4 * PIXELS);
      out.println("The answers are drawn in " + plot);
    }
  }

  // @start region="by-hand"
  private static void byHand(PrintWriter out) {
    Perceptron or = new Perceptron(2, 2, -1);
    Perceptron and = new Perceptron(2, 2, -3);
    Perceptron orButNotAnd = new Perceptron(2, -2, -1);
    for (int[] x : Problem.INPUTS) {
      int[] h = {or.answer(x), and.answer(x)};
      out.println("by hand  " + x[0] + " " + x[1] + " -> " + orButNotAnd.answer(h));
    }
  }

  // @end

  // @start region="training"
  private void train(TwoLayers network, VarMap varmap, PrintWriter out) {
    AdamW optimizer = AdamW.newLr(varmap.allVars(), learningRate);
    try (TrainingRun run =
        begin(steps, "steps", out, c -> c.model(varmap).with("optimizer", optimizer))) {
      while (run.next()) {
        double loss = step(network, optimizer);
        run.done(loss);
        if (run.isEvery(STEPS_PER_LINE)) {
          run.println("step %3d  loss %.4f", run.step(), loss);
        }
      }
    }
  }

  private static double step(Module network, AdamW optimizer) {
    Tensor loss = Loss.binaryCrossEntropyWithLogit(network.forward(INPUTS), TARGETS);
    optimizer.backwardStep(loss);
    return loss.toScalarF32();
  }

  // @end

  /// How many of the four answers are right after a training with this seed.
  private double rightAnswers(long seed) {
    Device.CPU.setSeed(seed);
    VarMap varmap = new VarMap();
    TwoLayers network =
        TwoLayers.create(hidden, VarBuilder.fromVarmap(varmap, DType.F32, Device.CPU));
    AdamW optimizer = AdamW.newLr(varmap.allVars(), learningRate);
    for (int i = 0; i < steps; i++) {
      double _ = step(network, optimizer);
    }
    return probabilities(network, INPUTS)
        .gt(0.5)
        .eq(TARGETS.gt(0.5))
        .toDtype(DType.U32)
        .sumAll()
        .toScalarU32();
  }

  private static Tensor probabilities(Module network, Tensor x) {
    return Tensor.noGrad(() -> Ops.sigmoid(network.forward(x)));
  }

  /// The answers for all inputs of the unit square, the second input upwards.
  private static Tensor square(Module network) {
    Tensor axis = Tensor.linspace(0, 1, PIXELS, DType.F32, Device.CPU);
    List<Tensor> grid = Tensor.meshgrid(List.of(axis.flip(0), axis), false);
    Tensor x = Tensor.stack(List.of(grid.get(1).flattenAll(), grid.get(0).flattenAll()), 1);
    return probabilities(network, x).reshape(PIXELS, PIXELS);
  }
}
