package io.github.candle4j.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/// The table of `docs/reference/semantics.md`: what this library does where frameworks differ. The columns of PyTorch and
/// Candle were printed by `tools/oracles/semantics.py` and `tools/oracles/candle/src/bin/semantics.rs`.
class SemanticsTest {
  private static final Device CPU = Device.CPU;
  private static final float NAN = Float.NaN;
  private static final float INF = Float.POSITIVE_INFINITY;

  private final Map<String, Supplier<Tensor>> cases = new LinkedHashMap<>();

  @Test
  void everyCaseGivesWhatThePageSays() throws IOException {
    floats();
    order();
    nothing();
    integers();
    casts();
    others();
    Map<String, String> expected = new LinkedHashMap<>();
    Map<String, String> found = new LinkedHashMap<>();
    for (List<String> row : rows()) {
      expected.put(row.get(0), row.get(3));
      found.put(row.get(0), run(Objects.requireNonNull(cases.get(row.get(0)), row.get(0))));
    }
    assertThat(found).isEqualTo(expected);
    assertThat(found.keySet()).containsExactlyElementsOf(cases.keySet());
  }

  @Test
  void whatIsLikeNeitherOfTheTwoHasAReason() throws IOException {
    for (List<String> row : rows()) {
      String here = row.get(3);
      boolean likeOne = here.equals(row.get(1)) || here.equals(row.get(2));
      assertThat(likeOne || !row.get(4).isEmpty()).as(row.toString()).isTrue();
    }
  }

  private void floats() {
    cases.put("round", () -> f(0.5f, 1.5f, 2.5f, -0.5f, -2.5f).round());
    cases.put("sign", () -> f(-0f, NAN, -INF).sign());
    cases.put("relu", () -> f(NAN, -0f).relu());
    cases.put(
        "sqrt log recip", () -> Tensor.cat(0, f(-1).sqrt(), f(0, -1).log(), f(0, -0f).recip()));
    cases.put("gelu", () -> f(-INF, INF, NAN).gelu());
    cases.put("silu", () -> f(-INF, INF).silu());
    cases.put("powf", () -> Tensor.cat(0, f(-8).powf(1.0 / 3), f(0, NAN).powf(0)));
    cases.put("pow", () -> f(-2, 2).pow(f(3, -1)));
    cases.put("maximum", () -> f(NAN, 1).maximum(f(1, NAN)));
    cases.put("max", () -> f(1, NAN, 3).max(0));
    cases.put("argmax", () -> f(1, NAN, 3).argmax(0));
    cases.put("argmax of ties", () -> f(1, 3, 3).argmax(0));
    cases.put("eq", () -> f(NAN, 0).eq(f(NAN, -0f)));
    cases.put("clamp", () -> f(NAN, 5, -5).clamp(-1, 1));
    cases.put("clamp, bounds exchanged", () -> f(5, 0, -5).clamp(1, -1));
  }

  private void order() {
    cases.put("sort ascending", () -> f(2, NAN, -INF, 1).sortLastDim(true).values());
    cases.put("sort descending", () -> f(2, NAN, -INF, 1).sortLastDim(false).values());
    cases.put("argsort of ties", () -> f(1, 0, 1, 0).argSortLastDim(true));
  }

  private void nothing() {
    cases.put("sum of nothing", () -> empty().sum(1));
    cases.put("mean of nothing", () -> empty().mean(1));
    cases.put("max of nothing", () -> empty().max(1));
    cases.put("var of one", () -> f(3).var(0));
    cases.put("logsumexp of -inf", () -> f(-INF, -INF).logSumExp(0));
    cases.put("softmax of -inf", () -> Fused.softmax(f(-INF, -INF), -1));
    cases.put("matmul over nothing", () -> empty().matmul(empty().t()));
    cases.put("cat with nothing", () -> Tensor.cat(1, empty(), f(1, 1).reshape(2, 1)));
    cases.put("narrow to nothing", () -> f(1, 2).narrow(0, 2, 0));
    cases.put("range beyond the end", () -> f(1, 2).i(Index.range(0, 5)));
    cases.put("range from beyond the end", () -> f(1, 2).i(Index.from(5)));
    cases.put("arange downwards", () -> Tensor.arangeStep(5f, 0f, -2f, CPU));
    cases.put("arange of nothing", () -> Tensor.arange(3f, 1f, CPU));
  }

