package io.github.candle4j.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// The tests of npy and npz files in Candle's own suite; tools/oracles/files.py makes files of the same content.
class CandleSerializationTest {
  @Test
  void npy() {
    Tensor npy = Tensor.readNpy(SafetensorsTest.resource("test.npy"));
    assertThat(npy.toDtype(DType.U8).toVec1U8()).containsExactly(0, 1, 2, 3, 4, 5, 6, 7, 8, 9);
  }

  @Test
  void npz() {
    Map<String, Tensor> npz = Tensor.readNpz(SafetensorsTest.resource("test.npz"));
    assertThat(npz).hasSize(2);
    assertThat(List.copyOf(npz.keySet())).containsExactly("x", "x_plus_one");
    assertThat(SafetensorsTest.get(npz, "x_plus_one").toDtype(DType.U8).toVec1U8())
        .containsExactly(1, 2, 3, 4, 5, 6, 7, 8, 9, 10);
  }
}
