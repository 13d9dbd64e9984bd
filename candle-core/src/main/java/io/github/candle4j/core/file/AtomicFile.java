package io.github.candle4j.core.file;

import io.github.candle4j.core.CandleException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFileAttributeView;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Pattern;
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

  /// More would be a circle.
  private static final int MOST_LINKS = 40;

  /// Of up to four bytes each, in a name of 255.
  private static final int MOST_CHARACTERS = 50;

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
      Path target = target(operation, file);
      Path directory = Objects.requireNonNullElse(target.getParent(), target);
      if (!Files.isDirectory(directory)) {
        throw new NoSuchFileException(directory.toString());
      }
      removeAbandoned(directory, prefix(target));
      String number = Long.toUnsignedString(ThreadLocalRandom.current().nextLong(), 36);
      Path unfinished = target.resolveSibling(prefix(target) + number + ".tmp");
      try {
        try (FileChannel out =
            FileChannel.open(unfinished, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
          keepPermissions(target, unfinished); // Before there is anything to read.
          content.write(out);
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

  /// The file itself, behind links.
  private static Path target(String operation, Path file) throws IOException {
    Path target = file.toAbsolutePath();
    for (int links = 0; Files.isSymbolicLink(target) && links < MOST_LINKS; links++) {
      target = target.resolveSibling(Files.readSymbolicLink(target));
    }
    if (Files.exists(target) && !Files.isRegularFile(target)) {
      throw new CandleException(
          CandleException.Kind.FILE,
          operation,
          operation + " " + file + ": there is something that is no file, and it stays");
    }
    return target;
  }

  private static void keepPermissions(Path from, Path to) throws IOException {
    var old = Files.getFileAttributeView(from, PosixFileAttributeView.class);
    var now = Files.getFileAttributeView(to, PosixFileAttributeView.class);
    if (old != null && now != null && Files.exists(from)) {
      now.setPermissions(old.readAttributes().permissions());
    }
  }

  /// Long names are cut: what is put before and after them must fit into a name, too.
  private static String prefix(Path target) {
    String name = String.valueOf(target.getFileName());
    return "." + name.substring(0, Math.min(name.length(), MOST_CHARACTERS)) + "-";
  }

  /// Nobody waits for this: what cannot be removed, or is gone already, stays as it is.
  private static void removeAbandoned(Path directory, String prefix) {
    Instant limit = Instant.now().minus(ABANDONED);
    Pattern ours = Pattern.compile(Pattern.quote(prefix) + "[0-9a-z]{1,13}\\.tmp");
    try (DirectoryStream<Path> found =
        Files.newDirectoryStream(
            directory, p -> ours.matcher(String.valueOf(p.getFileName())).matches())) {
      for (Path p : found) {
        if (Files.exists(p) && Files.getLastModifiedTime(p).toInstant().isBefore(limit)) {
          LOG.info("removing {}, which an interrupted save left", p);
          Files.deleteIfExists(p);
        }
      }
    } catch (IOException | DirectoryIteratorException e) {
      LOG.debug("{} cannot be cleaned: {}", directory, e.getMessage());
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
