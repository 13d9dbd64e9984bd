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

  /// `(n + size - 1) / size`, outside of comments.
  private static final Pattern WRAPPING_DIVISION =
      Pattern.compile("^(?!\\s*//).*\\+ (\\w+) - 1\\) / \\1\\b.*");

  /// The packages that users may name.
  private static final Set<String> EXPORTED =
      Set.of("io.github.candle4j.core", "io.github.candle4j.nn", "io.github.candle4j.transformers");

  List<String> fileLines(List<Path> files) {
    List<String> violations = new ArrayList<>();
    for (Path file : files) {
      int lines = lines(file).size();
      if (lines > FILE_LINES && !exceptions.allows("file-lines", file.getFileName().toString())) {
        violations.add(file + " has " + lines + " lines, at most " + FILE_LINES);
      }
    }
    return violations;
  }

  /// Counts of tasks must not wrap around: the loop over them would leave the result unwritten. Tests are free.
  List<String> wrappingDivisions(List<Path> files) {
    List<String> violations = new ArrayList<>();
    for (Path file : files) {
      boolean test = Project.contains(file, Path.of("src", "test"));
      for (String line : test ? List.<String>of() : lines(file)) {
        if (WRAPPING_DIVISION.matcher(line).matches()) {
          violations.add(file + ": \"" + line.strip() + "\" may overflow, use Math.ceilDiv");
        }
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

  private static List<String> lines(Path file) {
    try {
      return Files.readAllLines(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
