package io.github.candle4j.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.candle4j.core.CandleException;
import io.github.candle4j.core.DType;
import io.github.candle4j.core.Device;
import io.github.candle4j.core.Safetensors;
import io.github.candle4j.core.Shape;
import io.github.candle4j.core.Tensor;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The same small model from every source.
class VarBuilderTest {
  private static final Device CPU = Device.CPU;
  private static final float[][] WEIGHT = {{0, 1}, {2, 3}, {4, 5}};
  private static final float[] BIAS = {10, 20, 30};

  @TempDir Path folder = Path.of("");
  private final Map<String, Tensor> model = new LinkedHashMap<>();

  @BeforeEach
  void makeModel() {
    model.put("layer1.weight", Tensor.of(WEIGHT, CPU));
    model.put("layer1.bias", Tensor.of(BIAS, CPU));
  }

  private Path saved() {
    Path file = folder.resolve("model.safetensors");
    Safetensors.save(model, file);
    return file;
  }

  private static void assertModel(VarBuilder vb) {
    assertThat(vb.names()).containsExactlyInAnyOrder("layer1.weight", "layer1.bias");
    assertThat(vb.unusedNames()).hasSize(2);
    VarBuilder layer = vb.pp("layer1");
    assertThat(layer.names()).containsExactlyInAnyOrder("weight", "bias");
    assertThat(layer.containsTensor("weight")).isTrue();
    assertThat(layer.containsTensor("weights")).isFalse();
    assertThat(layer.get(Shape.of(3, 2), "weight").toVec2F32()).isDeepEqualTo(WEIGHT);
    assertThat(vb.unusedNames()).containsExactly("layer1.bias");
    assertThat(layer.unusedNames()).containsExactly("bias");
    assertThat(layer.getUnchecked("bias").toVec1F32()).containsExactly(BIAS);
    assertThat(vb.unusedNames()).isEmpty();
    assertThat(layer.getUncheckedDtype("bias", DType.F64).dtype()).isEqualTo(DType.F64);
    assertThat(layer.getWithHintsDtype(Shape.of(3), "bias", Init.ONE, DType.BF16).dtype())
        .isEqualTo(DType.BF16);
    // A parameter of another source than a VarMap is a constant.
    assertThat(layer.get(Shape.of(3), "bias").isVariable()).isFalse();
    assertThatThrownBy(() -> layer.get(Shape.of(2, 3), "weight"))
        .isInstanceOf(CandleException.class)
        .hasMessage(
            "shape mismatch for layer1.weight, expected: [2, 3], got: [3, 2]\n"
                + "the parameters were made for a model of other sizes");
    assertThatThrownBy(() -> layer.getUnchecked("weights"))
        .isInstanceOf(CandleException.class)
        .hasMessage(
            "cannot find tensor layer1.weights\n"
                + "there are 2 parameters: layer1.bias, layer1.weight");
  }

  @Test
  void ofTensors() {
    assertModel(VarBuilder.fromTensors(model, DType.F32, CPU));
  }

  @Test
  void ofSafetensors() throws IOException {
    Path file = saved();
    assertModel(VarBuilder.fromMmapedSafetensors(file, DType.F32, CPU));
    assertModel(VarBuilder.fromMmapedSafetensors(List.of(file), DType.F32, CPU));
    assertModel(VarBuilder.fromBufferedSafetensors(Files.readAllBytes(file), DType.F32, CPU));
    assertModel(VarBuilder.fromSliceSafetensors(Files.readAllBytes(file), DType.F32, CPU));
    assertModel(ShardedSafeTensors.varBuilder(List.of(file), DType.F32, CPU));
  }

  @Test
  void ofSeveralFilesThatAnIndexNames() throws IOException {
    Safetensors.save(Map.of("layer1.weight", Tensor.of(WEIGHT, CPU)), folder.resolve("a.st"));
    Safetensors.save(Map.of("layer1.bias", Tensor.of(BIAS, CPU)), folder.resolve("b.st"));
    Path index = folder.resolve("model.safetensors.index.json");
    Files.writeString(
        index, "{\"weight_map\":{\"layer1.weight\":\"a.st\",\"layer1.bias\":\"b.st\"}}");
    assertModel(VarBuilder.fromShardedSafetensors(index, DType.F32, CPU));
  }

  @Test
  void ofNumpyFiles() {
    Path file = folder.resolve("model.npz");
    Tensor.writeNpz(model, file);
    assertModel(VarBuilder.fromNpz(file, DType.F32, CPU));
  }

  @Test
  void ofPyTorchFiles() throws IOException {
    assertModel(VarBuilder.fromPth(resource("state.pth"), DType.F32, CPU));
    assertModel(VarBuilder.fromPthWithState(resource("checkpoint.pth"), DType.F32, "model", CPU));
  }

  private Path resource(String name) throws IOException {
    Path file = folder.resolve(name);
    try (InputStream in = VarBuilderTest.class.getResourceAsStream("/oracle/" + name)) {
      Files.copy(Objects.requireNonNull(in), file);
    }
    return file;
  }

