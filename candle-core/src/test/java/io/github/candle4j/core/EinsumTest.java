package io.github.candle4j.core;

import static io.github.candle4j.core.Numbers.assertIs;

import io.github.candle4j.core.CandleException.Kind;
import org.junit.jupiter.api.Test;

/// Sums of products; the numbers are PyTorch's (tools/oracles/shapes.py).
class EinsumTest {
  private static final String HINT =
      "an equation names the dimensions of each operand and of the result: \"ij,jk->ik\"";
  private final Tensor a = Numbers.from(1, 2, 3);
  private final Tensor b = Numbers.from(-5, 3, 4);
  private final Tensor c = Numbers.from0(4, 2).mul(0.5);
  private final Tensor t = Numbers.from(-4, 2, 3, 3);

  @Test
  void matrixProducts() {
    double[] product = {2, 8, 14, 20, -7, 8, 23, 38};
    assertIs(Tensor.einsum("ij,jk->ik", a, b), Shape.of(2, 4), product);
    assertIs(Tensor.einsum(" i j , j k ", a, b), Shape.of(2, 4), product);
    assertIs(
        Tensor.einsum("ba,cb", a, Numbers.from0(4, 2)),
        Shape.of(3, 4),
        "4 14 24 34 5 19 33 47 6 24 42 60");
    assertIs(Tensor.einsum("ij,jk->k", a, b), Shape.of(4), -5, 16, 37, 58);
    assertIs(
        Tensor.einsum("bij,bjk->bik", t, Numbers.from0(2, 3, 2)),
        Shape.of(2, 3, 2),
        "-14 -23 4 4 22 31 148 166 220 247 292 328");
  }

  @Test
  void chainsOfProducts() {
    assertIs(Tensor.einsum("ij,jk,kl->il", a, b, c), Shape.of(2, 2), 96, 118, 168, 199);
    assertIs(Tensor.einsum("ij,jk,kl->lj", a, b, c), Shape.of(2, 3), -80, 56, 288, -115, 63, 369);
  }

  @Test
  void oneOperand() {
    assertIs(Tensor.einsum("ij->ji", a), Shape.of(3, 2), 1, 4, 2, 5, 3, 6);
    assertIs(Tensor.einsum("ij->", a), Shape.of(), 21);
    assertIs(Tensor.einsum("ij->j", a), Shape.of(3), 5, 7, 9);
    assertIs(Tensor.einsum("ba", a), Shape.of(3, 2), 1, 4, 2, 5, 3, 6);
    assertIs(Tensor.einsum("->", Tensor.of(3.0, Device.CPU)), Shape.of(), 3);
  }

  @Test
  void diagonalsOfRepeatedLetters() {
    assertIs(Tensor.einsum("bii->bi", t), Shape.of(2, 3), -4, 0, 4, 5, 9, 13);
    assertIs(Tensor.einsum("bii->b", t), Shape.of(2), 0, 27);
    assertIs(Tensor.einsum("bii", t), Shape.of(2), 0, 27);
    // Σ x[i][i][i] over 0, 13 and 26
    assertIs(Tensor.einsum("iii", Numbers.from0(3, 3, 3)), Shape.of(), 39);
  }

  @Test
  void productsOfVectors() {
    assertIs(
        Tensor.einsum("i,j->ij", a.get(0), b.get(0)),
        Shape.of(3, 4),
        "-5 -4 -3 -2 -10 -8 -6 -4 -15 -12 -9 -6");
    assertIs(Tensor.einsum("i,i", a.get(0), a.get(1)), Shape.of(), 32);
    assertIs(Tensor.einsum("ij,ij->", a, a), Shape.of(), 91);
  }

