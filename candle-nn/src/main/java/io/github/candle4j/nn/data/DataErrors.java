package io.github.candle4j.nn.data;

import io.github.candle4j.core.CandleException;
import io.github.candle4j.core.CandleException.Kind;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.Objects;

/// What is wrong with a file of data, in words.
final class DataErrors {
  private DataErrors() {}

  /// A file that cannot be read.
  static CandleException of(String operation, Path file, IOException e) {
    String reason =
        switch (e) {
          case NoSuchFileException missing -> "there is no " + missing.getFile();
          case AccessDeniedException denied -> "not allowed: " + denied.getFile();
          case NotDirectoryException no -> no.getFile() + " is not a directory";
          default -> Objects.requireNonNullElse(e.getMessage(), e.getClass().getSimpleName());
        };
    return new CandleException(Kind.FILE, operation, operation + " " + file + ": " + reason, e);
  }

  /// A file that does not hold what it should.
  static CandleException at(String operation, Path file, long place, String message) {
    return new CandleException(
        Kind.FILE, operation, file + ": " + message + " (at byte " + place + ")");
  }
}
