package io.github.candle4j.examples.ch13;

import ai.djl.huggingface.tokenizers.Encoding;
import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import io.github.candle4j.examples.common.InputException;
import io.github.candle4j.examples.common.Program;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// Reads a `tokenizer.json` with the library of Hugging Face.
@Command(
    name = "tokenizer",
    description = "Chapter 13: encodes with a tokenizer.json, through Hugging Face's own library.",
    showDefaultValues = true,
    sortOptions = false)
public final class TokenizerCommand extends Program {
  @Option(
      names = "--json",
      required = true,
      paramLabel = "tokenizer.json",
      description = "The tokenizer: of a model, or one that bpe --json has written.")
  private @Nullable Path json;

  @Option(
      names = "--merges",
      paramLabel = "FILE",
      description =
          "What bpe --save has written for the same: tells whether both give the same ids.")
  private @Nullable Path merges;

  @Option(
      names = "--text",
      defaultValue = "Hello, how are you?",
      paramLabel = "TEXT",
      description = "What to encode.")
  private String text = "";

  @Override
  protected void run(PrintWriter out) {
    Path file = Objects.requireNonNull(json);
    if (!Files.isRegularFile(file)) {
      throw new InputException(file + ": there is no such file");
    }
    // @start region="encode"
    try (HuggingFaceTokenizer tokenizer = HuggingFace.load(file)) {
      Encoding encoding = tokenizer.encode(text);
      out.println("tokens   " + String.join(" ", encoding.getTokens()));
      out.println("ids      " + Arrays.toString(encoding.getIds()));
      out.println("decoded  " + tokenizer.decode(encoding.getIds()));
      // @end
      if (merges != null) {
        long[] own =
            BytePairEncoding.load(merges).encode(text).stream()
                .mapToLong(Integer::longValue)
                .toArray();
        out.println(
            Arrays.equals(own, encoding.getIds())
                ? "Our own tokenizer gives the same ids"
                : "Our own tokenizer gives other ids: " + Arrays.toString(own));
      }
    }
  }
}
