package io.github.candle4j.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.candle4j.core.CandleException;
import io.github.candle4j.core.DType;
import io.github.candle4j.core.Device;
import io.github.candle4j.core.Safetensors;
import io.github.candle4j.core.Shape;
import io.github.candle4j.core.Tensor;
import io.github.candle4j.core.Var;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VarMapTest {
  private static final Device CPU = Device.CPU;
  private final VarMap varmap = new VarMap();
  private final VarBuilder vb = VarBuilder.fromVarmap(varmap, DType.F32, CPU);

  @Test
  void namesAreJoinedAndKeepTheOrderOfCreation() {
    Linear.linear(3, 2, vb.pp("z"));
    Linear.linearNoBias(2, 4, vb.pp("a").pp(0));
    assertThat(varmap.data().keySet()).containsExactly("z.weight", "z.bias", "a.0.weight");
    assertThat(varmap.allVars()).containsExactlyElementsOf(varmap.data().values());
    assertThat(vb.pp("a").pp(0).prefix()).isEqualTo("a.0");
    assertThat(vb.pp("a").root().prefix()).isEmpty();
    assertThat(vb.pp("z").containsTensor("bias")).isTrue();
    assertThat(vb.containsTensor("bias")).isFalse();
  }

  @Test
  void parameterIsCreatedOnceAndIsAVariable() {
    Tensor first = vb.getWithHints(Shape.of(2), "p", Init.ONE);
    assertThat(first).isInstanceOf(Var.class);
    assertThat(vb.getWithHints(Shape.of(2), "p", Init.ZERO)).isSameAs(first);
    assertThat(first.toVec1F32()).containsExactly(1, 1);
    assertThat(vb.get(Shape.of(3), "q").toVec1F32()).containsOnly(0);
  }

  @Test
  void nameTakenByAnotherShapeOrDtypeThrows() {
    vb.get(Shape.of(2), "p");
    CandleException error =
        catchThrowableOfType(CandleException.class, () -> vb.get(Shape.of(3), "p"));
    assertThat(error.kind()).isEqualTo(CandleException.Kind.SHAPE);
    assertThat(error.operation()).isEqualTo("get");
    assertThat(error)
        .hasMessage(
            "shape mismatch on p, expected: [3], got: [2]\n"
                + "the name is taken by another variable; give each layer a prefix of its own with"
                + " pp(..)");
    assertThatThrownBy(() -> vb.toDtype(DType.F64).get(Shape.of(2), "p"))
        .isInstanceOf(CandleException.class)
        .hasMessage(
            "dtype mismatch on p, expected: F64, got: F32\n"
                + "it was created or loaded with that dtype: VarBuilder.fromVarmap(varmap,"
                + " DType.F32, device); or the name is taken, and pp(..) gives each layer a"
                + " prefix");
  }

  @Test
  void missingNameListsTheOnesThatAreThere() {
    Map<String, Tensor> tensors =
        Map.of("b.weight", Tensor.of(new float[] {1}, CPU), "a", Tensor.of(2f, CPU));
    VarBuilder given = VarBuilder.fromTensors(tensors, DType.F32, CPU);
    CandleException error =
        catchThrowableOfType(CandleException.class, () -> given.pp("b").get(Shape.of(1), "bias"));
    assertThat(error.kind()).isEqualTo(CandleException.Kind.NAME);
    assertThat(error.operation()).isEqualTo("get");
    assertThat(error).hasMessage("cannot find tensor b.bias\nthere are 2 parameters: a, b.weight");
    assertThatThrownBy(() -> VarBuilder.fromTensors(Map.of(), DType.F32, CPU).get(Shape.of(1), "x"))
        .isInstanceOf(CandleException.class)
        .hasMessage("cannot find tensor x\nthere are no parameters at all");
    assertThatThrownBy(() -> given.get(Shape.of(2), "b.weight"))
        .isInstanceOf(CandleException.class)
        .hasMessage(
            "shape mismatch for b.weight, expected: [2], got: [1]\n"
                + "the parameters were made for a model of other sizes");
  }

  @Test
  void givenTensorsAreCastToTheDtype() {
    Map<String, Tensor> tensors = Map.of("a", Tensor.of(new float[] {0.5f}, CPU));
    Tensor a = VarBuilder.fromTensors(tensors, DType.F64, CPU).get(Shape.of(1), "a");
    assertThat(a.toVec1F64()).containsExactly(0.5);
    assertThat(VarBuilder.zeros(DType.BF16, CPU).get(Shape.of(2), "any").toVec1BF16())
        .containsExactly(0, 0);
  }

  @Test
  void valuesAreSetByName() {
    vb.get(Shape.of(2), "p");
    varmap.set(Map.of("p", Tensor.of(new float[] {3, 4}, CPU)));
    assertThat(vb.get(Shape.of(2), "p").toVec1F32()).containsExactly(3, 4);
    assertThatThrownBy(() -> varmap.setOne("q", Tensor.of(1f, CPU)))
        .isInstanceOf(CandleException.class)
        .hasMessage("cannot find tensor q\nthere are 1 parameters: p");
    assertThatThrownBy(() -> varmap.setOne("p", Tensor.of(1f, CPU)))
        .isInstanceOf(CandleException.class)
        .hasMessageStartingWith("shape mismatch in set, lhs: [2], rhs: []");
  }

  @Test
  void valuesOfWhichOneDoesNotFitChangeNothing() {
    vb.get(Shape.of(2), "p");
    vb.get(Shape.of(), "q");
    Map<String, Tensor> values = new LinkedHashMap<>();
    values.put("p", Tensor.of(new float[] {3, 4}, CPU));
    values.put("q", Tensor.of(1d, CPU));
    assertThatThrownBy(() -> varmap.set(values))
        .isInstanceOf(CandleException.class)
        .hasMessageStartingWith("dtype mismatch in set, lhs: F32, rhs: F64");
    assertThat(vb.get(Shape.of(2), "p").toVec1F32()).containsOnly(0);
  }

  @Test
  void whatWasSavedIsLoaded(@TempDir Path folder) {
    Path file = folder.resolve("model.safetensors");
    CPU.setSeed(1);
    Linear first = Linear.linear(3, 2, vb.pp("layer"));
    varmap.save(file);
    float[] weight = first.weight().flattenAll().toVec1F32();
    VarMap empty = new VarMap();
    empty.load(file);
    assertThat(empty.data().keySet()).containsExactlyInAnyOrder("layer.weight", "layer.bias");
    Linear again = Linear.linear(3, 2, VarBuilder.fromVarmap(empty, DType.F32, CPU).pp("layer"));
    assertThat(again.weight().flattenAll().toVec1F32()).isEqualTo(weight);
    VarMap wide = new VarMap();
    Linear other = Linear.linear(3, 2, VarBuilder.fromVarmap(wide, DType.F64, CPU).pp("layer"));
    wide.load(file);
    assertThat(other.weight().toDtype(DType.F32).flattenAll().toVec1F32()).isEqualTo(weight);
  }

  @Test
  void aFileThatDoesNotFitChangesNothing(@TempDir Path folder) {
    Path file = folder.resolve("model.safetensors");
    VarMap saved = new VarMap();
    VarBuilder source = VarBuilder.fromVarmap(saved, DType.F32, CPU);
    source.getWithHints(Shape.of(2), "a", Init.ONE);
    source.getWithHints(Shape.of(3), "b", Init.ONE);
    source.getWithHints(Shape.of(1), "extra", Init.ONE);
    saved.save(file);
    vb.get(Shape.of(2), "a");
    vb.get(Shape.of(4), "b");
    vb.get(Shape.of(1), "missing");
    String report =
        """
        loaded 1
        missing in the file: missing
        only in the file: extra
        different: b: [3] F32 in the file, [4] F32 here\
        """;
    CandleException error = catchThrowableOfType(CandleException.class, () -> varmap.load(file));
    assertThat(error.kind()).isEqualTo(CandleException.Kind.NAME);
    assertThat(error)
        .hasMessage(
            "load: "
                + file
                + " does not fit the variables\n"
                + report
                + "\nloadPartial(file) sets those that fit");
    assertThat(vb.get(Shape.of(2), "a").toVec1F32()).containsOnly(0);
    LoadReport partial = varmap.loadPartial(file);
    assertThat(partial).hasToString(report);
    assertThat(partial.loaded()).containsExactly("a");
    assertThat(vb.get(Shape.of(2), "a").toVec1F32()).containsOnly(1);
  }

  @Test
  void integersOfAnotherDtypeAreNotCut(@TempDir Path folder) {
    Path file = folder.resolve("model.safetensors");
    Safetensors.save(Map.of("n", Tensor.of(new long[] {300, -1}, CPU)), file);
    VarBuilder.fromVarmap(varmap, DType.U8, CPU).get(Shape.of(2), "n");
    assertThatThrownBy(() -> varmap.load(file))
        .isInstanceOf(CandleException.class)
        .hasMessageContaining("different: n: [2] I64 in the file, [2] U8 here");
  }
}
