package io.github.candle4j.examples.ch13;

import io.github.candle4j.examples.common.InputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// Writes a tokenizer as `tokenizer.json`, the file format of Hugging Face.
final class TokenizerJson {
  private TokenizerJson() {}

  /// Writes the file.
  ///
  /// @throws InputException if it cannot be written
  static void write(BytePairEncoding bpe, Path file) {
    try {
      Files.writeString(file, json(bpe));
    } catch (IOException e) {
      throw new InputException(file + ": the tokenizer cannot be written there", e);
    }
  }

  // @start region="write"
  private static String json(BytePairEncoding bpe) {
    List<String> tokens = bpe.tokens();
    String vocabulary =
        IntStream.range(0, tokens.size())
            .mapToObj(id -> quoted(tokens.get(id)) + ": " + id)
            .collect(Collectors.joining(",\n      "));
    String merges =
        bpe.merges().stream()
            .map(m ->
                "[" + quoted(tokens.get(m.left())) + ", " + quoted(tokens.get(m.right())) + "]")
            .collect(Collectors.joining(",\n      "));
    return """
    {
      "version": "1.0",
      "added_tokens": [
        {"id": %d, "content": "<pad>", "single_word": false, "lstrip": false, "rstrip": false,
         "normalized": false, "special": true}
      ],
      "normalizer": null,
      "pre_tokenizer": {"type": "ByteLevel", "add_prefix_space": false, "trim_offsets": true,
        "use_regex": true},
      "post_processor": null,
      "decoder": {"type": "ByteLevel", "add_prefix_space": false, "trim_offsets": true,
        "use_regex": true},
      "model": {
        "type": "BPE",
        "vocab": {
          %s
        },
        "merges": [
          %s
        ]
      }
    }
    """
        .formatted(bpe.padding(), vocabulary, merges);
  }

  // @end

  private static String quoted(String token) {
    return '"' + token.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
  }
}
