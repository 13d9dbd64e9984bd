package io.github.candle4j.core.file;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFileAttributeView;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.concurrent.ThreadLocalRandom;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Writes files whole or not at all: a new file is written beside the old one, forced to the disk and then put in its
/// place, so that a crash at any moment leaves the old file or the new one.
///
/// A process that is killed while it writes leaves its unfinished file, `.name-number.tmp`, in the directory; a later
/// write of the same name removes those that nobody has touched for an hour.
public final class AtomicFile {
  private static final Logger LOG = LoggerFactory.getLogger(AtomicFile.class);
  private static final Duration ABANDONED = Duration.ofHours(1);

  private AtomicFile() {}

  /// What writes the content.
  public interface Content {
    void write(FileChannel out) throws IOException;
  }

  /// Writes `content` to `file`. A link is followed, so that it stays one.
  ///
  /// @throws io.github.candle4j.core.CandleException naming `operation` and the file if it cannot be written; what
  ///     was there before stays
  public static void write(String operation, Path file, Content content) {
    try {
      Path target = Files.exists(file) ? file.toRealPath() : file.toAbsolutePath();
      Path directory = Objects.requireNonNullElse(target.getParent(), target);
      removeAbandoned(directory, prefix(target));
      Path unfinished =
          target.resolveSibling(
              prefix(target)
                  + Long.toUnsignedString(ThreadLocalRandom.current().nextLong(), 36)
                  + ".tmp");
      try {
        try (FileChannel out =
            FileChannel.open(unfinished, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
          content.write(out);
          keepPermissions(target, unfinished);
          out.force(true);
        }
        Files.move(unfinished, target, StandardCopyOption.ATOMIC_MOVE);
      } finally {
        Files.deleteIfExists(unfinished);
      }
      forceDirectory(directory);
    } catch (IOException e) {
      throw FileErrors.of(operation, file, e);
    }
  }

  private static void keepPermissions(Path from, Path to) throws IOException {
    var old = Files.getFileAttributeView(from, PosixFileAttributeView.class);
    var now = Files.getFileAttributeView(to, PosixFileAttributeView.class);
    if (old != null && now != null && Files.exists(from)) {
      now.setPermissions(old.readAttributes().permissions());
    }
  }

  private static String prefix(Path target) {
    return "." + target.getFileName() + "-";
  }

  private static void removeAbandoned(Path directory, String prefix) throws IOException {
    Instant limit = Instant.now().minus(ABANDONED);
    DirectoryStream.Filter<Path> ours =
        p -> {
          String name = String.valueOf(p.getFileName());
          return name.startsWith(prefix) && name.endsWith(".tmp");
        };
    try (DirectoryStream<Path> found = Files.newDirectoryStream(directory, ours)) {
      for (Path p : found) {
        if (Files.getLastModifiedTime(p).toInstant().isBefore(limit)) {
          LOG.info("removing {}, which an interrupted save left", p);
          Files.deleteIfExists(p);
        }
      }
    }
  }

  /// The new name must be on the disk, too. Some systems do not open directories; there it is up to them.
  private static void forceDirectory(Path directory) {
    try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
      channel.force(true);
    } catch (IOException e) {
      LOG.debug("{} cannot be forced to the disk: {}", directory, e.getMessage());
    }
  }
}
