package io.github.candle4j.examples.ch16;

import io.github.candle4j.core.Utils;
import io.github.candle4j.examples.common.InputException;
import io.github.candle4j.examples.common.OptionRange;
import java.io.PrintWriter;
import java.util.Locale;
import picocli.CommandLine.Option;

/// The options of writing, which both commands of the chapter have.
final class SamplingOptions {
  @Option(
      names = "--temperature",
      defaultValue = "0.8",
      paramLabel = "T",
      description =
          "Scores are divided by it: low is careful, high is wild, 0 takes the likeliest.")
  private double temperature;

  @Option(
      names = "--top-k",
      defaultValue = "40",
      paramLabel = "N",
      converter = OptionRange.Count.class,
      description = "Picks among so many of the likeliest characters.")
  private int topK;

  @Option(
      names = "--top-p",
      defaultValue = "1",
      paramLabel = "P",
      converter = OptionRange.Positive.class,
      description = "Picks among the likeliest characters that together have this probability.")
  private double topP;

  @Option(
      names = "--penalty",
      defaultValue = "1.1",
      paramLabel = "X",
      converter = OptionRange.Positive.class,
      description = "Makes characters less likely that were among the last 64; 1 does not.")
  private double penalty;

  @Option(
      names = "--tokens",
      defaultValue = "300",
      paramLabel = "N",
      converter = OptionRange.Count.class,
      description = "How many characters to write.")
  private int count;

  @Option(
      names = "--no-cache",
      showDefaultValue = picocli.CommandLine.Help.Visibility.NEVER,
      description = "Computes all characters anew for each that is written: the same text, later.")
  private boolean uncached;

  void check() {
    if (!(temperature >= 0 && temperature < Double.POSITIVE_INFINITY)) {
      throw new InputException("--temperature must be 0 or more, got " + temperature);
    }
  }

  Generator generator(Transformer model, long seed) {
    check();
    Sampler.Settings settings = new Sampler.Settings(temperature, topK, topP, penalty);
    return new Generator(model, new Sampler(settings, seed), !uncached);
  }

  /// Writes on from a prompt, character by character.
  void write(PrintWriter out, Generator generator, CharTokenizer tokenizer, String prompt) {
    int[] ids = tokenizer.encode(prompt);
    if (ids.length == 0) {
      throw new InputException("the prompt is empty: the model needs a character to begin with");
    }
    long start = System.nanoTime();
    out.print(prompt);
    generator.generate(
        ids,
        count,
        id -> {
          out.print(tokenizer.decode(id));
          out.flush();
        });
    double milliseconds = (System.nanoTime() - start) / 1e6;
    out.printf(
        Locale.ROOT,
        "%n--- %d characters, %.2f ms each, %s kernels%n",
        count,
        milliseconds / count,
        Utils.kernels());
  }
}
