package io.github.candle4j.core;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/// The tests of PyTorch files in Candle's own suite; tools/oracles/files.py makes files of the same content.
class CandlePthTest {
  @Test
  void pth() {
    PthTensors tensors = new PthTensors(SafetensorsTest.resource("test.pt"), null);
    assertThat(tensors.get("test").orElseThrow().dims()).containsExactly(2, 4);
  }

  @Test
  void pthWithKey() {
    PthTensors tensors =
        new PthTensors(SafetensorsTest.resource("test_with_key.pt"), "model_state_dict");
    assertThat(tensors.get("test").orElseThrow().dims()).containsExactly(2, 4);
  }

  @Test
  void pthFortranContiguous() {
    PthTensors tensors = new PthTensors(SafetensorsTest.resource("fortran_tensor_3d.pth"), null);
    Tensor tensor = tensors.get("tensor_fortran").orElseThrow();
    assertThat(tensor.dims3()).containsExactly(2, 3, 4);
    assertThat(tensor.toVec3I64())
        .isDeepEqualTo(
            new long[][][] {
              {{1, 2, 3, 4}, {5, 6, 7, 8}, {9, 10, 11, 12}},
              {{13, 14, 15, 16}, {17, 18, 19, 20}, {21, 22, 23, 24}}
            });
  }
}
