package io.github.candle4j.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.candle4j.core.AttentionOptions;
import io.github.candle4j.core.CandleException;
import io.github.candle4j.core.DType;
import io.github.candle4j.core.Device;
import io.github.candle4j.core.GradStore;
import io.github.candle4j.core.Shape;
import io.github.candle4j.core.Tensor;
import io.github.candle4j.core.Var;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// Attention of several heads and the layers of a transformer against PyTorch (tools/oracles/nn/transformer.py).
class TransformerTest {
  private static final Device CPU = Device.CPU;

  private final VarMap vars = new VarMap();
  private final VarBuilder vb = VarBuilder.fromVarmap(vars, DType.F64, CPU);

  private static MultiHeadAttention packed(VarBuilder vb) {
    return MultiHeadAttention.multiHeadAttentionPacked(MultiHeadAttentionConfig.of(4, 2), vb);
  }

  private static TransformerConfig small(boolean normFirst) {
    return TransformerConfig.of(4, 2)
        .withDimFeedforward(6)
        .withDropout(0)
        .withNormFirst(normFirst)
        .withActivation(normFirst ? Activation.GELU : Activation.RELU);
  }

  private static Tensor numbers(int... dims) {
    return Tensor.randn(0.0, 1.0, Shape.of(dims), CPU);
  }

  private static void assertSame(Tensor actual, Tensor expected) {
    assertThat(actual.dims()).containsExactly(expected.dims());
    assertThat(actual.flattenAll().toVec1F64())
        .containsExactly(expected.flattenAll().toVec1F64(), within(1e-12));
  }

  @Test
  void attentionOfSeveralHeadsIsPyTorchs() {
    LayerCheck.check("mha_self", TransformerTest::packed, MultiHeadAttention::forward);
    LayerCheck.check(
        "mha_causal",
        v ->
            MultiHeadAttention.multiHeadAttentionPacked(
                MultiHeadAttentionConfig.of(4, 2).withBias(false), v),
        (l, x) -> l.forward(x, AttnMask.causal().options()));
    Tensor memory = Oracle.of("mha_cross").get("memory");
    KeyValue others = new KeyValue(memory, memory.flip(1));
    LayerCheck.check(
        "mha_cross",
        TransformerTest::packed,
        (l, x) -> l.forward(x, others, AttentionOptions.defaults()));
  }

  @Test
  void layersOfATransformerArePyTorchs() {
    for (boolean first : new boolean[] {false, true}) {
      String name = first ? "first" : "last";
      LayerCheck.check(
          "encoder_" + name,
          v -> TransformerEncoderLayer.transformerEncoderLayer(small(first), v),
          TransformerEncoderLayer::forward);
      Tensor memory = Oracle.of("decoder_" + name).get("memory");
      LayerCheck.check(
          "decoder_" + name,
          v -> TransformerDecoderLayer.transformerDecoderLayer(small(first), v),
          (l, x) -> l.forward(x, memory));
    }
  }

  @Test
  void stacksOfLayersArePyTorchs() {
    TransformerConfig config = small(true).withDimFeedforward(3).withActivation(Activation.RELU);
    LayerCheck.check(
        "encoder_stack",
        v -> TransformerEncoder.transformerEncoder(2, config, v),
        (l, x) -> l.forwardT(x, AttnMask.causal().options(), false));
    Tensor memory = Oracle.of("decoder_stack").get("memory");
    LayerCheck.check(
        "decoder_stack",
        v -> TransformerDecoder.transformerDecoder(2, config, v),
        (l, x) -> l.forward(x, memory));
  }

  @Test
  void stacksWithCachesAreTheFullPass() {
    TransformerEncoder gpt = TransformerEncoder.transformerEncoder(2, small(true), vb.pp("a"));
    TransformerDecoder decoder = TransformerDecoder.transformerDecoder(2, small(false), vb.pp("b"));
    Tensor x = numbers(1, 4, 4);
    Tensor memory = numbers(1, 3, 4);
    Tensor full = gpt.forwardT(x, AttnMask.causal().options(), false);
    Tensor decoded = decoder.forward(x, memory);
    List<ConcatKvCache> caches = List.of(new ConcatKvCache(2), new ConcatKvCache(2));
    List<ConcatKvCache> others = List.of(new ConcatKvCache(2), new ConcatKvCache(2));
    for (int i = 0; i < 4; i++) {
      Tensor one = x.narrow(1, i, 1);
      assertSame(gpt.forward(one, caches), full.narrow(1, i, 1));
      Tensor next = decoder.forward(one, memory, AttentionOptions.defaults(), others);
      assertSame(next, decoded.narrow(1, i, 1));
    }
    assertThat(gpt)
        .hasToString(
            "TransformerEncoder(2 of TransformerEncoderLayer(4, 2 heads, 6 between, norm first))");
    assertThatThrownBy(() -> gpt.forward(x, List.of()))
        .isInstanceOf(CandleException.class)
        .hasMessage("transformer: 0 caches for 2 layers\none for each layer");
  }

