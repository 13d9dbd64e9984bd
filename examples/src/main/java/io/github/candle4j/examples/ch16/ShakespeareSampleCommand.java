package io.github.candle4j.examples.ch16;

import io.github.candle4j.examples.common.Program;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// Writes with a model that was trained and saved.
@Command(
    name = "shakespeare-sample",
    description = "Chapter 16: writes with a model that shakespeare --save has made.",
    showDefaultValues = true,
    sortOptions = false)
public final class ShakespeareSampleCommand extends Program {
  /// Where prompts come from: one of these.
  private static final class Prompts {
    @Option(
        names = "--prompt",
        paramLabel = "TEXT",
        description = "What to write on from; without it, ROMEO and a colon.")
    private @Nullable String prompt;

    @Option(
        names = "--prompts",
        paramLabel = "FILE",
        description = "A file with a prompt in each line.")
    private @Nullable Path file;

    @Option(
        names = "--interactive",
        showDefaultValue = picocli.CommandLine.Help.Visibility.NEVER,
        description = "Reads prompts from the keyboard, line by line, to the end of the input.")
    private boolean interactive;
  }

  @Option(
      names = "--model",
      required = true,
      paramLabel = "FILE.safetensors",
      description = "The model.")
  private @Nullable Path file;

  @ArgGroup private Prompts prompts = new Prompts();

  @Mixin private final SamplingOptions sampling = new SamplingOptions();

  @Override
  protected void run(PrintWriter out) {
    SavedModel saved = SavedModel.load(Objects.requireNonNull(file));
    Generator generator = sampling.generator(saved.model(), seed());
    prompts()
        .filter(line -> !line.isEmpty())
        .forEach(line -> sampling.write(out, generator, saved.tokenizer(), line));
  }

  private Stream<String> prompts() {
    if (prompts.interactive) {
      return new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8)).lines();
    }
    if (prompts.file != null) {
      return Texts.read(prompts.file).lines();
    }
    return Stream.of(prompts.prompt == null ? "ROMEO:\n" : prompts.prompt);
  }
}
