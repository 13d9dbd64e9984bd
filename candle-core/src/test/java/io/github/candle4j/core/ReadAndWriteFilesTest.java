package io.github.candle4j.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The code of docs/how-to/read-and-write-files.md.
class ReadAndWriteFilesTest {
  private static final Path PAGE = Path.of("..", "docs", "how-to", "read-and-write-files.md");
  private static final Path SOURCE =
      Path.of("src/test/java/io/github/candle4j/core/ReadAndWriteFilesTest.java");

  @TempDir private Path folder;
  private final Tensor x = Tensor.arange(0f, 6f, Device.CPU).reshape(2, 3);
  private final Tensor weight = Tensor.arange(0f, 12f, Device.CPU).reshape(4, 3);
  private final Tensor bias = Tensor.arange(0f, 4f, Device.CPU);

  @Test
  void saveAndLoad() {
    Path file = folder.resolve("model.safetensors");
    Safetensors.save(Map.of("weight", weight, "bias", bias), file);
    Map<String, Tensor> tensors = Safetensors.load(file, Device.CPU);
    assertThat(tensors.keySet()).containsExactlyInAnyOrder("weight", "bias");
    useInPlace(file);
  }

  private void useInPlace(Path file) {
    MmapedSafetensors model = new MmapedSafetensors(file);
    Tensor w = model.load("weight", Device.CPU); // Reads nothing.
    Tensor y = x.matmul(w.t()); // Reads the weight, block by block.
    SafetensorsTest.assertSame(y, x.matmul(weight.t()));
  }

  @Test
  void numpy() {
    x.writeNpy(folder.resolve("x.npy")); // np.load("x.npy")
    Tensor again = Tensor.readNpy(folder.resolve("x.npy"));
    Map<String, Tensor> both = new LinkedHashMap<>();
    both.put("x", x);
    both.put("weight", weight);
    Tensor.writeNpz(both, folder.resolve("both.npz")); // np.load("both.npz")["x"]
    Tensor onlyX = new NpzTensors(folder.resolve("both.npz")).get("x").orElseThrow();
    SafetensorsTest.assertSame(again, x);
    SafetensorsTest.assertSame(onlyX, x);
  }

  @Test
  void stateDict() {
    Path pytorch = SafetensorsTest.resource("views.pt");
    Map<String, Tensor> state = Pickle.readAll(pytorch);
    Safetensors.save(state, folder.resolve("converted.safetensors"));
    Map<String, Tensor> again =
        Safetensors.load(folder.resolve("converted.safetensors"), Device.CPU);
    state.forEach((name, t) -> SafetensorsTest.assertSame(SafetensorsTest.get(again, name), t));
  }

  @Test
  @SuppressWarnings("SystemOut") // The page prints.
  void checkpoint() {
    Path checkpoint = SafetensorsTest.resource("checkpoint.pt");
    PthTensors all = new PthTensors(checkpoint); // model.0.weight, optimizer.state.0.exp_avg, ..
    PthTensors weights = new PthTensors(checkpoint, "model"); // 0.weight, ..
    for (TensorInfo info : weights.tensorInfos().values()) {
      System.out.println(info.name() + " " + info.dtype() + " " + info.layout().shape());
    }
    Tensor first = weights.get("0.weight").orElseThrow();
    SafetensorsTest.assertSame(first, all.get("model.0.weight").orElseThrow());
  }

  @Test
  void thePageHoldsThisCode() throws IOException {
    String source = Files.readString(SOURCE).indent(-4);
    Matcher blocks =
        Pattern.compile("```java\n(.*?)```", Pattern.DOTALL).matcher(Files.readString(PAGE));
    int count = 0;
    while (blocks.find()) {
      count++;
      assertThat(source).contains(blocks.group(1));
    }
    assertThat(count).isEqualTo(5);
  }
}
