package io.github.candle4j.structure;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/// The rules about sizes, names and comments; each returns one line per violation.
record SourceRules(Exceptions exceptions) {
  static final int FILE_LINES = 400;
  static final int METHOD_LINES = 40;
  static final int PARAMETERS = 4;

  private static final Pattern FORBIDDEN_NAME =
      Pattern.compile("(Abstract\\p{Upper}.*|.*(Impl|Util|Utils|Helper|Manager|Base))");

  /// The packages that users may name.
  private static final Set<String> EXPORTED =
      Set.of("io.github.candle4j.core", "io.github.candle4j.nn", "io.github.candle4j.transformers");

  List<String> fileLines(List<Path> files) {
    List<String> violations = new ArrayList<>();
    for (Path file : files) {
      long lines = countLines(file);
      if (lines > FILE_LINES && !exceptions.allows("file-lines", file.getFileName().toString())) {
        violations.add(file + " has " + lines + " lines, at most " + FILE_LINES);
      }
    }
    return violations;
  }

  List<String> methodLines(Sources sources) {
    return sources.methods().stream()
        .filter(m -> m.lines() > METHOD_LINES && !exceptions.allows("method-lines", m.name()))
        .map(m ->
            m.name() + " has " + m.lines() + " lines, at most " + METHOD_LINES + ": " + m.file())
        .toList();
  }

  /// Kernels take arrays, offsets and counts, so the packages `cpu` are free; the header of a record may be long, as a
  /// record is what replaces a long list of parameters.
  List<String> parameters(Sources sources) {
    return sources.methods().stream()
        .filter(m -> m.parameters() > PARAMETERS && !m.header())
        .filter(m -> !(m.packageName() + ".").contains(".cpu."))
        .filter(m -> !exceptions.allows("parameters", m.name()))
        .map(m ->
            m.name()
                + " has "
                + m.parameters()
                + " parameters, at most "
                + PARAMETERS
                + ": "
                + m.file())
        .toList();
  }

  List<String> typeNames(Sources sources) {
    return sources.types().stream()
        .filter(t -> FORBIDDEN_NAME.matcher(t.name()).matches())
        .filter(t -> !exceptions.allows("type-name", t.name()))
        .map(t -> t.name() + " does not say what it is: " + t.file())
        .toList();
  }

  /// javadoc's doclint checks what comments say; that there is one is checked here, without a tag for each parameter.
  List<String> documentation(Sources sources) {
    List<String> violations = new ArrayList<>();
    for (Sources.Type t : sources.types()) {
      if (t.published() && !t.documented() && isExported(t.packageName(), t.file(), t.name())) {
        violations.add(t.name() + " has no doc comment: " + t.file());
      }
    }
    for (Sources.Method m : sources.methods()) {
      if (m.published()
          && !m.documented()
          && !m.header()
          && isExported(m.packageName(), m.file(), m.name())) {
        violations.add(m.name() + " has no doc comment: " + m.file());
      }
    }
    return violations;
  }

  private boolean isExported(String packageName, Path file, String name) {
    return EXPORTED.contains(packageName)
        && Project.contains(file, Path.of("src", "main", "java"))
        && !exceptions.allows("doc", name);
  }

  private static long countLines(Path file) {
    try {
      return Files.readAllLines(file).size();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
