package io.github.candle4j.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.candle4j.core.CandleException.Kind;
import io.github.candle4j.core.storage.HeapStorage;
import io.github.candle4j.core.storage.MappedStorage;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// Files made by PyTorch stand in the test resources; tools/oracles/files.py made them.
class PthTest {
  private static Path file(String name) {
    return SafetensorsTest.resource(name);
  }

  private static Tensor get(String file, String name) {
    return new PthTensors(file(file)).get(name).orElseThrow();
  }

  /// One by one from the file, and all on the heap.
  private static void assertHolds(String file, Map<String, Tensor> expected) {
    PthTensors lazy = new PthTensors(file(file));
    Map<String, Tensor> all = Pickle.readAll(file(file));
    assertThat(all.keySet()).containsExactlyInAnyOrderElementsOf(expected.keySet());
    assertThat(lazy.tensorInfos().keySet()).containsExactlyElementsOf(all.keySet());
    expected.forEach((name, x) -> {
      SafetensorsTest.assertSame(SafetensorsTest.get(all, name), x);
      SafetensorsTest.assertSame(lazy.get(name).orElseThrow(), x);
    });
  }

  @Test
  void readsEveryTypeThatPyTorchWrites() {
    assertHolds("all.pt", SafetensorsTest.expected());
    assertHolds("legacy.pt", SafetensorsTest.expected());
  }

  @Test
  void readsViewsOfAnyLayout() {
    Tensor x = Tensor.arange(0f, 24f, Device.CPU).reshape(2, 3, 4);
    float[] ones = {1, 1, 1};
    Map<String, Tensor> expected =
        Map.of(
            "x", x,
            "t", x.transpose(0, 2),
            "part", Tensor.of(new float[][][] {{{13, 14}, {21, 22}}}, Device.CPU),
            "wide", Tensor.of(new float[][] {ones, ones, ones, ones}, Device.CPU),
            "diagonal", Tensor.of(new float[] {0, 5, 10}, Device.CPU),
            "small", Tensor.of(new short[] {3, 4}, Device.CPU),
            "small_too", Tensor.of(new short[] {0, 2, 4}, Device.CPU),
            "empty", Tensor.zeros(Shape.of(2, 0, 4), DType.F32, Device.CPU));
    assertHolds("views.pt", expected);
    assertHolds("legacy_views.pt", expected);
    SafetensorsTest.assertSame(
        get("views.pt", "t").matmul(get("views.pt", "x").transpose(0, 1).transpose(0, 2).copy()),
        x.transpose(0, 2).matmul(x.transpose(0, 1).transpose(0, 2)));
  }

  @Test
  void tensorsThatSharedElementsShareThem() {
    Map<String, Tensor> all = Pickle.readAll(file("views.pt"));
    SafetensorsTest.get(all, "x").zeroSet();
    assertThat(SafetensorsTest.get(all, "t").sumAll().toScalarF32()).isZero();
    assertThat(SafetensorsTest.get(all, "wide").sumAll().toScalarF32()).isEqualTo(12);
  }

  @Test
  void elementsStayInTheFileUntilTheyAreUsed() {
    assertThat(get("views.pt", "t").storage()).isInstanceOf(MappedStorage.class);
    assertThat(get("legacy_views.pt", "t").storage()).isInstanceOf(MappedStorage.class);
    assertThat(get("views.pt", "small").storage()).isInstanceOf(HeapStorage.class);
    Errors.of(() -> get("views.pt", "x").zeroSet()).is(Kind.ARGUMENT, "const_set");
  }

  @Test
  void infosSayWhatIsThere() {
    List<TensorInfo> infos = Pickle.readPthTensorInfo(file("views.pt"), true, null);
    TensorInfo part = infos.get(2);
    assertThat(part.name()).isEqualTo("part");
    assertThat(part.dtype()).isEqualTo(DType.F32);
    assertThat(part.layout().shape()).isEqualTo(Shape.of(1, 2, 2));
    assertThat(part.layout().stride()).containsExactly(12, 8, 1);
    assertThat(part.layout().startOffset()).isEqualTo(13);
    assertThat(part.path()).isEqualTo("views/data/0");
    assertThat(part.storageSize()).isEqualTo(24);
  }

  /// AdamW after one step with gradients of 2: averages 0.1 * 2 and 0.001 * 4, and a weight of 1 that becomes
  /// 1 * (1 - 0.5 * 0.01) - 0.5 * 2 / sqrt(4).
  @Test
  void checkpointsHaveNamesWithDots() {
    Map<String, Tensor> all = Pickle.readAll(file("checkpoint.pt"));
    assertThat(all.keySet())
        .startsWith("model.0.weight", "model.0.bias", "model.1.weight")
        .contains("optimizer.state.0.step", "optimizer.state.3.exp_avg", "more.0")
        .endsWith("more.1.1");
    Tensor weight = SafetensorsTest.get(all, "model.0.weight");
    assertThat(weight.dims()).containsExactly(3, 2);
    assertThat(weight.i(2, 1).toScalarF32()).isCloseTo(0.495f, within());
    assertThat(SafetensorsTest.get(all, "optimizer.state.0.exp_avg").i(0, 0).toScalarF32())
        .isCloseTo(0.2f, within());
    assertThat(SafetensorsTest.get(all, "optimizer.state.0.exp_avg_sq").i(0, 0).toScalarF32())
        .isCloseTo(0.004f, within());
    assertThat(SafetensorsTest.get(all, "model.1.num_batches_tracked").toScalarI64()).isZero();
    Map<String, Tensor> model = Pickle.readAllWithKey(file("checkpoint.pt"), "model");
    assertThat(model.keySet())
        .containsExactly(
            "0.weight",
            "0.bias",
            "1.weight",
            "1.bias",
            "1.running_mean",
            "1.running_var",
            "1.num_batches_tracked");
    SafetensorsTest.assertSame(SafetensorsTest.get(model, "0.weight"), weight);
  }

