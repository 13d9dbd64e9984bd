package io.github.candle4j.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.candle4j.core.op.BinaryOp;
import io.github.candle4j.core.op.UnaryOp;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// What the compiler cannot ask for: a method of Tensor for each constant.
final class ElementwiseMethodsTest {
  private static final List<String> METHODS =
      Arrays.stream(Tensor.class.getMethods()).map(m -> m.getName()).distinct().toList();

  @Test
  void everyFunctionOfOneNumberIsAMethodOfTensor() {
    assertThat(METHODS)
        .containsAll(
            Stream.of(UnaryOp.values())
                .map(UnaryOp::text)
                .map(ElementwiseMethodsTest::java)
                .toList());
  }

  @Test
  void everyFunctionOfTwoNumbersIsAMethodOfTensorAndBroadcasts() {
    List<String> names =
        Stream.concat(
                Stream.of(BinaryOp.values()).map(BinaryOp::text),
                Stream.of(CmpOp.values()).map(op -> op.name().toLowerCase(Locale.ROOT)))
            .toList();
    assertThat(METHODS).containsAll(names.stream().map(ElementwiseMethodsTest::java).toList());
    assertThat(METHODS).containsAll(names.stream().map(n -> java("broadcast_" + n)).toList());
  }

  /// `gelu_erf` is `geluErf` in Java.
  private static String java(String name) {
    StringBuilder camel = new StringBuilder();
    for (String word : name.split("_", -1)) {
      camel.append(
          camel.isEmpty()
              ? word
              : word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1));
    }
    return camel.toString();
  }
}
