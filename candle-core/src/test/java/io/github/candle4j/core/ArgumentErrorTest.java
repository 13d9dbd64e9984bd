package io.github.candle4j.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.candle4j.core.CandleException.Kind;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// Whole texts of errors about nulls, ranges, options and layouts.
class ArgumentErrorTest {
  private static final Device CPU = Device.CPU;

  private static Tensor zeros(int... dims) {
    return Tensor.zeros(Shape.of(dims), DType.F32, CPU);
  }

  /// Null where the compiler knows of none.
  @SuppressWarnings({"NullAway", "TypeParameterUnusedInFormals"})
  private static <T> T none() {
    @Nullable T nothing = null;
    return nothing;
  }

  private static void refused(String operation, String text, Runnable code) {
    Errors.of(code::run).is(Kind.ARGUMENT, operation).says(operation + ": " + text);
  }

  @Test
  void nullsInDataAndSizes() {
    refused("of", "the data is null", () -> Tensor.of(ArgumentErrorTest.<float[]>none(), CPU));
    refused(
        "of", "an array in dimension 0 is null", () -> Tensor.of(new float[][] {{1}, none()}, CPU));
    refused("of", "an array in dimension 0 is null", () -> Tensor.of(new long[][] {none()}, CPU));
    refused(
        "of",
        "an array in dimension 1 is null",
        () -> Tensor.of(new int[][][] {{{1}, none()}}, CPU));
    refused("of", "the dtype is null", () -> Tensor.of(1.0, none(), CPU));
    refused("of", "the device is null", () -> Tensor.of(1.0, ArgumentErrorTest.<Device>none()));
    refused(
        "from_vec",
        "the data is null",
        () -> Tensor.fromVec(ArgumentErrorTest.<float[]>none(), Shape.of(1), CPU));
    refused(
        "from_slice",
        "the data is null",
        () -> Tensor.fromSlice(ArgumentErrorTest.<long[]>none(), Shape.of(1), CPU));
    refused("from_vec", "the shape is null", () -> Tensor.fromVec(new float[] {1}, none(), CPU));
    refused("from_iter", "the list of numbers is null", () -> Tensor.fromIter(none(), CPU));
    refused("shape", "size 1 is null", () -> Shape.of(Arrays.asList(2, null)));
    refused(
        "shape",
        "the list of sizes is null",
        () -> Shape.of(ArgumentErrorTest.<List<Integer>>none()));
    refused("shape", "the list of sizes is null", () -> Shape.of(ArgumentErrorTest.<int[]>none()));
  }

  @Test
  void nullsInListsOfTensorsAndDimensions() {
    Tensor x = zeros(2, 3);
    refused("cat", "tensor 1 is null", () -> Tensor.cat(0, x, none()));
    refused("cat", "the list of tensors is null", () -> Tensor.cat(none(), 0));
    refused("stack", "tensor 0 is null", () -> Tensor.stack(Arrays.asList(null, x), 0));
    refused("meshgrid", "axis 1 is null", () -> Tensor.meshgrid(true, zeros(2), none()));
    refused("meshgrid", "the list of axes is null", () -> Tensor.meshgrid(none(), true));
    refused("split", "size 0 is null", () -> x.split(Arrays.asList(null, 2), 0));
    refused("split", "the list of sizes is null", () -> x.split(none(), 0));
    refused("einsum", "operand 1 is null", () -> Tensor.einsum("ij,jk", x, none()));
    refused("einsum", "the equation is null", () -> Tensor.einsum(none(), x));
    refused("sum", "dimension 1 is null", () -> x.sum(Arrays.asList(0, null)));
    refused("mean", "the list of dimensions is null", () -> x.mean(none()));
    refused("flip", "dimension 0 is null", () -> x.flip(Arrays.asList((Integer) null)));
  }

  @Test
  void nullsFromFunctions() {
    Var w = Var.ones(Shape.of(2), DType.F32, CPU);
    Tensor y = w.onGradient(g -> none());
    Errors.of(y::backward)
        .is(Kind.ARGUMENT, "on_gradient")
        .says(
            "on_gradient: the function returned null",
            "it returns the gradient that it was given, or another of its shape and dtype");
    refused("on_gradient", "the function is null", () -> w.onGradient(none()));
    Errors.of(() -> Recompute.run(xs -> none(), w))
        .is(Kind.ARGUMENT, "recompute")
        .says(
            "recompute: the function returned null",
            "it returns a tensor, computed from its inputs");
    Errors.of(() -> Tensor.noGrad(() -> Recompute.run(xs -> none(), w)))
        .is(Kind.ARGUMENT, "recompute");
    refused("recompute", "the function is null", () -> Recompute.run(none(), w));
    refused("recompute", "input 0 is null", () -> Recompute.run(List::getFirst, none(), w));
  }

  @Test
  void nullsInStoresStatesAndOptions() {
    GradStore store = new GradStore();
    Var w = Var.ones(Shape.of(2), DType.F32, CPU);
    refused("insert", "the gradient is null", () -> store.insert(w, none()));
    refused("insert", "the variable is null", () -> store.insert(none(), w));
    refused("insert", "the identity of the variable is null", () -> store.insertId(none(), w));
    assertThat(store.getIds()).isEmpty();
    refused("set_rng_state", "the state is null", () -> CPU.setRngState(none()));
    refused("set_print_options", "the options is null", () -> Display.setPrintOptions(none()));
  }

  @Test
  void optionsOfPrintingAreNotNegative() {
    Display.PrinterOptions before = Display.printOptions();
    List<Consumer<Integer>> setters =
        List.of(
            Display::setPrecision,
            Display::setThreshold,
            Display::setEdgeItems,
            Display::setLineWidth);
    List<String> names = List.of("precision", "threshold", "edge_items", "line_width");
    for (int i = 0; i < names.size(); i++) {
      Consumer<Integer> setter = setters.get(i);
      refused(
          "set_" + names.get(i),
          names.get(i) + " must be 0 or more, got -1",
          () -> setter.accept(-1));
    }
    assertThat(Display.printOptions()).isEqualTo(before);
  }

