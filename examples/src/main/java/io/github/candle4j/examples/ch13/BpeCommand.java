package io.github.candle4j.examples.ch13;

import io.github.candle4j.core.Device;
import io.github.candle4j.examples.common.InputException;
import io.github.candle4j.examples.common.OptionRange;
import io.github.candle4j.examples.common.OutputFile;
import io.github.candle4j.examples.common.Program;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// Byte pair encoding from scratch.
@Command(
    name = "bpe",
    description = "Chapter 13: learns tokens from a text, and turns text into numbers and back.",
    showDefaultValues = true,
    sortOptions = false)
public final class BpeCommand extends Program {
  static final List<String> SENTENCES =
      List.of(
          "The quick brown fox jumps over the lazy dog.",
          "How are you today dear friend?",
          "She sells sea shells on the sea shore.",
          "The shells she sells are sea shells for sure.");

  private static final int BYTES = 256;
  private static final int SHOWN = 12;

  @Option(
      names = "--data",
      paramLabel = "FILE",
      description = "A text to learn from; without it, four sentences.")
  private @Nullable Path data;

  @Option(
      names = "--vocabulary",
      defaultValue = "300",
      paramLabel = "N",
      converter = OptionRange.Count.class,
      description = "How many tokens to have, 256 of which are the bytes.")
  private int vocabulary;

  @Option(
      names = "--text",
      defaultValue = "Hello, how are you?",
      paramLabel = "TEXT",
      description = "What to encode.")
  private String text = "";

  @Option(names = "--save", paramLabel = "FILE", description = "Saves what was learned.")
  private @Nullable Path save;

  @Option(
      names = "--load",
      paramLabel = "FILE",
      description = "Takes the tokens from this file and learns nothing.")
  private @Nullable Path load;

  @Option(
      names = "--json",
      paramLabel = "tokenizer.json",
      description = "Writes the tokenizer in the format of Hugging Face.")
  private @Nullable Path json;

  @Override
  protected void run(PrintWriter out) {
    if (vocabulary < BYTES) {
      throw new InputException("--vocabulary must be 256 or more: so many are the bytes");
    }
    if (load != null && data != null) {
      throw new InputException("--load learns nothing: there is nothing to take from --data");
    }
    OutputFile.check(save, "the tokenizer");
    OutputFile.check(json, "the tokenizer");
    String learned = data == null ? String.join("\n", SENTENCES) : read(data);
    BytePairEncoding bpe =
        load == null ? BytePairEncoding.train(learned, vocabulary) : BytePairEncoding.load(load);
    if (load == null) {
      threeWays(out, learned, bpe);
    }
    merges(out, bpe);
    encoded(out, bpe);
    batch(out, bpe);
    if (save != null) {
      bpe.save(save);
      out.println("The merges are saved in " + save);
    }
    if (json != null) {
      TokenizerJson.write(bpe, json);
      out.println("The tokenizer is written to " + json);
    }
  }

  /// Words, characters and pieces of words, compared.
  private void threeWays(PrintWriter out, String learned, BytePairEncoding bpe) {
    Set<String> words = BytePairEncoding.words(learned).collect(Collectors.toSet());
    Set<Integer> characters = learned.codePoints().boxed().collect(Collectors.toSet());
    List<String> wanted = BytePairEncoding.words(text).toList();
    out.println("               vocabulary  tokens of the text  unknown");
    long unknownWords = wanted.stream().filter(w -> !words.contains(w)).count();
    long unknownCharacters = text.codePoints().filter(c -> !characters.contains(c)).count();
    int length = text.codePointCount(0, text.length());
    out.println(row("words", words.size(), wanted.size(), unknownWords));
    out.println(row("characters", characters.size(), length, unknownCharacters));
    out.println(row("byte pairs", bpe.size(), bpe.encode(text).size(), 0));
    out.println();
  }

  private static String row(String name, int vocabulary, int tokens, long unknown) {
    return String.format(Locale.ROOT, "%-13s %11d %19d %8d", name, vocabulary, tokens, unknown);
  }

  private static void merges(PrintWriter out, BytePairEncoding bpe) {
    List<BytePairEncoding.Pair> merges = bpe.merges();
    out.printf(Locale.ROOT, "%d tokens: 256 bytes and %d merges%n", bpe.size(), merges.size());
    for (int i = 0; i < Math.min(SHOWN, merges.size()); i++) {
      String left = bpe.token(merges.get(i).left());
      String right = bpe.token(merges.get(i).right());
      out.printf(Locale.ROOT, "%4d  %s + %s = %s%n", i + 1, left, right, left + right);
    }
    out.println();
  }

  private void encoded(PrintWriter out, BytePairEncoding bpe) {
    List<Integer> ids = bpe.encode(text);
    out.println("text     " + text);
    out.println("tokens   " + ids.stream().map(bpe::token).collect(Collectors.joining(" ")));
    out.println("ids      " + ids);
    out.println("decoded  " + bpe.decode(ids));
    out.println();
  }

  private void batch(PrintWriter out, BytePairEncoding bpe) {
    PaddedBatch batch = PaddedBatch.of(bpe, List.of(text, "dear friend", ""));
    out.printf(
        Locale.ROOT,
        "A batch on %s, with padding %d:%n%s%n",
        Device.CPU,
        bpe.padding(),
        batch.ids());
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new InputException(file + ": there is no such file, or it is no text", e);
    }
  }
}
