package io.github.candle4j.examples.ch16;

import io.github.candle4j.examples.common.Download;
import io.github.candle4j.examples.common.InputException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;

/// Texts to learn from.
final class Texts {
  /// 40,000 lines of Shakespeare's plays, known as Tiny Shakespeare.
  private static final Download PLAYS =
      new Download(
          URI.create(
              "https://raw.githubusercontent.com/karpathy/char-rnn/master/data/tinyshakespeare/input.txt"),
          "86c4e6aa9db7c042ec79f339dcb96d42b0075e16b8fc2e86bf0ca57e2dc565ed");

  private Texts() {}

  static String plays() {
    return read(PLAYS.get("tinyshakespeare"));
  }

  static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new InputException(
          Files.isRegularFile(file)
              ? file + ": it cannot be read as a text in UTF-8"
              : file + ": there is no such file",
          e);
    }
  }

  /// Shakespeare's sonnet 18, which comes with the program.
  static String sonnet() {
    try (InputStream in = Texts.class.getResourceAsStream("sonnet18.txt")) {
      byte[] bytes = Objects.requireNonNull(in, "sonnet18.txt").readAllBytes();
      return new String(bytes, StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