  @Test
  void statesAndLayoutsThatCannotBe() {
    refused("rng_state", "the position must be 0 or more, got -5", () -> new RngState(1, -5));
    Shape shape = Shape.of(2, 3);
    refused(
        "layout",
        "the offset must be 0 or more, got -5",
        () -> Layout.contiguousWithOffset(shape, -5));
    Errors.of(() -> new Layout(shape, new int[] {1}, 0))
        .is(Kind.SHAPE, "layout")
        .says("layout wants a stride for each dimension of shape [2, 3], got 1");
    Layout layout = Layout.contiguous(shape);
    String range = "dimensions go from 0 to 1, or from -1 (the last) to -2";
    Errors.of(() -> layout.stride(2))
        .says("stride: dimension index 2 out of range for shape [2, 3]", range);
    Errors.of(() -> layout.transpose(0, 9))
        .says("transpose: dimension index 9 out of range for shape [2, 3]", range);
    Errors.of(() -> layout.squeeze(1))
        .says("squeeze: dimension 1 of shape [2, 3] has not the size 1");
    Errors.of(() -> layout.narrow(1, 2, 2))
        .says(
            "narrow invalid args start + len > dim_len: [2, 3], dim: 1, start: 2, len:2",
            "dimension 1 has positions 0 to 2");
    assertThat(layout.narrow(-1, 1, 2).dims()).containsExactly(2, 2);
    Errors.of(() -> layout.permute(0)).is(Kind.SHAPE, "permute");
    Errors.of(() -> layout.unsqueeze(4)).is(Kind.SHAPE, "unsqueeze");
  }

  @Test
  void shapesWithOtherSizesNameTheDimension() {
    Shape shape = Shape.of(2, 3);
    String range = "dimensions go from 0 to 1, or from -1 (the last) to -2";
    Errors.of(() -> shape.with(2, 1))
        .is(Kind.SHAPE, "with")
        .says("with: dimension index 2 out of range for shape [2, 3]", range);
    Errors.of(() -> shape.without(-3))
        .is(Kind.SHAPE, "without")
        .says("without: dimension index -3 out of range for shape [2, 3]", range);
    Errors.of(() -> Shape.of().without(0))
        .says("without: dimension index 0 out of range for shape []", "a scalar has no dimensions");
    assertThat(shape.with(-1, 5)).isEqualTo(Shape.of(2, 5));
    assertThat(shape.without(-1)).isEqualTo(Shape.of(2));
    Errors.of(() -> shape.isContiguous(1))
        .is(Kind.SHAPE, "is_contiguous")
        .says("is_contiguous wants a stride for each dimension of shape [2, 3], got 1");
    Errors.of(() -> shape.isFortranContiguous(1, 2, 3)).is(Kind.SHAPE, "is_fortran_contiguous");
  }

  @Test
  void rangesNameTheirBounds() {
    String hint =
        "bounds go from 0 to the size of the dimension; Index.to(x.dim(d) - 1) leaves out its last"
            + " position";
    Errors.of(() -> Index.to(-1)).is(Kind.INDEX, "i").says("i invalid range 0..-1", hint);
    Errors.of(() -> Index.range(0, -1)).says("i invalid range 0..-1", hint);
    Errors.of(() -> Index.range(-2, 1)).says("i invalid range -2..1", hint);
    Errors.of(() -> Index.from(-2)).says("i invalid range -2..", hint);
    Errors.of(() -> Index.rangeClosed(0, -1)).says("i invalid range 0..=-1", hint);
    Errors.of(() -> Index.rangeClosed(0, Integer.MAX_VALUE))
        .says("i invalid range 0..=2147483647", hint);
    Tensor x = zeros(4, 3);
    Errors.of(() -> x.i(Index.range(1, 5)))
        .is(Kind.INDEX, "i")
        .says(
            "i invalid range 1..5 with dim size 4",
            "dimension 0 of shape [4, 3] has positions 0 to 3");
    Errors.of(() -> x.i(Index.all(), Index.from(4)))
        .says(
            "i invalid range 4.. with dim size 3",
            "dimension 1 of shape [4, 3] has positions 0 to 2");
    Errors.of(() -> x.narrow(0, 0, 0).i(Index.to(1)))
        .says("i invalid range 0..1 with dim size 0", "dimension 0 of shape [0, 3] is empty");
    // As in Candle: from the end on there is nothing, and a range that ends before it starts is
    // empty.
    assertThat(x.i(Index.from(4)).dims()).containsExactly(0, 3);
    assertThat(x.i(Index.range(3, 1)).dims()).containsExactly(0, 3);
    assertThat(x.i(Index.rangeClosed(1, 0)).dims()).containsExactly(0, 3);
  }

  @Test
  void hintsForEmptyDimensionsDoNotNamePositions() {
    Tensor nothing = zeros(0, 3);
    Errors.of(() -> nothing.narrow(0, 1, 0))
        .says(
            "narrow invalid args start > dim_len: [0, 3], dim: 0, start: 1, len:0",
            "dimension 0 is empty");
    Errors.of(() -> nothing.get(0))
        .says("get invalid index 0 with dim size 0", "dimension 0 of shape [0, 3] is empty");
    Errors.of(() -> nothing.indexSelect(Tensor.of(new int[] {0}, CPU), 0))
        .says(
            "index-select invalid index 0 with dim size 0",
            "it is index number 0 of 1; the dimension is empty");
  }
}