  private void integers() {
    cases.put("u8 add", () -> u8(200).add(u8(100)));
    cases.put("u8 sum", () -> u8(200, 100).sum(0));
    cases.put("i64 add", () -> i64(Long.MAX_VALUE).add(i64(1)));
    cases.put("i64 add 2^53 + 1", () -> i64(1).add((1L << 53) + 1));
    cases.put(
        "i64 neg abs", () -> Tensor.cat(0, i64(Long.MIN_VALUE).neg(), i64(Long.MIN_VALUE).abs()));
    cases.put("i64 div", () -> i64(7, -7).div(i64(2, 2)));
    cases.put("i64 div by 0", () -> i64(7).div(i64(0)));
    cases.put("i64 mean", () -> i64(1, 2).mean(0));
    cases.put("i64 times 0.5", () -> i64(3).mul(0.5));
  }

  private void casts() {
    cases.put("f32 to u8", () -> f(-1.5f, 300, NAN, 2.9f).toDtype(DType.U8));
    cases.put("f32 to i64", () -> f(INF, -INF, -2.9f).toDtype(DType.I64));
    cases.put("i64 to u8", () -> i64(300, -1).toDtype(DType.U8));
    cases.put("i64 to bf16", () -> i64((257L << 40) + 1).toDtype(DType.BF16));
    cases.put("f32 to f16", () -> f(70000, 65519, 1e-8f, 0.1f).toDtype(DType.F16));
    cases.put("f32 to bf16", () -> f(1.00390625f, 1.01171875f, 3.4e38f).toDtype(DType.BF16));
    cases.put("f32 to f8e4m3", () -> f(500, -500, 0.0019f).toDtype(DType.F8E4M3));
  }

  private void others() {
    cases.put("f16 sum of 4096 ones", () -> Tensor.ones(Shape.of(4096), DType.F16, CPU).sum(0));
    cases.put("bf16 add", () -> f(256).toDtype(DType.BF16).add(f(1).toDtype(DType.BF16)));
    cases.put(
        "bf16 matmul",
        () -> {
          Tensor x = Tensor.ones(Shape.of(1, 300), DType.BF16, CPU);
          return x.matmul(x.t());
        });
    cases.put("interpolate 3 to 5", () -> f(0, 1, 2).reshape(1, 1, 3).interpolate1d(5));
    cases.put("max pool of nan", () -> f(NAN, 1, 2, 3).reshape(1, 1, 2, 2).maxPool2d(2));
    cases.put("index out of range", () -> f(1, 2).indexSelect(i64(2), 0));
    cases.put("index u32::MAX", () -> f(1, 2).indexSelect(i64(-1).toDtype(DType.U32), 0));
    cases.put("scatter, one place twice", () -> f(9, 9).scatter(i64(0, 0), f(1, 2), 0));
    cases.put("chunk 5 in 3", () -> f(0, 1, 2, 3, 4).chunk(3, 0).get(2));
    cases.put("cumsum of i64", () -> i64(1, 2, 3).cumsum(0));
  }

  private static Tensor f(float... x) {
    return Tensor.of(x, CPU);
  }

  private static Tensor i64(long... x) {
    return Tensor.of(x, CPU);
  }

  private static Tensor u8(long... x) {
    return i64(x).toDtype(DType.U8);
  }

  private static Tensor empty() {
    return Tensor.zeros(Shape.of(2, 0), DType.F32, CPU);
  }

  /// What a case gives, printed as the two scripts print it.
  private static String run(Supplier<Tensor> operation) {
    Tensor y;
    try {
      y = operation.get().flattenAll();
    } catch (CandleException e) {
      return "error";
    }
    String text =
        y.dtype() == DType.I64
            ? Arrays.stream(y.toVec1I64()).mapToObj(Long::toString).collect(Collectors.joining(" "))
            : Arrays.stream(y.toDtype(DType.F64).toVec1F64())
                .mapToObj(SemanticsTest::number)
                .collect(Collectors.joining(" "));
    return text.isEmpty() ? "nothing" : text;
  }

  private static String number(double x) {
    if (Double.isNaN(x)) {
      return "nan";
    }
    if (Double.isInfinite(x)) {
      return x > 0 ? "inf" : "-inf";
    }
    if (Double.compare(x, -0.0) == 0) {
      return "-0";
    }
    return x == Math.rint(x)
        ? Long.toString((long) x)
        : String.format(Locale.ROOT, "%.4f", x).replaceAll("0+$", "");
  }

  /// The rows of the page: name, PyTorch, Candle, here, reason.
  private static List<List<String>> rows() throws IOException {
    Path folder = Path.of("").toAbsolutePath();
    while (!Files.isDirectory(folder.resolve(".mvn"))) {
      folder = Objects.requireNonNull(folder.getParent());
    }
    List<List<String>> rows = new ArrayList<>();
    for (String line : Files.readAllLines(folder.resolve("docs/reference/semantics.md"))) {
      if (line.startsWith("| ") && !line.startsWith("| case")) {
        String[] cells = line.substring(1, line.length() - 1).split("\\|", -1);
        rows.add(Arrays.stream(cells).map(String::strip).toList());
      }
    }
    return rows;
  }
}
