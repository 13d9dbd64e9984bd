package io.github.candle4j.structure;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Who may name whom inside candle-core: data flows one way, and value types know nothing else.
final class PackageRules {
  private static final String CORE = "io.github.candle4j.core";

  /// Kernels are measured one by one, below the exported package; nothing depends on the benchmarks.
  private static final String BENCHMARKS = "io.github.candle4j.benchmarks.";

  private static final String VECTOR_API = "jdk.incubator.vector.";
  private static final String VECTOR_KERNELS = CORE + ".cpu.vector";
  private static final String KERNELS = CORE + ".cpu.Kernels";

  /// The classes of the package `core` that lower packages may name; they name only each other.
  private static final Set<String> VALUE_TYPES =
      Set.of(
          "Shape",
          "Layout",
          "DType",
          "D",
          "Device",
          "CandleException",
          "Nulls",
          "CpuStorage",
          "CmpOp",
          "OptimizerStep",
          "RngState",
          "DeviceLocation",
          "StridedIndex",
          "StridedBlocks");

  /// The packages below `core`, each with the packages it may name beside itself.
  private static final Map<String, Set<String>> MAY_NAME =
      Map.of(
          "backend", Set.of("op", "cpu", "storage", "file"),
          "cpu", Set.of(),
          "cpu.vector", Set.of("cpu"),
          "storage", Set.of("file"),
          "file", Set.of(),
          "op", Set.of());

  private PackageRules() {}

  static List<String> violations(List<ClassFiles.Contents> classes, Exceptions exceptions) {
    List<String> found = new ArrayList<>();
    for (ClassFiles.Contents type : classes) {
      if (exceptions.allows("names", simpleName(type.name()))) {
        continue;
      }
      for (String used : type.used()) {
        if (!mayName(type.name(), used)) {
          found.add(type.name() + " may not name " + used);
        }
      }
      for (String text : type.strings()) {
        if (text.startsWith(VECTOR_KERNELS) && !outermost(type.name()).equals(KERNELS)) {
          found.add(type.name() + " may not load " + text);
        }
      }
    }
    return found;
  }

  static boolean mayName(String user, String used) {
    if (user.startsWith(BENCHMARKS)) {
      return true;
    }
    if (used.startsWith(VECTOR_API)) {
      return packageOf(user).equals(VECTOR_KERNELS);
    }
    if (!used.startsWith(CORE + ".") || outermost(user).equals(outermost(used))) {
      return true;
    }
    String from = packageOf(user);
    String to = packageOf(used);
    if (to.equals(VECTOR_KERNELS)) {
      return from.equals(VECTOR_KERNELS) || outermost(user).equals(KERNELS);
    }
    if (from.equals(CORE)) {
      return !isValueType(user) || isValueType(used);
    }
    if (!from.startsWith(CORE + ".")) {
      return to.equals(CORE);
    }
    return lowerMayName(from.substring(CORE.length() + 1), used);
  }

  /// `from` is a package below core; one that is not in the table may name nothing, so that it is added there.
  private static boolean lowerMayName(String from, String used) {
    String to = packageOf(used);
    if (to.equals(CORE)) {
      boolean kernel = from.equals("cpu") || from.equals("cpu.vector");
      return kernel
          ? simpleName(used).equals("CandleException")
          : isValueType(used) && MAY_NAME.containsKey(from);
    }
    String lower = to.substring(CORE.length() + 1);
    Set<String> allowed = MAY_NAME.get(from);
    return allowed != null && (lower.equals(from) || allowed.contains(lower));
  }

  private static boolean isValueType(String name) {
    return packageOf(name).equals(CORE) && VALUE_TYPES.contains(simpleName(name));
  }

  /// The name of the outermost class without its package.
  private static String simpleName(String name) {
    return outermost(name).substring(packageOf(name).length() + 1);
  }

  private static String packageOf(String name) {
    return name.substring(0, Math.max(0, name.lastIndexOf('.')));
  }

  private static String outermost(String name) {
    int nested = name.indexOf('$');
    return nested < 0 ? name : name.substring(0, nested);
  }
}
