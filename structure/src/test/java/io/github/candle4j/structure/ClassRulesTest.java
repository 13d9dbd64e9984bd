package io.github.candle4j.structure;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ClassRulesTest {
  /// HotSpot does not compile methods above 8,000 bytes.
  private static final int METHOD_BYTES = 7_500;

  private static final List<Path> FILES = Project.classes();

  @Test
  void packagesNameOnlyWhatLiesBelowThem() {
    assertThat(PackageRules.violations(ClassFiles.contents(FILES), Exceptions.read())).isEmpty();
  }

  @Test
  void methodsAreSmallEnoughForTheCompiler() {
    assertThat(ClassFiles.longMethods(FILES, METHOD_BYTES)).isEmpty();
  }

  @Test
  void classesOfAllModulesAreRead() {
    assertThat(ClassFiles.contents(FILES))
        .extracting(ClassFiles.Contents::name)
        .contains("io.github.candle4j.core.cpu.Parallel", "io.github.candle4j.examples.Main");
    assertThat(ClassFiles.longMethods(FILES, 20)).isNotEmpty();
  }

  @Test
  void whatAClassNamesIsFound() {
    ClassFiles.Contents parallel =
        ClassFiles.contents(FILES).stream()
            .filter(c -> c.name().equals("io.github.candle4j.core.cpu.Parallel"))
            .findFirst()
            .orElseThrow();
    assertThat(parallel.used())
        .contains("java.util.function.IntConsumer", "io.github.candle4j.core.cpu.Parallel$Loop");
    assertThat(parallel.strings()).contains("candle.threads");
  }

  @ParameterizedTest
  @CsvSource({
    "Tensor, op.Op, true",
    "Tensor, backend.Backend, true",
    "Tensor, cpu.Kernels, true",
    "Tensor, cpu.vector.VectorRows, false",
    "backend.CpuBackend, op.Op, true",
    "backend.CpuBackend, cpu.Kernels, true",
    "backend.CpuBackend, Shape, true",
    "backend.CpuBackend, Tensor, false",
    "backend.CpuBackend, cpu.vector.VectorRows, false",
    "op.UnaryOp, DType, true",
    "op.UnaryOp, Tensor, false",
    "op.UnaryOp, storage.Mapped, false",
    "op.UnaryOp, cpu.Kernels, false",
    "op.UnaryOp$EXP, CpuStorage$F32, true",
    "op.UnaryOp$EXP, Tensor$Inner, false",
    "storage.Mapped, DType, true",
    "storage.Mapped, op.Op, false",
    "cpu.Kernels, cpu.vector.VectorRows, true",
    "cpu.Kernels$Choice, cpu.vector.VectorRows, true",
    "cpu.Parallel, cpu.vector.VectorRows, false",
    "cpu.Parallel, CandleException, true",
    "cpu.Parallel, Shape, false",
    "cpu.vector.VectorRows, cpu.RowKernels, true",
    "cpu.vector.VectorRows, Shape, false",
    "Shape, DType, true",
    "Shape$Hole, Tensor, false",
    "Layout, op.Op, false",
    "unknown.Thing, Shape, false",
  })
  void directionInsideCore(String user, String used, boolean allowed) {
    String core = "io.github.candle4j.core.";
    assertThat(PackageRules.mayName(core + user, core + used)).isEqualTo(allowed);
  }

  @Test
  void onlyTheVectorKernelsNameTheVectorApi() {
    String vector = "jdk.incubator.vector.FloatVector";
    assertThat(PackageRules.mayName("io.github.candle4j.core.cpu.vector.VectorRows", vector))
        .isTrue();
    assertThat(PackageRules.mayName("io.github.candle4j.core.cpu.Kernels", vector)).isFalse();
    assertThat(PackageRules.mayName("io.github.candle4j.nn.Linear", vector)).isFalse();
  }

  @Test
  void otherModulesExceptBenchmarksNameOnlyTheExportedPackage() {
    assertThat(
            PackageRules.mayName(
                "io.github.candle4j.benchmarks.Rows", "io.github.candle4j.core.cpu.RowKernels"))
        .isTrue();
    assertThat(
            PackageRules.mayName("io.github.candle4j.nn.Linear", "io.github.candle4j.core.Tensor"))
        .isTrue();
    assertThat(
            PackageRules.mayName("io.github.candle4j.nn.Linear", "io.github.candle4j.core.op.Op"))
        .isFalse();
  }

  @Test
  void onlyKernelsLoadsVectorKernelsByName() {
    Set<String> name = Set.of("io.github.candle4j.core.cpu.vector.VectorRows");
    Exceptions none = new Exceptions(Map.of());
    var guilty = new ClassFiles.Contents("io.github.candle4j.core.Tensor", Set.of(), name);
    var kernels = new ClassFiles.Contents("io.github.candle4j.core.cpu.Kernels", Set.of(), name);
    assertThat(PackageRules.violations(List.of(guilty), none)).hasSize(1);
    assertThat(PackageRules.violations(List.of(kernels), none)).isEmpty();
  }
}
