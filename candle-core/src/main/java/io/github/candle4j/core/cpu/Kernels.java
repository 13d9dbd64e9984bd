package io.github.candle4j.core.cpu;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// The kernels that exist in two forms, scalar and Vector API, chosen once at start-up.
///
/// `-Dcandle.kernels` forces the choice: `scalar`, `vector128`, `vector256` or `vector512`. Without it the preferred
/// width of the machine is taken, and scalar kernels where `jdk.incubator.vector` is not there.
///
/// @param name `scalar`, `vector128`, `vector256` or `vector512`
/// @param functions elementwise functions of F32
/// @param comparisons comparisons of F32
/// @param bf16 casts between BF16 and F32
/// @param rows reductions of rows of F32
/// @param matmul matrix products
public record Kernels(
    String name,
    FloatFunctions functions,
    FloatComparisons comparisons,
    Bf16Casts bf16,
    RowKernels rows,
    MatmulKernels matmul) {
  /// The system property that forces the choice.
  public static final String PROPERTY = "candle.kernels";

  private static final List<String> NAMES =
      List.of("scalar", "vector128", "vector256", "vector512");

  private static final String VECTOR_MODULE = "jdk.incubator.vector";

  /// Made only by reflection, so that no class of the Vector API is touched where its module is missing.
  private static final String VECTOR_KERNELS = "io.github.candle4j.core.cpu.vector.VectorKernels";

  private static final Kernels ACTIVE = choose(System.getProperty(PROPERTY));

  /// The kernels in use.
  public static Kernels active() {
    return ACTIVE;
  }

  /// The kernels without the Vector API: the fallback, and the oracle of the others.
  public static Kernels scalar() {
    return new Kernels(
        "scalar",
        new ScalarFunctions(),
        new ScalarComparisons(),
        new ScalarBf16Casts(),
        new ScalarRows(),
        new ScalarMatmul());
  }

  /// The kernels with the Vector API.
  ///
  /// @throws ReflectiveOperationException if they cannot be linked
  /// @throws LinkageError if they cannot be linked
  public static Kernels vector() throws ReflectiveOperationException {
    return (Kernels) Class.forName(VECTOR_KERNELS).getMethod("create").invoke(null);
  }

  private static Kernels choose(@Nullable String wanted) {
    if (wanted != null && !NAMES.contains(wanted)) {
      StartupWarning.print(
          "-D" + PROPERTY + "=" + wanted + " is none of " + NAMES + ", and ignored");
    }
    if ("scalar".equals(wanted)) {
      return scalar();
    }
    if (!vectorModuleIsThere()) {
      warn("the module " + VECTOR_MODULE + " is not there");
      return scalar();
    }
    try {
      return vector();
    } catch (ReflectiveOperationException | LinkageError e) {
      warn("its classes do not link on this JDK (" + e + ")");
      return scalar();
    }
  }

  private static boolean vectorModuleIsThere() {
    return ModuleLayer.boot()
        .findModule(VECTOR_MODULE)
        .filter(Kernels.class.getModule()::canRead)
        .isPresent();
  }

  private static void warn(String reason) {
    StartupWarning.print(
        "candle4j runs on its scalar kernels, several times slower: "
            + reason
            + ". Start java with --add-modules "
            + VECTOR_MODULE);
  }
}
