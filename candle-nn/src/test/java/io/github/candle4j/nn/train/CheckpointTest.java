package io.github.candle4j.nn.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.candle4j.core.CandleException;
import io.github.candle4j.core.CandleException.Kind;
import io.github.candle4j.core.DType;
import io.github.candle4j.core.Device;
import io.github.candle4j.core.MmapedSafetensors;
import io.github.candle4j.core.Safetensors;
import io.github.candle4j.core.Shape;
import io.github.candle4j.core.Tensor;
import io.github.candle4j.nn.ExponentialMovingAverage;
import io.github.candle4j.nn.Init;
import io.github.candle4j.nn.Stateful;
import io.github.candle4j.nn.VarBuilder;
import io.github.candle4j.nn.VarMap;
import io.github.candle4j.nn.data.Errors;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckpointTest {
  private static final Device CPU = Device.CPU;

  @TempDir private Path folder;

  /// A number that counts.
  private static final class Counter implements Stateful {
    private long count;

    @Override
    public Map<String, Tensor> state() {
      return Map.of("count", Tensor.of(count, CPU));
    }

    @Override
    public void setState(Map<String, Tensor> state) {
      Tensor value = state.get("count");
      if (value == null) {
        throw new CandleException(Kind.NAME, "set_state", "set_state: no count");
      }
      count = value.toScalarI64();
    }
  }

  private static VarMap variables(DType dtype, int size) {
    VarMap vars = new VarMap();
    VarBuilder vb = VarBuilder.fromVarmap(vars, dtype, CPU);
    vb.pp("a").getWithHints(Shape.of(size), "weight", new Init.Randn(0, 1));
    return vars;
  }

  private static float[] values(VarMap vars) {
    return vars.allVars().get(0).toDtype(DType.F32).toVec1F32();
  }

  private List<String> files() throws IOException {
    try (var all = Files.list(folder)) {
      return all.map(p -> String.valueOf(p.getFileName())).sorted().toList();
    }
  }

  private static String name(long step) {
    return "checkpoint-00000000000" + step + ".safetensors";
  }

  @Test
  void anAverageGoesOnFromACheckpoint() {
    VarMap model = variables(DType.BF16, 3);
    ExponentialMovingAverage average = new ExponentialMovingAverage(model, 0.9);
    model.allVars().get(0).zeroSet();
    average.update();
    Checkpoint.in(folder).model(model).with("average", average).save(1);
    VarMap other = variables(DType.BF16, 3);
    ExponentialMovingAverage next = new ExponentialMovingAverage(other, 0.9);
    Checkpoint.in(folder).model(other).with("average", next).resume();
    average.update();
    next.update();
    average
        .averages()
        .forEach((name, value) ->
            assertThat(next.averages())
                .hasEntrySatisfying(
                    name, x -> assertThat(x.toVec1F32()).containsExactly(value.toVec1F32())));
    assertThat(values(other)).containsExactly(0, 0, 0);
  }

  @Test
  void everythingGoesOnFromACheckpoint() {
    CPU.setSeed(7);
    VarMap model = variables(DType.F32, 3);
    Counter counter = new Counter();
    counter.count = 5;
    Checkpoint checkpoint = Checkpoint.in(folder).model(model).with("counter", counter);
    assertThat(checkpoint.resume()).isEmpty();
    float[] weights = values(model);
    Path file = checkpoint.save(4, Map.of("loss", 0.1, "x.y", Double.NaN));
    float[] next = Tensor.randn(0f, 1f, Shape.of(4), CPU).toVec1F32();
    model.allVars().get(0).zeroSet();
    counter.count = 6;

    Checkpoint.Saved saved = checkpoint.resume().orElseThrow();
    assertThat(saved.step()).isEqualTo(4);
    assertThat(saved.file()).isEqualTo(file);
    assertThat(saved.metrics()).isEqualTo(Map.of("loss", 0.1, "x.y", Double.NaN));
    assertThat(values(model)).containsExactly(weights);
    assertThat(counter.count).isEqualTo(5);
    assertThat(Tensor.randn(0f, 1f, Shape.of(4), CPU).toVec1F32()).containsExactly(next);
    assertThat(checkpoint).hasToString("Checkpoint(" + folder + ", parts: counter)");
  }

  @Test
  void theFileIsOneThatOthersRead() {
    Counter counter = new Counter();
    Path file =
        Checkpoint.in(folder).model(variables(DType.BF16, 3)).with("counter", counter).save(1);
    MmapedSafetensors found = new MmapedSafetensors(file);
    assertThat(found.tensors().keySet())
        .containsExactlyInAnyOrder("model.a.weight", "counter.count");
    assertThat(found.metadata()).containsEntry("format", "candle4j checkpoint 1");
    assertThat(found.metadata()).containsEntry("step", "1");
  }

  @Test
  void theLastAndTheBestStay() throws IOException {
    Checkpoint checkpoint =
        Checkpoint.in(folder.resolve("run")).keepLast(2).keepBest("loss", Better.LOWER);
    double[] losses = {3, 1, 2, 1, 5, Double.NaN};
    for (int step = 0; step < losses.length; step++) {
      checkpoint.save(step, Map.of("loss", losses[step]));
    }
    checkpoint.save(6);
    assertThat(checkpoint.saved().stream().map(Checkpoint.Saved::step)).containsExactly(1L, 5L, 6L);
    assertThat(checkpoint.best().orElseThrow().step()).isEqualTo(1);
    checkpoint.keepBest("accuracy", Better.HIGHER);
    assertThat(checkpoint.best()).isEmpty();
    assertThat(files()).containsExactly("run");
  }

  @Test
  void whatKilledSavesLeftIsRemovedAnHourLater() throws IOException {
    Path old = Files.createFile(folder.resolve(".checkpoint-000000000001.safetensors-0a.tmp"));
    Path young = Files.createFile(folder.resolve(".checkpoint-000000000002.safetensors-0b.tmp"));
    Path others = Files.createFile(folder.resolve("checkpoint-notes.txt"));
    FileTime hours = FileTime.from(Instant.now().minus(Duration.ofHours(2)));
    Files.setLastModifiedTime(old, hours);
    Files.setLastModifiedTime(others, hours);
    Checkpoint.in(folder).save(3);
    assertThat(files())
        .containsExactly(young.getFileName().toString(), name(3), others.getFileName().toString());
  }

  @Test
  void aStepBackIsRefused() {
    Checkpoint checkpoint = Checkpoint.in(folder);
    checkpoint.save(5);
    checkpoint.save(5);
    Errors.of(() -> checkpoint.save(4))
        .is(Kind.ARGUMENT, "save")
        .says(
            "save: " + folder + " has a checkpoint of step 5, this is step 4",
            "call resume() first, remove the later checkpoints, or use a folder for each run");
    Errors.of(() -> checkpoint.save(-1))
        .says("save: the step must be 0 to 999999999999999999, got -1");
    Errors.of(checkpoint::best)
        .is(Kind.ARGUMENT, "best")
        .says(
            "best: no metric was set",
            "call keepBest(metric, Better.LOWER) or keepBest(metric, Better.HIGHER) first");
    Errors.of(() -> checkpoint.keepLast(0))
        .says("checkpoint: the number to keep must be 1 or more, got 0");
  }

  @Test
  void anotherModelIsRefusedAndNothingChanges() {
    VarMap model = variables(DType.F32, 3);
    Path file = Checkpoint.in(folder).model(model).save(1);
    VarMap wide = variables(DType.F32, 4);
    float[] before = values(wide);
    Errors.of(() -> Checkpoint.in(folder).model(wide).resume())
        .is(Kind.NAME, "restore")
        .says(
            "restore: " + file + " is of another model",
            "loaded 0",
            "different: a.weight: [3] F32 in the file, [4] F32 here",
            "build the model as it was saved, before the checkpoint is restored");
    assertThat(values(wide)).containsExactly(before);
    assertThat(
            Errors.of(() -> Checkpoint.in(folder).model(variables(DType.F64, 3)).resume()).error())
        .hasMessageContaining("different: a.weight: [3] F32 in the file, [3] F64 here");
    assertThat(Errors.of(() -> Checkpoint.in(folder).model(new VarMap()).resume()).error())
        .hasMessageContaining("only in the file: a.weight");
  }

  @Test
  void otherPartsAreRefused() {
    VarMap model = variables(DType.F32, 3);
    Path file = Checkpoint.in(folder).model(model).with("counter", new Counter()).save(1);
    Errors.of(() -> Checkpoint.in(folder).model(model).resume())
        .is(Kind.NAME, "restore")
        .says(
            "restore: " + file + " has 'counter.count', which belongs to no part here",
            "parts here are model");
    Checkpoint more =
        Checkpoint.in(folder)
            .model(model)
            .with("counter", new Counter())
            .with("other", new Counter());
    Errors.of(more::resume)
        .is(Kind.NAME, "restore")
        .says("restore: " + file + ", part 'other': set_state: no count");
    for (String name : List.of("", "a.b", "model", "counter")) {
      Errors.of(() -> more.with(name, new Counter()))
          .is(Kind.NAME, "checkpoint")
          .says(
              "checkpoint: a part cannot have the name '" + name + "'",
              "names are not empty, have no dots, differ, and 'model' is that of the variables");
    }
  }

  @Test
  void damagedAndForeignFilesAreNamed() throws IOException {
    VarMap model = variables(DType.F32, 3);
    Checkpoint checkpoint =
        Checkpoint.in(folder).model(model).keepLast(2).keepBest("x", Better.LOWER);
    checkpoint.save(1);
    Path file = checkpoint.save(2);
    byte[] bytes = Files.readAllBytes(file);
    Files.write(file, Arrays.copyOf(bytes, bytes.length - 1));
    assertThatThrownBy(checkpoint::resume)
        .isInstanceOf(CandleException.class)
        .hasMessageContaining(file.toString())
        .hasMessageContaining("the file is cut off");
    assertThat(checkpoint.save(3)).exists();
    checkpoint.restore(folder.resolve(name(3)));
    Safetensors.save(Map.of("x", Tensor.of(1f, CPU)), file);
    Errors.of(() -> checkpoint.restore(file))
        .is(Kind.FILE, "restore")
        .says(
            "restore: "
                + file
                + " is no checkpoint: its format is 'nothing', not 'candle4j checkpoint 1'",
            "VarMap.load(file) sets variables from any safetensors file");
    Safetensors.save(Map.of(), Map.of("format", "candle4j checkpoint 1", "step", "x"), file);
    assertThat(Errors.of(() -> checkpoint.restore(file)).error())
        .hasMessageStartingWith("restore: " + file + " is damaged: ");
  }
}