  @Test
  void separateAndPackedParametersGiveTheSame() {
    MultiHeadAttention separate =
        MultiHeadAttention.multiHeadAttention(MultiHeadAttentionConfig.of(4, 2), vb);
    assertThat(vars.data().keySet())
        .containsExactly(
            "q_proj.weight",
            "q_proj.bias",
            "k_proj.weight",
            "k_proj.bias",
            "v_proj.weight",
            "v_proj.bias",
            "out_proj.weight",
            "out_proj.bias");
    MultiHeadAttention.In in = separate.in();
    Tensor weight = Tensor.cat(0, in.q().weight(), in.k().weight(), in.v().weight());
    MultiHeadAttention packed =
        new MultiHeadAttention(
            new MultiHeadAttention.Packed(weight, Optional.empty(), 4),
            separate.outProj(),
            separate.config());
    Tensor x = numbers(2, 3, 4);
    assertSame(packed.forward(x), separate.forward(x));
  }

  @Test
  void sharedKeysAreKeysRepeated() {
    MultiHeadAttentionConfig shared = MultiHeadAttentionConfig.of(8, 4).withNumKvHeads(2);
    MultiHeadAttention grouped = MultiHeadAttention.multiHeadAttention(shared, vb);
    assertThat(grouped.in().k().weight().dims()).containsExactly(4, 8);
    assertThat(grouped).hasToString("MultiHeadAttention(8, 4 heads, 2 of keys)");
    MultiHeadAttention.In in = grouped.in();
    MultiHeadAttention.In repeated =
        new MultiHeadAttention.Separate(in.q(), repeated(in.k()), repeated(in.v()));
    Tensor x = numbers(2, 3, 8);
    MultiHeadAttention full =
        new MultiHeadAttention(repeated, grouped.outProj(), MultiHeadAttentionConfig.of(8, 4));
    assertSame(grouped.forward(x), full.forward(x));
  }

  private static Linear repeated(Linear shared) {
    Tensor weight = shared.weight().reshape(2, 2, 8).repeatInterleave(2, 0).reshape(8, 8);
    Tensor bias = shared.bias().orElseThrow().reshape(2, 2).repeatInterleave(2, 0);
    return new Linear(weight, bias.flattenAll());
  }

  @Test
  void stepsWithACacheAreTheFullPass() {
    TransformerEncoderLayer layer =
        TransformerEncoderLayer.transformerEncoderLayer(small(true), vb.pp("encoder"));
    TransformerDecoderLayer decoder =
        TransformerDecoderLayer.transformerDecoderLayer(small(false), vb.pp("decoder"));
    Tensor x = numbers(2, 5, 4);
    Tensor memory = numbers(2, 3, 4);
    Tensor full = layer.forwardT(x, AttnMask.causal().options(), false);
    Tensor decoded = decoder.forward(x, memory);
    for (AttentionCache cache : List.of(new KvCache(2, 2), new ConcatKvCache(2))) {
      Tensor.noGrad(() -> {
        int start = 0;
        for (int n : new int[] {2, 1, 2}) {
          Tensor part = x.narrow(1, start, n);
          AttentionOptions mask = MultiHeadAttention.causalAfter(cache);
          assertSame(layer.forward(part, mask, cache), full.narrow(1, start, n));
          start += n;
        }
        cache.reset();
        for (int i = 0; i < 5; i++) {
          AttentionOptions mask = MultiHeadAttention.causalAfter(cache);
          TransformerDecoderLayer.Masks masks =
              new TransformerDecoderLayer.Masks(mask, AttentionOptions.defaults());
          Tensor y = decoder.forward(x.narrow(1, i, 1), memory, masks, cache);
          assertSame(y, decoded.narrow(1, i, 1));
        }
      });
    }
  }

  @Test
  void paddingIsNotSeen() {
    MultiHeadAttention attention = packed(vb);
    Tensor x = numbers(2, 5, 4);
    Tensor y = attention.forward(x, AttnMask.padding(5, CPU, 5, 3).options());
    assertSame(y.get(0), attention.forward(x.narrow(0, 0, 1)).get(0));
    Tensor alone = attention.forward(x.narrow(0, 1, 1).narrow(1, 0, 3));
    assertSame(y.get(1).narrow(0, 0, 3), alone.get(0));
  }

