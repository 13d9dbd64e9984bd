package io.github.candle4j.structure;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/// The folders of the whole project, all modules.
final class Project {
  static final Path ROOT = root();

  private Project() {}

  /// All Java sources, main and test, in the order of their paths.
  static List<Path> sources() {
    return find(file -> file.toString().endsWith(".java"));
  }

  /// All pages in Markdown.
  static List<Path> pages() {
    return find(file ->
        file.toString().endsWith(".md") && !contains(ROOT.relativize(file), Path.of("target")));
  }

  /// All compiled main classes that were written by hand.
  static List<Path> classes() {
    Path classes = Path.of("target", "classes");
    return find(file ->
        file.toString().endsWith(".class")
            && contains(file, classes)
            && !file.toString().contains("jmh_generated"));
  }

  static boolean contains(Path file, Path part) {
    for (int i = 0; i + part.getNameCount() <= file.getNameCount(); i++) {
      if (file.subpath(i, i + part.getNameCount()).equals(part)) {
        return true;
      }
    }
    return false;
  }

  private static List<Path> find(Predicate<Path> wanted) {
    List<Path> found = new ArrayList<>();
    try {
      Files.walkFileTree(
          ROOT,
          new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path dir, BasicFileAttributes attributes) {
              boolean hidden = !dir.equals(ROOT) && dir.getFileName().toString().startsWith(".");
              // Below target only the classes are of interest: the consumer projects are copied
              // there, too.
              boolean copied = dir.endsWith("target/it") || dir.endsWith("target/tools");
              return hidden || copied ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
              boolean generated =
                  file.toString().endsWith(".java") && contains(file, Path.of("target"));
              if (!generated && wanted.test(file)) {
                found.add(file);
              }
              return FileVisitResult.CONTINUE;
            }
          });
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    found.sort(null);
    return found;
  }

  private static Path root() {
    Path folder = Path.of("").toAbsolutePath();
    while (!Files.isDirectory(folder.resolve(".mvn"))) {
      Path parent = folder.getParent();
      if (parent == null) {
        throw new IllegalStateException(
            "no folder above this one holds .mvn: " + Path.of("").toAbsolutePath());
      }
      folder = parent;
    }
    return folder;
  }
}