  private static org.assertj.core.data.Offset<Float> within() {
    return org.assertj.core.data.Offset.offset(1e-6f);
  }

  @Test
  void aKeyThatIsNotThereListsThoseThatAre() {
    Path file = file("checkpoint.pt");
    Errors.of(() -> new PthTensors(file, "state_dict"))
        .is(Kind.FILE, "pickle")
        .says(
            file + ": checkpoint/data.pkl: key state_dict not found (at byte 0)",
            "there are model, optimizer, epoch, loss, tags, more, counts, shape, device, dtype");
    Errors.of(() -> new PthTensors(file("legacy.pt"), "k")).is(Kind.FILE, "pickle");
    assertThat(new PthTensors(file).get("weight")).isEmpty();
  }

  @Test
  void laterProtocolsAreRead() {
    for (String file : List.of("protocol4.pt", "protocol5.pt")) {
      Map<String, Tensor> all = Pickle.readAll(file(file));
      assertThat(all.keySet()).containsExactly("0", "1.1");
      assertThat(SafetensorsTest.get(all, "0").toVec1F32()).containsExactly(1);
      assertThat(SafetensorsTest.get(all, "1.1").toVec1F32()).containsExactly(0, 0);
    }
  }

  @Test
  void parametersBuffersAndLoneTensorsAreTensors() {
    Map<String, Tensor> all = Pickle.readAll(file("parameters.pt"));
    assertThat(all.keySet()).containsExactly("p", "s", "b");
    all.values().forEach(x -> assertThat(x.toVec1F32()).containsExactly(1, 1));
    Map<String, Tensor> alone = Pickle.readAll(file("alone.pt"));
    assertThat(alone.keySet()).containsExactly("tensor");
    assertThat(SafetensorsTest.get(alone, "tensor").toVec1I64()).containsExactly(0, 1, 2);
  }

  @Test
  void torchScriptModulesHaveTheNamesOfStateDicts() {
    Map<String, Tensor> all = Pickle.readAll(file("script.pt"));
    assertThat(all.keySet())
        .containsExactly("steps", "layer.weight", "layer.bias", "more.0.weight");
    assertThat(SafetensorsTest.get(all, "steps").toVec1I64()).containsExactly(0, 1, 2);
    assertThat(SafetensorsTest.get(all, "more.0.weight").toVec2F32())
        .isDeepEqualTo(new float[][] {{0.5f, 0.5f}});
  }

  @Test
  void filesOfBigEndianMachinesAreRead() {
    assertHolds(
        "big_endian.pt",
        Map.of(
            "f", Tensor.arange(0f, 3f, Device.CPU),
            "i", Tensor.fromVec(new int[] {1, -2}, Shape.of(2), DType.I32, Device.CPU)));
  }

  @Test
  void typesThatCannotBeReadAreRefusedWhenTheyAreAskedFor() {
    Path path = file("refused.pt");
    PthTensors file = new PthTensors(path);
    assertThat(file.tensorInfos().keySet()).containsExactly("f");
    assertThat(file.get("f").orElseThrow().toVec1F32()).containsExactly(1, 1);
    String hint =
        "save it as real numbers: torch.view_as_real(x), x.dequantize() or x.float(); "
            + "new PthTensors(path).get(name) reads the others";
    Errors.of(() -> file.get("c"))
        .is(Kind.DTYPE, "pickle")
        .says(path + ": unsupported storage type torch.ComplexFloatStorage of tensor 'c'", hint);
    Errors.of(() -> file.get("n"))
        .says(
            path + ": unsupported storage type a tensor with the bits conj or neg of tensor 'n'",
            hint);
    Errors.of(() -> file.get("q"))
        .says(path + ": unsupported storage type torch.QInt8Storage of tensor 'q'", hint);
    Errors.of(() -> Pickle.readAll(path)).is(Kind.DTYPE, "pickle");
  }

  @Test
  void noCodeIsRun() {
    Path evil = file("evil.pt");
    Errors.of(() -> Pickle.readAll(evil))
        .is(Kind.FILE, "pickle")
        .says(
            evil
                + ": evil/data.pkl: the pickle names 'posix.system', which is not among the classes"
                + " of tensors; no code of a file is run (at byte 169)",
            "save the tensors alone: torch.save(model.state_dict(), path)");
    Path legacy = file("evil_legacy.pt");
    Errors.of(() -> new PthTensors(legacy))
        .says(
            legacy
                + ": the pickle names 'posix.system', which is not among the classes of"
                + " tensors; no code of a file is run (at byte 150)",
            "save the tensors alone: torch.save(model.state_dict(), path)");
  }
}
