package io.github.candle4j.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.candle4j.core.CandleException.Kind;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/// Errors name the operation that was called, not one that it is made of.
class OperationNameTest {
  private static final Device CPU = Device.CPU;

  /// Methods whose errors bear the name that the operation has in Candle.
  private static final Map<String, String> NAMES =
      Map.ofEntries(
          Map.entry("flatten_from", "flatten"),
          Map.entry("flatten_to", "flatten"),
          Map.entry("index_add", "index-add"),
          Map.entry("index_select", "index-select"),
          Map.entry("log_sum_exp", "log-sum-exp"),
          Map.entry("scatter_add", "scatter-add"),
          Map.entry("scatter_add_set", "scatter-add-set"),
          Map.entry("scatter_set", "scatter-set"),
          Map.entry("slice_scatter", "slice-scatter"),
          Map.entry("slice_set", "slice-set"),
          Map.entry("std_population", "std"),
          Map.entry("var_population", "var"));

  private static Tensor zeros(int... dims) {
    return Tensor.zeros(Shape.of(dims), DType.F32, CPU);
  }

  @Test
  void everyMethodThatTakesADimensionNamesItself() throws IllegalAccessException {
    List<String> found = new ArrayList<>();
    Set<String> faults = new TreeSet<>();
    for (Method method : DimensionMethods.all()) {
      for (int wrong : new int[] {9, -9}) {
        faults.add(check(method, wrong));
      }
      found.add(method.getName());
    }
    assertThat(faults).containsExactly("");
    // The names of parameters are in the class files: without them there would be nothing to check.
    assertThat(found).contains("sum", "logSumExp", "split", "movedim", "cat", "softmax");
    assertThat(found).hasSizeGreaterThan(80);
  }

  private static String check(Method method, int wrong) throws IllegalAccessException {
    String name = method.getName().replaceAll("([A-Z])", "_$1").toLowerCase(Locale.ROOT);
    String base = name.replaceAll("_keepdim$", "");
    try {
      DimensionMethods.call(method, zeros(2, 3), wrong);
      return method + " takes dimension " + wrong;
    } catch (InvocationTargetException e) {
      String wanted = NAMES.getOrDefault(base, base);
      return e.getCause() instanceof CandleException error && error.operation().equals(wanted)
          ? ""
          : method + ": " + e.getCause();
    }
  }

  @Test
  void compositionsNameThemselves() {
    Tensor x = zeros(2, 3);
    Tensor ints = Tensor.of(new long[] {1, 2}, CPU);
    Errors.of(() -> x.mean(0, 0))
        .is(Kind.SHAPE, "mean")
        .says("mean: duplicate dim index [0, 0] for shape [2, 3]");
    Errors.of(() -> x.countNonzero(1, 1)).is(Kind.SHAPE, "count_nonzero");
    Errors.of(() -> x.any(List.of(0, 0))).is(Kind.SHAPE, "any");
    Errors.of(() -> zeros(2).broadcastAdd(ints)).is(Kind.DTYPE, "broadcast_add");
    Errors.of(() -> zeros(2).broadcastEq(ints)).is(Kind.DTYPE, "broadcast_eq");
    Errors.of(() -> ints.clamp(0.5, 1))
        .is(Kind.DTYPE, "clamp")
        .says(
            "unsupported dtype I64 for op clamp",
            "0.5 is not an integer; cast first: x.toDtype(DType.F32)");
    Errors.of(() -> x.clamp(zeros(2, 3), zeros(3)))
        .is(Kind.SHAPE, "clamp")
        .says(
            "shape mismatch in clamp, lhs: [2, 3], rhs: [3]",
            "clamp wants bounds of the shape of self; broadcastAs repeats sizes of 1");
    Errors.of(() -> zeros(2).clamp(ints, ints))
        .is(Kind.DTYPE, "clamp")
        .says(
            "dtype mismatch in clamp, lhs: F32, rhs: I64",
            "cast one of them: toDtype(DType.F32) or toDtype(DType.I64)");
    Errors.of(() -> zeros(2, 2).broadcastMatmul(zeros(4, 3, 2)))
        .is(Kind.SHAPE, "broadcast_matmul")
        .says(
            "shape mismatch in broadcast_matmul, lhs: [2, 2], rhs: [4, 3, 2]",
            "inner dimensions 2 and 3 differ");
    Errors.of(() -> x.maskedFill(x, 1))
        .is(Kind.DTYPE, "masked_fill")
        .says(
            "unsupported dtype F32 for op masked_fill",
            "the mask is an integer tensor, as x.gt(0) gives it");
  }

