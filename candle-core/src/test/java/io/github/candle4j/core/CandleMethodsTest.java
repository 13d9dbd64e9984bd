package io.github.candle4j.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/// Every public method of Candle's Tensor is here under the name that the rules of `docs/candle-to-java.md` give it. The
/// list of names, in `candle-methods.txt`, was taken from Candle 0.11.
class CandleMethodsTest {
  /// Names that Java does not allow, and methods whose type argument became a suffix.
  private static final Map<String, String> RENAMED =
      Map.of(
          "new", "of",
          "to_scalar", "toScalarF32",
          "to_vec0", "toVec0F32",
          "to_vec1", "toVec1F32",
          "to_vec2", "toVec2F32",
          "to_vec3", "toVec3F32");

  @Test
  void everyMethodIsHereOrLeftOutForAStatedReason() throws IOException {
    Set<String> ours =
        Arrays.stream(Tensor.class.getMethods())
            .filter(method -> Modifier.isPublic(method.getModifiers()))
            .map(Method::getName)
            .collect(Collectors.toCollection(TreeSet::new));
    Map<String, String> methods = candleMethods();
    List<String> missing = new ArrayList<>();
    List<String> thereAfterAll = new ArrayList<>();
    methods.forEach((name, reason) -> {
      boolean here = ours.contains(RENAMED.getOrDefault(name, camelCase(name)));
      if (!here && reason.isEmpty()) {
        missing.add(name);
      } else if (here && !reason.isEmpty()) {
        thereAfterAll.add(name);
      }
    });
    assertThat(missing).as("methods of Candle without a counterpart").isEmpty();
    assertThat(thereAfterAll).as("methods said to be left out").isEmpty();
    assertThat(methods).hasSize(216);
  }

  private static String camelCase(String name) {
    StringBuilder result = new StringBuilder();
    for (String word : name.split("_", -1)) {
      result.append(
          result.isEmpty() ? word : Character.toUpperCase(word.charAt(0)) + word.substring(1));
    }
    return result.toString();
  }

  /// Name and reason of each line `name` or `name: reason`.
  private static Map<String, String> candleMethods() throws IOException {
    Map<String, String> result = new LinkedHashMap<>();
    try (InputStream in =
        Objects.requireNonNull(CandleMethodsTest.class.getResourceAsStream("candle-methods.txt"))) {
      String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      for (String line : text.lines().filter(l -> !l.startsWith("#")).toList()) {
        String[] parts = line.split(": ", 2);
        result.put(parts[0], parts.length == 2 ? parts[1] : "");
      }
    }
    return result;
  }
}