  @Test
  void ellipses() {
    assertIs(
        Tensor.einsum("...ij,...jk->...ik", t, Numbers.from0(3, 2)),
        Shape.of(2, 3, 2),
        "-14 -23 4 4 22 31 40 58 58 85 76 112");
    assertIs(
        Tensor.einsum("i...,i...->...", t, t), Shape.of(3, 3), "41 45 53 65 81 101 125 153 185");
    assertIs(Tensor.einsum("...->...", a), Shape.of(2, 3), 1, 2, 3, 4, 5, 6);
    assertIs(Tensor.einsum("b...i,i", t, a.get(0)), Shape.of(3, 2), -16, 38, 2, 56, 20, 74);
    assertIs(Tensor.einsum("...ij->...j", t), Shape.of(2, 3), -3, 0, 3, 24, 27, 30);
    assertIs(Tensor.einsum("...ij->j", t), Shape.of(3), 21, 27, 33);
  }

  @Test
  void sizesOfOneAreRepeated() {
    assertIs(
        Tensor.einsum("ij,kj->ik", a.narrow(1, 0, 1), Numbers.from0(2, 3)),
        Shape.of(2, 2),
        3,
        12,
        12,
        48);
    assertIs(Tensor.einsum("ij,ij->ij", a.narrow(0, 0, 1), a), Shape.of(2, 3), 1, 4, 9, 4, 10, 18);
  }

  @Test
  void capitalsComeBeforeSmallLetters() {
    assertIs(
        Tensor.einsum("Ab,Ba", Numbers.from0(2, 2), Numbers.from(1, 2, 2)),
        Shape.of(2, 2, 2, 2),
        "0 1 0 2 0 3 0 4 2 3 4 6 6 9 8 12");
  }

  @Test
  void everyDtypeAndNoElement() {
    for (DType dtype : DType.values()) {
      Tensor m = Numbers.from0(2, 2).toDtype(dtype);
      Tensor y = Tensor.einsum("ij,jk->ik", m, m);
      assertIs(y, Shape.of(2, 2), 2, 3, 6, 11);
      org.assertj.core.api.Assertions.assertThat(y.dtype()).isEqualTo(dtype);
    }
    assertIs(
        Tensor.einsum("ij,jk->ik", Numbers.from0(2, 0), Numbers.from0(0, 1)), Shape.of(2, 1), 0, 0);
  }

  @Test
  void sizesThatDifferNameLetterAndOperands() {
    Errors.of(() -> Tensor.einsum("ij,jk->ik", a, a))
        .is(Kind.SHAPE, "einsum")
        .says(
            "einsum: 'j' has size 3 in operand 0 and size 2 in operand 1",
            "one letter stands for one size; only a size of 1 is repeated");
    Errors.of(() -> Tensor.einsum("ii", a))
        .is(Kind.SHAPE, "einsum")
        .says(
            "einsum: 'i' has size 2 in operand 0 and size 3 in operand 0",
            "one letter stands for one size; only a size of 1 is repeated");
    Errors.of(() -> Tensor.einsum("...,...", a, b))
        .says(
            "einsum: dimension -2 of the ellipsis has size 2 in operand 0 and size 3 in operand 1",
            "one letter stands for one size; only a size of 1 is repeated");
    Errors.of(() -> Tensor.einsum("i,i", a.get(0), b.get(0).toDtype(DType.F32)))
        .is(Kind.DTYPE, "einsum");
  }

  @Test
  void equationsThatCannotBeRead() {
    says("\"ij\" has 1 operands, got 2", "ij", a, b);
    says("operand 0 has 2 dimensions, \"i\" names 1", "i", a);
    says("operand 0 has 2 dimensions, \"i...jk\" names 3", "i...jk", a);
    says("'1' in \"i1\" is no letter; dimensions are named a to z, A to Z", "i1", a);
    says("'.' in \"i.\" is no letter; dimensions are named a to z, A to Z", "i.", a);
    says("the result names 'i' more than once", "ij->ii", a);
    says("the result names 'k', which no operand has", "ij->ik", a);
    Errors.of(() -> Tensor.einsum("->"))
        .is(Kind.ARGUMENT, "einsum")
        .says("einsum expects at least one tensor");
  }

  private static void says(String message, String equation, Tensor... xs) {
    Errors.of(() -> Tensor.einsum(equation, xs))
        .is(Kind.ARGUMENT, "einsum")
        .says("einsum: " + message, HINT);
  }
}
