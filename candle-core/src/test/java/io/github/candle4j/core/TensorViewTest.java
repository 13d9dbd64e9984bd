package io.github.candle4j.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.candle4j.core.CandleException.Kind;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Tensors of safetensors files that cannot be loaded, beside others that can.
class TensorViewTest {
  private static final String KNOWN =
      "[BF16, BOOL, F16, F32, F64, F8_E4M3, F8_E5M2, I16, I32, I64, I8, U16, U32, U64, U8]";

  @TempDir private Path folder;

  private static String entry(String name, String dtype, String shape, long... range) {
    return "\"%s\":{\"dtype\":\"%s\",\"shape\":%s,\"data_offsets\":[%d,%d]}"
        .formatted(name, dtype, shape, range[0], range[1]);
  }

  private static byte[] head(String... entries) {
    byte[] json = ("{" + String.join(",", entries) + "}").getBytes(StandardCharsets.UTF_8);
    return ByteBuffer.allocate(8 + json.length)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putLong(json.length)
        .put(json)
        .array();
  }

  private Path file(byte[] head, long data) throws IOException {
    Path path = folder.resolve("f.safetensors");
    try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "rw")) {
      file.write(head);
      file.setLength(head.length + data);
    }
    return path;
  }

  /// The types of the format that have no dtype, with their sizes, and one that is not in the format.
  @Test
  void tensorsOfOtherTypesDoNotKeepTheFileFromBeingRead() throws IOException {
    byte[] head =
        head(
            entry("c", "C64", "[2]", 0, 16),
            entry("scale", "F8_E8M0", "[3]", 16, 19),
            entry("four", "F4", "[2,2]", 19, 21),
            entry("six", "F6_E2M3", "[4]", 21, 24),
            entry("vi", "F6_E3M2", "[4]", 24, 27),
            entry("new", "Q9", "[5]", 27, 33),
            entry("x", "F32", "[2]", 33, 41));
    Path path = file(head, 41);
    MmapedSafetensors file = new MmapedSafetensors(path);
    assertThat(file.tensors()).containsOnlyKeys("c", "scale", "four", "six", "vi", "new", "x");
    assertThat(file.load("x", Device.CPU).toVec1F32()).containsExactly(0, 0);
    TensorView four = file.get("four");
    assertThat(four.shape().dims()).containsExactly(2, 2);
    assertThat(four.sizeInBytes()).isEqualTo(2);
    assertThat(four.data()).containsExactly(0, 0);
    assertThat(four).hasToString("TensorView[[2, 2], F4]");
    String hint =
        "save it as one of these, or load the others: "
            + "new MmapedSafetensors(path).load(name, device)";
    for (String name : List.of("c", "scale", "four", "six", "vi", "new")) {
      TensorView view = file.get(name);
      Errors.of(view::dtype).is(Kind.DTYPE, "safetensors");
      Errors.of(() -> view.load(Device.CPU)).is(Kind.DTYPE, "safetensors");
    }
    String message = path + ": tensor 'c' has the dtype C64, which cannot be read; known: " + KNOWN;
    Errors.of(() -> file.load("c", Device.CPU)).says(message, hint);
    Errors.of(() -> Safetensors.load(path, Device.CPU))
        .is(Kind.DTYPE, "safetensors")
        .says(message, hint);
  }

  /// The file has a hole of 2 GiB, which takes no place on a disk.
  @Test
  void tensorsWithTooManyElementsNameThemselvesAndTheirFile() throws IOException {
    long size = 1L << 31;
    Path path = file(head(entry("large", "U8", "[2,1073741824]", 0, size)), size);
    TensorView view = new MmapedSafetensors(path).get("large");
    Errors.of(() -> view.load(Device.CPU))
        .is(Kind.SHAPE, "safetensors")
        .says(
            path
                + ": tensor 'large' of shape [2, 1073741824] has 2147483648 elements, a tensor"
                + " holds at most "
                + Shape.MAX_ELEMENTS);
  }
}
