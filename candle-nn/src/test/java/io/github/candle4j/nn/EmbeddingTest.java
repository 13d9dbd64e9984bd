package io.github.candle4j.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.candle4j.core.CandleException;
import io.github.candle4j.core.DType;
import io.github.candle4j.core.Device;
import io.github.candle4j.core.Shape;
import io.github.candle4j.core.Tensor;
import io.github.candle4j.core.Var;
import java.util.OptionalInt;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class EmbeddingTest {
  private static final Device CPU = Device.CPU;
  private static final Tensor IDS = Tensor.of(new int[][] {{1, 4, 1}, {0, 6, 4}}, CPU);
  private static final Tensor TABLE = Tensor.of(new float[][] {{0, 1}, {10, 11}, {20, 21}}, CPU);

  @Test
  void agreesWithPyTorch() {
    LayerCheck.check(
        "embedding", vb -> Embedding.embedding(7, 3, vb), (layer, x) -> layer.forward(IDS).add(x));
    LayerCheck.check(
        "embedding_padding",
        vb -> Embedding.embedding(7, 3, 4, vb),
        (layer, x) -> layer.forward(IDS).add(x));
  }

  @Test
  void idsOfAnyShapeAndIntegerDtype() {
    Embedding layer = new Embedding(TABLE, 2);
    for (DType dtype : DType.values()) {
      if (dtype.isInt()) {
        Tensor ids = Tensor.of(new int[] {2, 0}, CPU).toDtype(dtype);
        assertThat(layer.forward(ids).toVec2F32()).isEqualTo(new float[][] {{20, 21}, {0, 1}});
        Embedding padded = new Embedding(TABLE, 2, OptionalInt.of(2));
        assertThat(padded.forward(ids).toVec2F32()).isEqualTo(new float[][] {{20, 21}, {0, 1}});
      }
    }
    assertThat(layer.forward(Tensor.of(1, CPU)).toVec1F32()).containsExactly(10, 11);
    Tensor none = Tensor.zeros(Shape.of(3, 0), DType.U32, CPU);
    assertThat(layer.forward(none).dims()).containsExactly(3, 0, 2);
    Tensor cube = Tensor.zeros(Shape.of(2, 3, 4), DType.U32, CPU);
    assertThat(layer.forward(cube).dims()).containsExactly(2, 3, 4, 2);
  }

  @Test
  void paddingBeyondASmallDtypeIsNoneOfItsIds() {
    Tensor table = Tensor.zeros(Shape.of(400, 2), DType.F32, CPU);
    Embedding layer = new Embedding(table, 2, OptionalInt.of(300));
    assertThat(layer.forward(Tensor.of(new byte[] {44}, CPU)).dims()).containsExactly(1, 2);
  }

  @Test
  void newVectorOfThePaddingIsZeroAndStaysSo() {
    VarMap vars = new VarMap();
    VarBuilder vb = VarBuilder.fromVarmap(vars, DType.F32, CPU);
    Embedding layer = Embedding.embedding(5, 3, 2, vb);
    assertThat(layer.embeddings()).isInstanceOf(Var.class);
    assertThat(layer.embeddings().get(2).toVec1F32()).containsOnly(0);
    assertThat(layer.embeddings().get(1).abs().minAll().toScalarF32()).isPositive();
    Tensor ids = Tensor.of(new int[] {2, 1}, CPU);
    new SGD(vars.allVars(), 1).backwardStep(layer.forward(ids).sumAll());
    assertThat(layer.embeddings().get(2).toVec1F32()).containsOnly(0);
    vars.setOne("weight", Tensor.ones(Shape.of(5, 3), DType.F32, CPU));
    Embedding again = Embedding.embedding(5, 3, 2, vb);
    assertThat(again.embeddings().get(2).toVec1F32()).containsOnly(1);
  }

  @Test
  void saysWhatItIsInOneLine() {
    VarBuilder vb = VarBuilder.zeros(DType.F32, CPU);
    assertThat(Embedding.embedding(32000, 512, vb)).hasToString("Embedding(32000 -> 512)");
    assertThat(Embedding.embedding(8, 4, 0, vb)).hasToString("Embedding(8 -> 4, padding 0)");
    assertThat(new Embedding(TABLE, 2).hiddenSize()).isEqualTo(2);
  }

  @Test
  void wrongSizesAndIdsThrow() {
    VarBuilder vb = VarBuilder.zeros(DType.F32, CPU);
    assertFails(
        () -> new Embedding(TABLE.get(0), 2),
        "unexpected rank, expected: 2, got: 1 ([2])\nembedding wants a table [count, hidden]");
    assertFails(
        () -> new Embedding(TABLE, 3),
        "shape mismatch in embedding, lhs: [3, 2], rhs: [3]\n"
            + "the hidden size is the last size of the table");
    assertFails(
        () -> Embedding.embedding(5, 3, 5, vb),
        "embedding: the padding id 5 is not in a table of 5\nids count from 0");
    assertFails(() -> Embedding.embedding(0, 3, vb), "embedding: count must be 1 or more, got 0");
    assertThatThrownBy(() -> new Embedding(TABLE, 2).forward(Tensor.of(new int[] {3}, CPU)))
        .isInstanceOf(CandleException.class)
        .hasMessageContaining("3");
    assertThatThrownBy(() -> new Embedding(TABLE, 2).forward(Tensor.of(1f, CPU)))
        .isInstanceOf(CandleException.class);
  }

  private static void assertFails(ThrowingCallable call, String message) {
    assertThatThrownBy(call).isInstanceOf(CandleException.class).hasMessage(message);
  }
}
