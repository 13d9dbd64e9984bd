package io.github.candle4j.examples.ch06;

import io.github.candle4j.core.DType;
import io.github.candle4j.core.Device;
import io.github.candle4j.core.Tensor;
import io.github.candle4j.core.Var;
import io.github.candle4j.examples.common.OptionRange;
import io.github.candle4j.examples.common.OutputFile;
import io.github.candle4j.examples.common.Pictures;
import io.github.candle4j.examples.common.Program;
import io.github.candle4j.nn.Optimizer;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// The command line of chapter 6, optimizers side by side.
@Command(
    name = "optimizers",
    description = "Chapter 6: lets optimizers put a line through the same points.",
    showDefaultValues = true,
    sortOptions = false)
public final class OptimizersCommand extends Program {
  private static final double[] RATES = {0.001, 0.01, 0.1, 1};
  private static final int PLOTTED_EPOCHS = 100;

  /// With rates that suit them; others would hide each other on the picture.
  private static final Map<OptimizerChoice, Double> PLOTTED = new EnumMap<>(OptimizerChoice.class);

  static {
    PLOTTED.put(OptimizerChoice.SGD, 0.01);
    PLOTTED.put(OptimizerChoice.MOMENTUM, 0.001);
    PLOTTED.put(OptimizerChoice.ADAGRAD, 1.0);
    PLOTTED.put(OptimizerChoice.RMSPROP, 0.1);
    PLOTTED.put(OptimizerChoice.ADAM, 0.1);
    PLOTTED.put(OptimizerChoice.ADAMW, 0.3);
  }

  @Option(
      names = "--epochs",
      defaultValue = "200",
      paramLabel = "N",
      converter = OptionRange.Count.class,
      description = "How many steps each one makes.")
  private int epochs;

  @Option(
      names = "--plot",
      paramLabel = "FILE.png",
      description = "Draws the loss of some of them over 100 epochs into this file.")
  private @Nullable Path plot;

  @Override
  protected void run(PrintWriter out) {
    OutputFile.check(plot, "the plot");
    firstSteps(out);
    out.println();
    table(out);
    if (plot != null) {
      Map<String, Pictures.Line> lines = new LinkedHashMap<>();
      PLOTTED.forEach((choice, rate) -> lines.put(choice + " " + rate, curve(choice, rate)));
      Pictures.lines(
          plot,
          new Pictures.Titles("The way down", "epoch", "log10 of the mean squared error"),
          lines,
          false);
    }
  }

  private static void firstSteps(PrintWriter out) {
    out.println("Five steps down (w - 3)², from w = 0 with rate 0.1");
    out.println("optimizer  by hand                               library");
    for (OptimizerChoice choice : OptimizerChoice.values()) {
      StringBuilder line = new StringBuilder(String.format(Locale.ROOT, "%-10s", choice));
      byHand(choice).forEach(w -> line.append(String.format(Locale.ROOT, " %.4f", w)));
      line.append(String.format(Locale.ROOT, "    %.4f", byLibrary(choice).getLast()));
      out.println(line);
    }
  }

  static List<Double> byHand(OptimizerChoice choice) {
    StepsByHand rule = new StepsByHand(choice, 0.1);
    double[] w = {0};
    return IntStream.range(0, 5)
        .mapToObj(_ -> {
          w[0] = rule.step(w[0], 2 * (w[0] - 3));
          return w[0];
        })
        .toList();
  }

  static List<Double> byLibrary(OptimizerChoice choice) {
    Var w = Var.fromTensor(Tensor.of(0.0, DType.F64, Device.CPU));
    Optimizer optimizer = choice.create(List.of(w), 0.1);
    return IntStream.range(0, 5)
        .mapToObj(_ -> {
          optimizer.backwardStep(w.sub(3.0).sqr());
          return w.toScalarF64();
        })
        .toList();
  }

  private void table(PrintWriter out) {
    out.printf(Locale.ROOT, "Loss after %d epochs%n", epochs);
    out.println("optimizer   rate 0.001    rate 0.01     rate 0.1       rate 1");
    for (OptimizerChoice choice : OptimizerChoice.values()) {
      StringBuilder line = new StringBuilder(String.format(Locale.ROOT, "%-9s", choice));
      for (double rate : RATES) {
        double loss = Regression.trained(settings(choice, rate)).loss();
        line.append(String.format(Locale.ROOT, " %12s", text(loss)));
      }
      out.println(line);
    }
  }

  private static String text(double loss) {
    return loss < 1e4 ? String.format(Locale.ROOT, "%.4f", loss) : "diverges";
  }

  private Pictures.Line curve(OptimizerChoice choice, double rate) {
    Regression regression = new Regression(settings(choice, rate));
    return new Pictures.Line(
        IntStream.rangeClosed(1, PLOTTED_EPOCHS).asDoubleStream().toArray(),
        IntStream.rangeClosed(1, PLOTTED_EPOCHS)
            .mapToDouble(epoch -> Math.log10(regression.epoch(epoch)))
            .toArray());
  }

  private Regression.Settings settings(OptimizerChoice choice, double rate) {
    return new Regression.Settings(seed(), epochs, choice, rate, 0, Double.POSITIVE_INFINITY);
  }
}
