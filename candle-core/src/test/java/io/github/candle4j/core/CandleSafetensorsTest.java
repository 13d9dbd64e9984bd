package io.github.candle4j.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The tests of safetensors in Candle's own suite, with its inputs and expected values.
class CandleSafetensorsTest {
  @TempDir private Path folder;

  private static Tensor get(Map<String, Tensor> tensors, String name) {
    return Objects.requireNonNull(tensors.get(name));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }

  @Test
  void saveSingleTensor() throws IOException {
    Path file = folder.resolve("t.safetensors");
    Tensor.zeros(Shape.of(2, 2), DType.F32, Device.CPU).saveSafetensors("t", file);
    assertThat(Files.readAllBytes(file))
        .isEqualTo(
            bytes(
                "@\0\0\0\0\0\0\0{\"t\":{\"dtype\":\"F32\",\"shape\":[2,2],\"data_offsets\":[0,16]}}"
                    + "       "
                    + "\0".repeat(16)));
  }

  @Test
  void saveLoadMultipleTensors() throws IOException {
    Path file = folder.resolve("multi.safetensors");
    Tensor t = Tensor.zeros(Shape.of(2, 2), DType.F32, Device.CPU);
    Tensor u = Tensor.zeros(Shape.of(1, 2), DType.F32, Device.CPU);
    Safetensors.save(Map.of("t", t, "u", u), file);
    Map<String, Tensor> weights = Safetensors.load(file, Device.CPU);
    assertThat(get(weights, "t").dims()).containsExactly(2, 2);
    assertThat(get(weights, "u").dims()).containsExactly(1, 2);
    assertThat(Files.readAllBytes(file))
        .isEqualTo(
            bytes(
                "x\0\0\0\0\0\0\0{\"t\":{\"dtype\":\"F32\",\"shape\":[2,2],\"data_offsets\":[0,16]},"
                    + "\"u\":{\"dtype\":\"F32\",\"shape\":[1,2],\"data_offsets\":[16,24]}}      "
                    + "\0".repeat(24)));
  }

  @Test
  void loadU8() throws IOException {
    Path file = folder.resolve("test_u8.safetensors");
    Files.write(
        file,
        bytes(
            "8\0\0\0\0\0\0\0{\"x\":{\"dtype\":\"U8\",\"shape\":[2],\"data_offsets\":[0,2]}}  "
                + " \u0001\u0003"));
    Tensor tensor = get(Safetensors.load(file, Device.CPU), "x");
    assertThat(tensor.dims()).containsExactly(2);
    assertThat(tensor.dtype()).isEqualTo(DType.U8);
    assertThat(tensor.toVec1U8()).containsExactly(1, 3);
  }

  @Test
  void safetensors() throws IOException {
    Path file = folder.resolve("st");
    Tensor t = Tensor.arange(0f, 24f, Device.CPU);
    t.saveSafetensors("t", file);
    Tensor t2 = get(Safetensors.load(file, Device.CPU), "t");
    assertThat(t.sub(t2).abs().sumAll().toScalarF32()).isEqualTo(0f);
    byte[] bytes = Files.readAllBytes(file);
    Tensor t3 = new SliceSafetensors(bytes).get("t").load(Device.CPU);
    assertThat(t.sub(t3).abs().sumAll().toScalarF32()).isEqualTo(0f);
    Tensor t4 = new BufferedSafetensors(bytes).load("t", Device.CPU);
    assertThat(t.sub(t4).abs().sumAll().toScalarF32()).isEqualTo(0f);
  }
}
