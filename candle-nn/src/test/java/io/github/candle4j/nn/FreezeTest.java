package io.github.candle4j.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.candle4j.core.CandleException;
import io.github.candle4j.core.DType;
import io.github.candle4j.core.Device;
import io.github.candle4j.core.GradStore;
import io.github.candle4j.core.Shape;
import io.github.candle4j.core.Tensor;
import io.github.candle4j.core.Var;
import java.util.List;
import org.junit.jupiter.api.Test;

class FreezeTest {
  private static final Device CPU = Device.CPU;
  private final VarMap varmap = new VarMap();
  private final VarBuilder vb = VarBuilder.fromVarmap(varmap, DType.F32, CPU);
  private final Linear encoder = Linear.linear(3, 4, vb.pp("encoder").pp(0));
  private final Linear head = Linear.linear(4, 2, vb.pp("head"));

  @Test
  void frozenVariablesStayAsTheyAre() {
    assertThat(varmap.freeze("encoder.*")).containsExactly("encoder.0.weight", "encoder.0.bias");
    assertThat(varmap.trainableVars())
        .containsExactly((Var) head.weight(), (Var) head.bias().orElseThrow());
    float[] before = encoder.weight().flattenAll().toVec1F32();
    float[] trained = head.weight().flattenAll().toVec1F32();
    // All variables are given to the optimizer; weight decay does not touch frozen ones either.
    AdamW optimizer = AdamW.newLr(varmap.allVars(), 0.1);
    Tensor x = Tensor.randn(0f, 1f, Shape.of(5, 3), CPU);
    for (int i = 0; i < 3; i++) {
      Tensor loss = head.forward(encoder.forward(x).relu()).sqr().meanAll();
      GradStore gradients = loss.backward();
      assertThat(gradients.get(encoder.weight())).isEmpty();
      optimizer.step(gradients);
    }
    assertThat(encoder.weight().flattenAll().toVec1F32()).containsExactly(before);
    assertThat(head.weight().flattenAll().toVec1F32()).isNotEqualTo(trained);
  }

  @Test
  void starsStandForAnyText() {
    assertThat(varmap.freeze("*.bias")).containsExactly("encoder.0.bias", "head.bias");
    assertThat(varmap.freeze("*")).hasSize(4);
    assertThat(varmap.trainableVars()).isEmpty();
    assertThat(varmap.unfreeze("*.0.weight")).containsExactly("encoder.0.weight");
    assertThat(varmap.trainableVars()).containsExactly((Var) encoder.weight());
    assertThat(varmap.unfreeze("head.weight")).containsExactly("head.weight");
  }

  @Test
  void aPatternThatFitsNothingThrows() {
    // A dot is a dot.
    assertThatThrownBy(() -> varmap.freeze("head_weight"))
        .isInstanceOf(CandleException.class)
        .hasMessage(
            "freeze: no variable fits head_weight\n"
                + "there are encoder.0.weight, encoder.0.bias, head.weight, head.bias");
    assertThatThrownBy(() -> varmap.unfreeze("head?weight"))
        .isInstanceOf(CandleException.class)
        .hasMessageStartingWith("unfreeze: no variable fits head?weight\n");
    assertThatThrownBy(() -> new VarMap().freeze("*"))
        .isInstanceOf(CandleException.class)
        .hasMessage("freeze: no variable fits *\nthere are no variables yet; make the model first");
  }

  @Test
  void theSummaryIsATable() {
    varmap.freeze("encoder.*");
    varmap.get(Shape.of(), "steps", new Init.Const(7), DType.I64, CPU);
    ModelSummary summary = varmap.summary();
    assertThat(summary)
        .hasToString(
            """
            layer      parameter  shape   dtype  count  memory
            encoder.0  weight     [4, 3]  F32       12    48 B  frozen
                       bias       [4]     F32        4    16 B  frozen
            head       weight     [2, 4]  F32        8    32 B
                       bias       [2]     F32        2     8 B
                       steps      []      I64        1     8 B
            27 parameters, 112 B, 10 trainable\
            """);
    assertThat(varmap.parameterCount()).isEqualTo(27);
    assertThat(summary.parameters()).hasSize(5);
    assertThat(new ModelSummary(List.of())).asString().endsWith("0 parameters, 0 B, 0 trainable");
  }

  @Test
  void largeModelsAreToldInLargeUnits() {
    VarMap large = new VarMap();
    VarBuilder.fromVarmap(large, DType.F16, CPU).get(Shape.of(1000, 1234), "embedding");
    assertThat(large.summary())
        .asString()
        .endsWith("1,234,000 parameters, 2.4 MiB, 1,234,000 trainable");
  }
}
