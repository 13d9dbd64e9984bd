package io.github.candle4j.examples.appb;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.candle4j.core.Shape;
import io.github.candle4j.examples.CommandRun;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class ShapeErrorsTest {
  static Stream<Lesson> lessons() {
    return Lessons.all().stream();
  }

  @ParameterizedTest
  @MethodSource("lessons")
  void eachErrorSaysWhatIsWrongAndIsMended(Lesson lesson) {
    assertThat(lesson.message()).isNotBlank();
    assertThat(lesson.right().get().elemCount()).isPositive();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          product       | shape mismatch in matmul, lhs: [32, 128], rhs: [64, 10]
          equal shapes  | shape mismatch in add, lhs: [32, 64], rhs: [32, 128]
          broadcast     | shape mismatch in sub, lhs: [32, 64], rhs: [32, 1]
          reshape       | shape mismatch in reshape, lhs: [200], rhs: [15, 15]
          rank          | unexpected rank, expected: 4, got: 3 ([3, 28, 28])
          dtypes        | dtype mismatch in add, lhs: F32, rhs: U32
          """)
  void theFirstLineIsThatOfCandle(String name, String line) {
    Lesson lesson =
        Lessons.all().stream().filter(l -> l.name().equals(name)).findFirst().orElseThrow();
    assertThat(lesson.message().lines().findFirst()).hasValue(line);
  }

  @Test
  void theMendedResultsHaveTheShapesThatWereMeant() {
    List<Shape> shapes = Lessons.all().stream().map(l -> l.right().get().shape()).toList();
    assertThat(shapes)
        .containsExactly(
            Shape.of(32, 10),
            Shape.of(32, 64),
            Shape.of(32, 64),
            Shape.of(10, 20),
            Shape.of(),
            Shape.of(3, 28),
            Shape.of(2, 4),
            Shape.of(6, 3),
            Shape.of(2, 7, 8),
            Shape.of(1, 8, 26, 26),
            Shape.of(32, 10),
            Shape.of(32, 32),
            Shape.of(16, 8, 26, 26),
            Shape.of(4));
  }

  @Test
  void oneLessonCanBeAskedFor() {
    assertThat(CommandRun.of("shape-errors", "broadcast").out())
        .startsWith("broadcast")
        .doesNotContain("reshape");
    assertThat(CommandRun.of("shape-errors", "rehsape").err())
        .contains("there is no rehsape, only product, equal-shapes, ");
  }
}
