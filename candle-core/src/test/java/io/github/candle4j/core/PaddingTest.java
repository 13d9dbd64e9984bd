package io.github.candle4j.core;

import static io.github.candle4j.core.Numbers.assertIs;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.candle4j.core.CandleException.Kind;
import org.junit.jupiter.api.Test;

/// Elements added at the ends of a dimension; the numbers are PyTorch's (tools/oracles/shapes.py).
class PaddingTest {
  private final Tensor x = Numbers.from(1, 1, 2, 4);

  @Test
  void mirrored() {
    assertIs(x.padWithReflect(-1, 2, 3), Shape.of(1, 2, 9), "3 2 1 2 3 4 3 2 1 7 6 5 6 7 8 7 6 5");
    assertIs(x.padWithReflect(1, 1, 0), Shape.of(1, 3, 4), 5, 6, 7, 8, 1, 2, 3, 4, 5, 6, 7, 8);
    assertThat(x.padWithReflect(1, 0, 0)).isSameAs(x);
    Errors.of(() -> x.padWithReflect(2, 4, 0))
        .is(Kind.SHAPE, "pad_with_reflect")
        .says(
            "pad_with_reflect: padding 4, 0 must be less than the size of dimension 2 of shape"
                + " [1, 2, 4]",
            "the element at the border is not repeated, so there are 3 to mirror");
  }

  @Test
  void withTheElementsAtTheEnds() {
    assertIs(x.padWithSame(2, 2, 3), Shape.of(1, 2, 9), "1 1 1 2 3 4 4 4 4 5 5 5 6 7 8 8 8 8");
    assertIs(x.t().padWithSame(-1, 0, 1).narrow(1, 0, 1), Shape.of(1, 1, 3), 1, 5, 5);
    Errors.of(() -> Numbers.from0(2, 0).padWithSame(1, 1, 0))
        .is(Kind.SHAPE, "pad_with_same")
        .says(
            "cannot use pad_with_same on an empty tensor",
            "dimension 1 of shape [2, 0] has no element to repeat");
    assertIs(Numbers.from0(2, 0).padWithSame(0, 1, 0), Shape.of(3, 0));
  }

  @Test
  void withAValue() {
    assertIs(x.padWithValue(2, 1, 1, 0.5), Shape.of(1, 2, 6), "0.5 1 2 3 4 0.5 0.5 5 6 7 8 0.5");
    assertIs(Numbers.from0(2, 0).padWithValue(1, 1, 1, -1), Shape.of(2, 2), -1, -1, -1, -1);
    for (DType dtype : DType.values()) {
      assertIs(Numbers.from(1, 2).toDtype(dtype).padWithValue(0, 1, 0, 3), Shape.of(3), 3, 1, 2);
    }
    Errors.of(() -> x.toDtype(DType.U8).padWithValue(0, 1, 0, 0.5))
        .is(Kind.DTYPE, "pad_with_value");
    Errors.of(() -> x.toDtype(DType.U8).padWithValue(0, 1, 0, 256))
        .is(Kind.DTYPE, "pad_with_value");
  }

  @Test
  void badSizesAreRefused() {
    Errors.of(() -> x.padWithSame(0, -1, 0))
        .is(Kind.ARGUMENT, "pad_with_same")
        .says("pad_with_same adds 0 or more elements, got left: -1, right: 0");
    Errors.of(() -> x.padWithReflect(0, 0, -1)).is(Kind.ARGUMENT, "pad_with_reflect");
    Errors.of(() -> x.padWithValue(0, 0, -1, 0)).is(Kind.ARGUMENT, "pad_with_value");
    Errors.of(() -> x.padWithSame(3, 1, 0)).is(Kind.SHAPE, "pad_with_same");
    int huge = Integer.MAX_VALUE;
    Errors.of(() -> x.padWithSame(0, huge, huge))
        .is(Kind.SHAPE, "pad_with_same")
        .says("pad_with_same: a dimension cannot have the size 4294967295");
    Errors.of(() -> x.padWithValue(0, huge, 1, 1)).is(Kind.SHAPE, "pad_with_value");
    Errors.of(() -> x.padWithZeros(0, huge, 0))
        .is(Kind.SHAPE, "pad_with_zeros")
        .says("pad_with_zeros: a dimension cannot have the size 2147483648");
  }
}