  @Test
  void factoriesNameThemselves() {
    Errors.of(() -> Tensor.stack(0, zeros(2), zeros(3)))
        .is(Kind.SHAPE, "stack")
        .says(
            "shape mismatch in stack for dim 0, shape for arg 1: [2] shape for arg 2: [3]",
            "stack wants equal shapes; cat joins tensors that differ in one dimension");
    Errors.of(() -> Tensor.stack(1, zeros(2), zeros(2).toDtype(DType.F64))).is(Kind.DTYPE, "stack");
    Errors.of(() -> Tensor.meshgrid(true, zeros(2), zeros(2, 3)))
        .is(Kind.SHAPE, "meshgrid")
        .says(
            "unexpected rank, expected: 1, got: 2 ([2, 3])",
            "squeeze(dim) takes a dimension of size 1 away, flatten(from, to) joins several");
    Errors.of(() -> Tensor.eye(-1, DType.F32, CPU))
        .is(Kind.ARGUMENT, "eye")
        .says("eye wants 0 rows or more, got -1");
    Errors.of(() -> Tensor.tril2(-2, DType.F32, CPU))
        .is(Kind.ARGUMENT, "tril2")
        .says("tril2 wants 0 rows or more, got -2");
    Errors.of(() -> Tensor.triu2(-2, DType.F32, CPU)).is(Kind.ARGUMENT, "triu2");
    Errors.of(() -> Tensor.eye(Integer.MAX_VALUE, DType.F32, CPU)).is(Kind.SHAPE, "shape");
  }

  @Test
  void placesForANewDimensionGoOneFurther() {
    String hint = "places for a new dimension go from 0 to 2, or from -1 (the end) to -3";
    Errors.of(() -> zeros(2, 3).unsqueeze(3))
        .is(Kind.SHAPE, "unsqueeze")
        .says("unsqueeze: dimension index 3 out of range for shape [2, 3]", hint);
    Errors.of(() -> Tensor.stack(-4, zeros(2, 3), zeros(2, 3)))
        .is(Kind.SHAPE, "stack")
        .says("stack: dimension index -4 out of range for shape [2, 3]", hint);
    Errors.of(() -> zeros().unsqueeze(1))
        .says(
            "unsqueeze: dimension index 1 out of range for shape []",
            "places for a new dimension go from 0 to 0, or from -1 (the end) to -1");
    assertThat(zeros(2, 3).unsqueeze(-3).dims()).containsExactly(1, 2, 3);
  }

  @Test
  void sizesAreCheckedBeforeMemoryIsAskedFor() {
    int most = Integer.MAX_VALUE;
    Errors.of(() -> zeros(1, 1, 2).interpolate1d(most))
        .is(Kind.SHAPE, "shape")
        .says(
            "the shape [1, 1, 2147483647] has 2147483647 elements, a tensor on the heap holds at"
                + " most 2147483639");
    Errors.of(() -> zeros(1, 1, 2, 2).interpolate2d(most, 2)).is(Kind.SHAPE, "shape");
    Errors.of(() -> zeros(1, 1, 2, 2).upsampleBilinear2d(1 << 30, 1 << 30, true))
        .is(Kind.SHAPE, "shape");
    // A tensor of one dimension of 2^32 elements could not be indexed.
    Tensor wide = zeros(1).broadcastAs(65536, 65536);
    Errors.of(() -> wide.flatten(0, 1))
        .is(Kind.SHAPE, "flatten")
        .says("flatten: a dimension cannot have the size 4294967296");
    Errors.of(wide::flattenAll)
        .is(Kind.SHAPE, "flatten_all")
        .says("flatten_all: a dimension cannot have the size 4294967296");
    Errors.of(() -> zeros(1 << 16).repeat(1 << 15))
        .is(Kind.SHAPE, "repeat")
        .says("repeat: a dimension cannot have the size 2147483648");
    // Nothing is too large where there is no element.
    assertThat(zeros(0).broadcastAs(most, 0).tril().dims()).containsExactly(most, 0);
    assertThat(zeros(2, 0, 1, 1).expand(2, 0, 1 << 15, 1 << 16).get(1).dims())
        .containsExactly(0, 1 << 15, 1 << 16);
    assertThat(zeros(3, 0).reshape(3, 0, 70000, 70000).narrow(0, 1, 2).dim(0)).isEqualTo(2);
    assertThat(zeros(1, 0).broadcastAs(65536, 0).flatten(0, 1).dims()).containsExactly(0);
  }
}
