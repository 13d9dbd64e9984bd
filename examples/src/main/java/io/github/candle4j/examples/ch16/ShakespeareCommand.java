package io.github.candle4j.examples.ch16;

import io.github.candle4j.core.Utils;
import io.github.candle4j.examples.common.InputException;
import io.github.candle4j.examples.common.OptionRange;
import io.github.candle4j.examples.common.OutputFile;
import io.github.candle4j.examples.common.TrainingProgram;
import io.github.candle4j.examples.common.TrainingRun;
import io.github.candle4j.nn.train.LossCurve;
import io.github.candle4j.nn.train.RunningMean;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// Trains the model of chapter 16.
@Command(
    name = "shakespeare",
    description =
        "Chapter 16: trains a transformer to write like Shakespeare, character by character.",
    showDefaultValues = true,
    sortOptions = false)
public final class ShakespeareCommand extends TrainingProgram {
  /// Batches for a look at the validation loss in between.
  private static final int GLANCE = 16;

  private static final int ALL = Integer.MAX_VALUE;

  @Option(
      names = "--data",
      paramLabel = "FILE",
      description =
          "A text to learn from; without it, a million characters of Shakespeare are downloaded.")
  private @Nullable Path data;

  @Option(
      names = "--sonnet",
      showDefaultValue = picocli.CommandLine.Help.Visibility.NEVER,
      description = "Learns from sonnet 18 alone, which comes with the program.")
  private boolean sonnet;

  @Mixin private final ModelOptions modelOptions = new ModelOptions();

  @Option(
      names = "--steps",
      defaultValue = "800",
      paramLabel = "N",
      converter = OptionRange.Count.class,
      description = "How many batches to learn from.")
  private int steps;

  @Option(
      names = "--batch-size",
      defaultValue = "16",
      paramLabel = "N",
      converter = OptionRange.Count.class,
      description = "How many pieces of text make a batch.")
  private int batchSize;

  @Option(
      names = "--lr",
      defaultValue = "0.003",
      paramLabel = "RATE",
      converter = OptionRange.Positive.class,
      description = "The largest learning rate of AdamW.")
  private double learningRate;

  @Option(
      names = "--every",
      defaultValue = "100",
      paramLabel = "N",
      converter = OptionRange.Count.class,
      description = "Prints a line for every so many steps.")
  private int every;

  @Option(names = "--save", paramLabel = "FILE.safetensors", description = "Saves the model.")
  private @Nullable Path save;

  @Option(names = "--plot", paramLabel = "FILE.png", description = "Draws the losses.")
  private @Nullable Path plot;

  @Option(
      names = "--prompt",
      paramLabel = "TEXT",
      description = "What to write on from at the end; without it, the first line of the text.")
  private @Nullable String prompt;

  @Mixin private final SamplingOptions sampling = new SamplingOptions();

  @Override
  protected void run(PrintWriter out) {
    OutputFile.check(save, "the model");
    OutputFile.check(plot, "the plot");
    sampling.check();
    String text = text();
    CharTokenizer tokenizer = CharTokenizer.of(text);
    ModelConfig config = modelOptions.config(tokenizer.size());
    Training training =
        new Training(
            config,
            new TrainingSettings(seed(), steps, batchSize, learningRate),
            tokenizer.encode(text));
    out.printf(
        Locale.ROOT,
        "%d characters, %d different; %d parameters; %s kernels%n",
        text.length(),
        tokenizer.size(),
        training.weights().parameterCount(),
        Utils.kernels());
    if (!train(training, out)) {
      return;
    }
    out.printf(Locale.ROOT, "validation loss %.4f%n", training.validate(ALL));
    if (save != null) {
      SavedModel.save(save, training.weights(), config, tokenizer);
      out.println("The model is saved in " + save);
    }
    out.println("---");
    sampling.write(out, sampling.generator(training.model(), seed()), tokenizer, prompt(text));
  }

  private String text() {
    if (sonnet && data != null) {
      throw new InputException("--sonnet and --data are two texts: name one");
    }
    return sonnet ? Texts.sonnet() : data == null ? Texts.plays() : Texts.read(data);
  }

  private String prompt(String text) {
    return prompt == null ? text.lines().findFirst().orElse("") + "\n" : prompt;
  }

  /// True if all steps were made.
  private boolean train(Training training, PrintWriter out) {
    LossCurve curves = new LossCurve("Learning to write", "step");
    RunningMean mean = new RunningMean();
    long start = System.nanoTime();
    try (TrainingRun run = begin(steps, "steps", out, training::checkpoint)) {
      long first = run.step();
      while (run.next()) {
        double loss = training.step(run.step());
        run.done(loss);
        mean.add(loss, 1);
        if (run.isEvery(every)) {
          double validation = training.validate(GLANCE);
          run.println(
              "step %5d  loss %.4f  validation %.4f  %.1f ms a step",
              run.step(),
              mean.value(),
              validation,
              (System.nanoTime() - start) / 1e6 / (run.step() - first));
          curves.add("loss", (double) run.step(), mean.value());
          curves.add("validation", (double) run.step(), validation);
          mean = new RunningMean();
        }
      }
      if (run.isStopped()) {
        return false;
      }
    }
    if (plot != null) {
      curves.write(plot);
      out.println("The losses are drawn in " + plot);
    }
    return true;
  }
}
