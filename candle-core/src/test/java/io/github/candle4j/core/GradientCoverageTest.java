package io.github.candle4j.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.candle4j.core.op.Op;
import java.io.IOException;
import java.lang.reflect.Method;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

/// Every operation has a property of its gradients, or a reason to have none.
class GradientCoverageTest {
  /// Results of integers or flags have no gradients: the only reason there is.
  private static final Map<Class<?>, String> REASONS =
      Map.of(
          Op.Compare.class, "gives flags",
          Op.WholeAffine.class, "gives integers",
          Op.ArgReduce.class, "gives positions",
          Op.ArgSort.class, "gives positions",
          Op.MaxPoolPositions.class, "gives positions");

  @Test
  void everyOperationHasAPropertyOrAReason() throws Exception {
    Set<Class<?>> covered = new HashSet<>(REASONS.keySet());
    for (Class<?> type : propertyClasses()) {
      for (Method method : type.getDeclaredMethods()) {
        GradientOf of = method.getAnnotation(GradientOf.class);
        if (of != null && method.isAnnotationPresent(Property.class)) {
          covered.addAll(List.of(of.value()));
        }
      }
    }
    assertThat(covered).containsExactlyInAnyOrderElementsOf(records(Op.class));
  }

  @Test
  void operationsWithoutAPropertyGiveIntegers() {
    Var x = Var.ones(Shape.of(2, 3), DType.F32, Device.CPU);
    Tensor places = x.reshape(1, 1, 2, 3).maxPool2dWithIndices(Pool2dParams.of(2)).indices();
    Tensor whole = Tensor.of(new long[] {1}, Device.CPU).add(1);
    for (Tensor y : List.of(x.eq(0), x.argmax(0), x.argmin(1), x.argsort(0, true), places, whole)) {
      assertThat(y.dtype().isInt()).isTrue();
      assertThat(y.trackOp()).isFalse();
    }
  }

  /// The records of a sealed interface, those of its parts included.
  static List<Class<?>> records(Class<?> sealed) {
    List<Class<?>> found = new ArrayList<>();
    for (Class<?> type : sealed.getPermittedSubclasses()) {
      if (type.isSealed()) {
        found.addAll(records(type));
      } else {
        found.add(type);
      }
    }
    return found;
  }

  /// The test classes of this package whose names end in Properties.
  private static List<Class<?>> propertyClasses()
      throws IOException, URISyntaxException, ClassNotFoundException {
    Class<?> here = GradientCoverageTest.class;
    URL own = Objects.requireNonNull(here.getResource(here.getSimpleName() + ".class"));
    Path folder = Objects.requireNonNull(Path.of(own.toURI()).getParent());
    List<Class<?>> found = new ArrayList<>();
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.toList()) {
        String name = file.getFileName().toString();
        if (name.endsWith("Properties.class")) {
          found.add(Class.forName(here.getPackageName() + "." + name.replace(".class", "")));
        }
      }
    }
    return found;
  }
}