  @Test
  void aVarMapKnowsItsVariables() {
    VarMap varmap = new VarMap();
    VarBuilder vb = VarBuilder.fromVarmap(varmap, DType.F32, CPU);
    assertThat(vb.names()).isEmpty();
    Linear layer = Linear.linear(2, 3, vb.pp("layer1"));
    assertThat(vb.names()).containsExactly("layer1.weight", "layer1.bias");
    assertThat(vb.pp("layer1").getUnchecked("weight")).isSameAs(layer.weight());
    assertThatThrownBy(() -> vb.getUnchecked("layer2.weight"))
        .isInstanceOf(CandleException.class)
        .hasMessageStartingWith("cannot find tensor layer2.weight\n");
  }

  @Test
  void zerosAreMadeByShapeOnly() {
    VarBuilder vb = VarBuilder.zeros(DType.F64, CPU).pp("a");
    assertThat(vb.get(Shape.of(2), "b").toVec1F64()).containsExactly(0, 0);
    assertThat(vb.containsTensor("anything")).isTrue();
    assertThatThrownBy(() -> vb.getUnchecked("b"))
        .isInstanceOf(CandleException.class)
        .hasMessage(
            "get_unchecked: this source makes parameters by their shape\n"
                + "ask with a shape: get(shape, name)");
    assertThatThrownBy(vb::names)
        .isInstanceOf(CandleException.class)
        .hasMessage("names: this source of parameters cannot list them");
  }

  @Test
  void whatWasAskedForByAnotherNameIsUsed() {
    VarBuilder vb = VarBuilder.fromTensors(model, DType.F32, CPU);
    VarBuilder renamed = vb.rename(name -> "layer1." + name).rename(name -> "we" + name);
    renamed.get(Shape.of(3, 2), "ight");
    assertThat(vb.unusedNames()).containsExactly("layer1.bias");
    vb.rename(name -> "layer1.weight").getUnchecked("layer1.bias");
    assertThat(vb.unusedNames()).containsExactly("layer1.bias");
  }

  @Test
  void renamedParametersAreFound() {
    VarBuilder vb =
        VarBuilder.fromTensors(model, DType.F32, CPU)
            .renameF(name -> name.replace("gamma", "weight").replace("first", "layer1"));
    assertThat(vb.pp("first").get(Shape.of(3, 2), "gamma").toVec2F32()).isDeepEqualTo(WEIGHT);
    assertThat(vb.pp("first").containsTensor("gamma")).isTrue();
    assertThat(vb.pp("first").getUnchecked("bias").dims()).containsExactly(3);
    assertThatThrownBy(vb::names).hasMessageStartingWith("names: this source");
  }

  @Test
  void dtypeAndDeviceAreThoseThatWereSet() {
    VarBuilder vb =
        VarBuilder.fromTensors(model, DType.F32, CPU).setDtype(DType.F64).setDevice(CPU);
    assertThat(vb.dtype()).isEqualTo(DType.F64);
    assertThat(vb.device()).isEqualTo(CPU);
    assertThat(vb.get(Shape.of(3), "layer1.bias").dtype()).isEqualTo(DType.F64);
  }

  @Test
  void eachProcessGetsItsPart() {
    VarBuilder vb = ShardedSafeTensors.varBuilder(List.of(saved()), DType.F32, CPU).pp("layer1");
    Tensor right = vb.getWithHints(Shape.of(), "weight", new Shard(1, 1, 2));
    assertThat(right.toVec2F32()).isDeepEqualTo(new float[][] {{1}, {3}, {5}});
    Tensor second = vb.getWithHints(Shape.of(1, 2), "weight", new Shard(0, 1, 3));
    assertThat(second.toVec2F32()).isDeepEqualTo(new float[][] {{2, 3}});
    Tensor whole = vb.getWithHints(Shape.of(3, 2), "weight", Shard.WHOLE);
    assertThat(whole.toVec2F32()).isDeepEqualTo(WEIGHT);
    assertThat(vb.getWithHints(Shape.of(3, 2), "weight", new Shard(-1, 0, 2)).dims())
        .containsExactly(3, 1);
    assertThatThrownBy(() -> vb.getWithHints(Shape.of(), "weight", new Shard(0, 1, 2)))
        .isInstanceOf(CandleException.class)
        .hasMessage(
            "cannot split layer1.weight [3, 2] along dim 0 in 2\n"
                + "the number of parts divides the size");
    assertThatThrownBy(() -> vb.getWithHints(Shape.of(2, 2), "weight", new Shard(0, 0, 3)))
        .isInstanceOf(CandleException.class)
        .hasMessage(
            "shape mismatch for layer1.weight, expected: [2, 2], got: [1, 2]\n"
                + "part 0 of 3 of [3, 2] along dim 0");
    assertThatThrownBy(() -> vb.getWithHints(Shape.of(), "weight", Shard.WHOLE))
        .isInstanceOf(CandleException.class)
        .hasMessageStartingWith("shape mismatch for layer1.weight, expected: [], got: [3, 2]");
    assertThatThrownBy(() -> new Shard(0, 2, 2))
        .isInstanceOf(CandleException.class)
        .hasMessage("shard: rank must be 0 to worldSize - 1, got rank 2 of 2");
  }

  @Test
  void mappedParametersComputeWhereTheyLie() {
    VarBuilder vb = VarBuilder.fromMmapedSafetensors(saved(), DType.F32, CPU);
    Linear layer = Linear.linear(2, 3, vb.pp("layer1"));
    // [1, 2] gives 2 + 10, 2 + 6 + 20 and 4 + 10 + 30.
    assertThat(layer.forward(Tensor.of(new float[] {1, 2}, CPU)).toVec1F32())
        .containsExactly(12, 28, 44);
  }
}
