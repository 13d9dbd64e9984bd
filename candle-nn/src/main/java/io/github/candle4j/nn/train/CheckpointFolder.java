package io.github.candle4j.nn.train;

import io.github.candle4j.core.CandleException;
import io.github.candle4j.core.CandleException.Kind;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// The checkpoints of a folder, and which of them stay. All that is known of them stands in their files.
final class CheckpointFolder {
  private static final Pattern NAME = Pattern.compile("checkpoint-(\\d{12,18})\\.safetensors");

  /// What a save that was killed leaves.
  private static final Pattern UNFINISHED = Pattern.compile("\\.checkpoint-\\d{12,18}\\..*\\.tmp");

  private static final Duration ABANDONED = Duration.ofHours(1);
  private static final long MOST_STEPS = 999_999_999_999_999_999L;

  private final Path folder;
  private int last = 1;
  private @Nullable String metric;
  private Better better = Better.LOWER;

  CheckpointFolder(Path folder) {
    this.folder = folder;
  }

  Path folder() {
    return folder;
  }

  void keepLast(int count) {
    if (count < 1) {
      throw new CandleException(
          Kind.ARGUMENT,
          "checkpoint",
          "checkpoint: the number to keep must be 1 or more, got " + count);
    }
    last = count;
  }

  void keepBest(String name, Better which) {
    metric = name;
    better = which;
  }

  /// The file for the checkpoint of a step; the folder is made.
  Path next(long step) {
    if (step < 0 || step > MOST_STEPS) {
      throw new CandleException(
          Kind.ARGUMENT, "save", "save: the step must be 0 to " + MOST_STEPS + ", got " + step);
    }
    try {
      Files.createDirectories(folder);
    } catch (IOException e) {
      throw failed("save", e);
    }
    List<Path> files = files();
    if (!files.isEmpty() && step(files.getLast()) > step) {
      throw CandleException.withHint(
          Kind.ARGUMENT,
          "save",
          "save: "
              + folder
              + " has a checkpoint of step "
              + step(files.getLast())
              + ", this is step "
              + step,
          "call resume() first, remove the later checkpoints, or use a folder for each run");
    }
    return folder.resolve(String.format(Locale.ROOT, "checkpoint-%012d.safetensors", step));
  }

  /// The checkpoints by their steps.
  List<Path> files() {
    List<Path> files = new ArrayList<>(matching(NAME));
    files.sort(Comparator.comparingLong(CheckpointFolder::step));
    return files;
  }

  private List<Path> matching(Pattern pattern) {
    List<Path> found = new ArrayList<>();
    if (!Files.isDirectory(folder)) {
      return found;
    }
    try (DirectoryStream<Path> all =
        Files.newDirectoryStream(
            folder, p -> pattern.matcher(String.valueOf(p.getFileName())).matches())) {
      all.forEach(found::add);
      return found;
    } catch (IOException e) {
      throw failed("open", e);
    }
  }

  private static long step(Path file) {
    Matcher name = NAME.matcher(String.valueOf(file.getFileName()));
    if (!name.matches()) {
      throw new IllegalArgumentException(file.toString());
    }
    return Long.parseLong(name.group(1));
  }

  Optional<Checkpoint.Saved> best() {
    String name = metric;
    if (name == null) {
      throw CandleException.withHint(
          Kind.ARGUMENT,
          "best",
          "best: no metric was set",
          "call keepBest(metric, Better.LOWER) or keepBest(metric, Better.HIGHER) first");
    }
    return best(name, files().stream().map(f -> CheckpointHeader.read(f).saved()).toList());
  }

  private Optional<Checkpoint.Saved> best(String name, List<Checkpoint.Saved> all) {
    Checkpoint.Saved best = null;
    double value = better.worst();
    for (Checkpoint.Saved saved : all) {
      Double found = saved.metrics().get(name);
      if (found != null && better.isBetter(found, value, 0)) {
        best = saved;
        value = found;
      }
    }
    return Optional.ofNullable(best);
  }

  /// Removes what is not to be kept, and what saves that were killed left an hour ago.
  void prune() {
    List<Path> files = files();
    Set<Path> kept = new HashSet<>(files.subList(Math.max(0, files.size() - last), files.size()));
    Optional.ofNullable(metric)
        .flatMap(name -> best(name, readable(files)))
        .ifPresent(b -> kept.add(b.file()));
    try {
      for (Path file : files) {
        if (!kept.contains(file)) {
          Files.deleteIfExists(file);
        }
      }
      Instant limit = Instant.now().minus(ABANDONED);
      for (Path file : matching(UNFINISHED)) {
        if (Files.getLastModifiedTime(file).toInstant().isBefore(limit)) {
          Files.deleteIfExists(file);
        }
      }
    } catch (IOException e) {
      throw failed("save", e);
    }
  }

  /// A damaged file is nobody's best, and no reason for a save to fail.
  private static List<Checkpoint.Saved> readable(List<Path> files) {
    List<Checkpoint.Saved> all = new ArrayList<>();
    for (Path file : files) {
      try {
        all.add(CheckpointHeader.read(file).saved());
      } catch (CandleException e) {
        if (e.kind() != Kind.FILE) {
          throw e;
        }
      }
    }
    return all;
  }

  private CandleException failed(String operation, IOException e) {
    return new CandleException(
        Kind.FILE, operation, operation + " " + folder + ": " + e.getMessage(), e);
  }
}