  @Test
  void everyParameterReceivesAGradient() {
    TransformerEncoderLayer encoder =
        TransformerEncoderLayer.transformerEncoderLayer(small(true), vb.pp("encoder"));
    TransformerDecoderLayer decoder =
        TransformerDecoderLayer.transformerDecoderLayer(small(false), vb.pp("decoder"));
    Tensor y = decoder.forward(numbers(2, 3, 4), encoder.forward(numbers(2, 5, 4)));
    GradStore grads = y.mul(numbers(2, 3, 4)).sumAll().backward();
    assertThat(vars.data()).hasSize(12 + 18);
    vars.data()
        .forEach((name, var) -> {
          double size =
              grads
                  .get(var)
                  .orElseThrow(() -> new AssertionError(name))
                  .abs()
                  .sumAll()
                  .toScalarF64();
          assertThat(size).as(name).isPositive();
        });
  }

  @Test
  void dropoutWorksInTrainingAlone() {
    TransformerConfig config = small(false).withDropout(0.5);
    TransformerEncoderLayer layer = TransformerEncoderLayer.transformerEncoderLayer(config, vb);
    Tensor x = numbers(2, 3, 4);
    double[] plain = layer.forward(x).flattenAll().toVec1F64();
    assertThat(layer.forwardT(x, false).flattenAll().toVec1F64()).isEqualTo(plain);
    assertThat(layer.forwardT(x, true).flattenAll().toVec1F64()).isNotEqualTo(plain);
    MultiHeadAttention attention = layer.selfAttn();
    assertThat(attention.forwardT(x, true).flattenAll().toVec1F64())
        .isNotEqualTo(attention.forward(x).flattenAll().toVec1F64());
    assertThat(layer).hasToString("TransformerEncoderLayer(4, 2 heads, 6 between)");
  }

  @Test
  void everyFloatDtype() {
    for (DType dtype : List.of(DType.F32, DType.F16, DType.BF16)) {
      VarBuilder of = VarBuilder.fromVarmap(new VarMap(), dtype, CPU);
      TransformerEncoderLayer layer =
          TransformerEncoderLayer.transformerEncoderLayer(small(true), of);
      Var x = Var.fromTensor(numbers(2, 3, 4).toDtype(dtype));
      Tensor y = layer.forward(x);
      assertThat(y.dtype()).isEqualTo(dtype);
      assertThat(y.sumAll().backward().get(x).orElseThrow().dtype()).isEqualTo(dtype);
    }
  }

  @Test
  void whatDoesNotFitThrows() {
    MultiHeadAttention attention = packed(vb);
    assertThatThrownBy(() -> attention.forward(numbers(2, 3, 5)))
        .isInstanceOf(CandleException.class)
        .hasMessage(
            "shape mismatch in attention, lhs: [2, 3, 5], rhs: [4, 4]\nthe last size must be 4");
    assertThatThrownBy(() -> attention.forward(numbers(3, 4)))
        .isInstanceOf(CandleException.class)
        .hasMessageStartingWith("unexpected rank, expected: 3, got: 2 ([3, 4])");
    assertThatThrownBy(() -> MultiHeadAttentionConfig.of(6, 4))
        .isInstanceOf(CandleException.class)
        .hasMessage(
            "attention: 4 heads of 6 elements\nthe number of heads divides that of elements");
    assertThatThrownBy(() -> MultiHeadAttentionConfig.of(8, 4).withNumKvHeads(3))
        .isInstanceOf(CandleException.class)
        .hasMessageStartingWith("attention: 4 heads of queries, 3 of keys\n");
    assertThatThrownBy(() -> TransformerConfig.of(8, 4).withDropout(1.5))
        .isInstanceOf(CandleException.class)
        .hasMessageStartingWith("attention: dropout must be 0 or more and below 1, got 1.5\n");
    assertThatThrownBy(() -> TransformerConfig.of(8, 4).withDimFeedforward(0))
        .isInstanceOf(CandleException.class)
        .hasMessage("transformer: dimFeedforward 0, layerNormEps 1.0E-5\nboth must be over 0");
    assertThatThrownBy(() -> AttnMask.padding(3, CPU, 4))
        .isInstanceOf(CandleException.class)
        .hasMessageStartingWith("attention: length 4 of 3 keys\n");
  }
}
