package io.github.candle4j.core.file;

import io.github.candle4j.core.CandleException;
import io.github.candle4j.core.CandleException.Kind;
import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// What the operating system has against a file, in words.
public final class FileErrors {
  private FileErrors() {}

  /// The exception of an operation on a file.
  public static CandleException of(String operation, Path file, IOException e) {
    return new CandleException(Kind.FILE, operation, operation + " " + file + ": " + reason(e), e);
  }

  private static @Nullable String reason(IOException e) {
    return switch (e) {
      case NoSuchFileException missing -> "there is no " + missing.getFile();
      case AccessDeniedException denied -> "not allowed: " + denied.getFile();
      case ClosedByInterruptException _ -> "the thread was interrupted";
      case FileSystemException other when other.getReason() != null -> other.getReason();
      default -> Objects.requireNonNullElse(e.getMessage(), e.getClass().getSimpleName());
    };
  }
}
