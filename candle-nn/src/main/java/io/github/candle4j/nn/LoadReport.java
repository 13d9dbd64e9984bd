package io.github.candle4j.nn;

import java.util.List;

/// How the tensors of a file fit the variables of a [VarMap].
///
/// @param loaded names of variables that are set from the file
/// @param missing names of variables that are not in the file
/// @param extra names in the file that no variable has
/// @param different variables that have another shape in the file, or are integers where the file has floats
public record LoadReport(
    List<String> loaded, List<String> missing, List<String> extra, List<String> different) {
  /// The lists, which are copied.
  public LoadReport {
    loaded = List.copyOf(loaded);
    missing = List.copyOf(missing);
    extra = List.copyOf(extra);
    different = List.copyOf(different);
  }

  /// True if all variables are set and nothing is left over.
  public boolean isComplete() {
    return missing.isEmpty() && extra.isEmpty() && different.isEmpty();
  }

  /// A line for each list that is not empty.
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder("loaded " + loaded.size());
    append(text, "missing in the file", missing);
    append(text, "only in the file", extra);
    append(text, "different", different);
    return text.toString();
  }

  private static void append(StringBuilder text, String what, List<String> names) {
    if (!names.isEmpty()) {
      text.append('\n').append(what).append(": ").append(String.join(", ", names));
    }
  }
}
