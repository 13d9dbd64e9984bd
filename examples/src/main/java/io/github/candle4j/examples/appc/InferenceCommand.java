package io.github.candle4j.examples.appc;

import io.github.candle4j.core.DType;
import io.github.candle4j.core.Device;
import io.github.candle4j.core.Utils;
import io.github.candle4j.examples.ch16.ModelConfig;
import io.github.candle4j.examples.ch16.Transformer;
import io.github.candle4j.examples.common.InputException;
import io.github.candle4j.examples.common.OptionRange;
import io.github.candle4j.examples.common.Program;
import io.github.candle4j.nn.VarBuilder;
import io.github.candle4j.nn.VarMap;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// The command line of appendix C.
@Command(
    name = "inference",
    description = "Appendix C: what makes a trained model use less time and memory, measured.",
    showDefaultValues = true,
    sortOptions = false)
public final class InferenceCommand extends Program {
  private static final int VOCABULARY = 65;

  @Option(
      names = "--size",
      defaultValue = "384",
      paramLabel = "N",
      converter = OptionRange.Count.class,
      description = "The length of the vector of a character.")
  private int size;

  @Option(
      names = "--layers",
      defaultValue = "6",
      paramLabel = "N",
      converter = OptionRange.Count.class,
      description = "The number of blocks.")
  private int layers;

  @Option(
      names = "--heads",
      defaultValue = "6",
      paramLabel = "N",
      converter = OptionRange.Count.class,
      description = "The number of heads; it divides the size.")
  private int heads;

  @Option(
      names = "--tokens",
      defaultValue = "128",
      paramLabel = "N",
      converter = OptionRange.Count.class,
      description = "How many characters to compute or write.")
  private int count;

  @Option(
      names = "--warmups",
      defaultValue = "3",
      paramLabel = "N",
      converter = OptionRange.Count.class,
      description = "How often to do each thing before it is measured.")
  private int warmups;

  @Option(
      names = "--runs",
      defaultValue = "5",
      paramLabel = "N",
      converter = OptionRange.Count.class,
      description = "How often to measure it; the median is printed.")
  private int runs;

  @Override
  protected void run(PrintWriter out) {
    if (size % heads != 0) {
      throw new InputException("--heads " + heads + " does not divide --size " + size);
    }
    ModelConfig config =
        new ModelConfig(
            VOCABULARY,
            new ModelConfig.Sizes(size, layers, heads, count),
            0,
            ModelConfig.Pieces.ALL);
    VarMap weights = new VarMap();
    Transformer trainable =
        Transformer.create(config, VarBuilder.fromVarmap(weights, DType.F32, Device.CPU));
    try (Models models = Models.create(config)) {
      out.printf(
          Locale.ROOT,
          "%d parameters; files of %.1f MB (F32) and %.1f MB (F16); %d threads, %s kernels%n",
          weights.parameterCount(),
          Models.megabytes(models.f32()),
          Models.megabytes(models.f16()),
          Utils.getNumThreads(),
          Utils.kernels());
      Inference inference = new Inference(models, new Bench(warmups, runs), count);
      print(out, "Scores of " + count + " characters", inference.noGrad(trainable));
      print(out, "Writing " + count + " characters, time for each", inference.cache());
      print(out, "Halves of numbers", inference.half());
      print(out, "Mapped files", inference.mapped());
    }
  }

  private static void print(PrintWriter out, String title, List<Inference.Row> rows) {
    out.println();
    out.println(title);
    for (Inference.Row row : rows) {
      out.printf(
          Locale.ROOT,
          "  %-16s %8.2f ms %11s   %s%n",
          row.name(),
          row.milliseconds(),
          text("%.1f MB", row.megabytes()),
          text("difference %.1e", row.difference()));
    }
    out.flush();
  }

  private static String text(String format, double value) {
    return Double.isNaN(value) ? "" : String.format(Locale.ROOT, format, value);
  }
}
