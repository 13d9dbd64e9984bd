package io.github.candle4j.examples.common;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// Files that a program writes when its work is done, checked before it.
public final class OutputFile {
  private OutputFile() {}

  /// Says so before the work, not after it, if a file cannot be written; nothing is wrong with no file.
  ///
  /// @throws InputException if its folder is not there, or it is a folder
  public static void check(@Nullable Path file, String what) {
    if (file == null) {
      return;
    }
    Path folder = file.toAbsolutePath().getParent();
    if (folder == null || !Files.isDirectory(folder) || Files.isDirectory(file)) {
      throw new InputException(file + ": " + what + " cannot be written there");
    }
  }

  /// What goes into a file.
  interface Content {
    byte[] bytes() throws IOException;
  }

  /// Writes a picture.
  ///
  /// @throws InputException if it cannot be written
  static void writePicture(Path file, Content content) {
    try {
      Files.write(file, content.bytes());
    } catch (IOException e) {
      throw new InputException(
          file + ": the picture cannot be written (" + e.getMessage() + ")", e);
    }
  }
}
