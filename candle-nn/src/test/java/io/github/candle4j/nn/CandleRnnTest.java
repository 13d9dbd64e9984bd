package io.github.candle4j.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.candle4j.core.DType;
import io.github.candle4j.core.Device;
import io.github.candle4j.core.Tensor;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// The tests of Candle's rnn.rs: seven steps, against PyTorch.
class CandleRnnTest {
  private static final Device CPU = Device.CPU;
  private static final float[] INPUTS = {3, 1, 4, 1, 5, 9, 2};

  /// Candle's tests round to four digits.
  private static final float FOUR_DIGITS = 5e-5f;

  private static VarBuilder parameters(int rows, float... bias) {
    Tensor bIh = Tensor.of(bias, CPU);
    return VarBuilder.fromTensors(
        Map.of(
            "weight_ih_l0", Tensor.arange(0f, rows * 2f, CPU).reshape(rows, 2).cos(),
            "weight_hh_l0", Tensor.arange(0f, rows * 3f, CPU).reshape(rows, 3).sin(),
            "bias_ih_l0", bIh,
            "bias_hh_l0", bIh.cos()),
        DType.F32,
        CPU);
  }

  @Test
  void lstm() {
    VarBuilder vb = parameters(12, -1, 1, -0.5f, 2, -1, 1, -0.5f, 2, -1, 1, -0.5f, 2);
    LSTM lstm = LSTM.lstm(2, 3, LSTMConfig.defaults(), vb);
    LSTMState state = lstm.zeroState(1);
    for (float inp : INPUTS) {
      state = lstm.step(Tensor.of(new float[][] {{inp, inp * 0.5f}}, CPU), state);
    }
    assertThat(state.h().get(0).toVec1F32())
        .containsExactly(new float[] {0.9919f, 0.1738f, -0.1451f}, within(FOUR_DIGITS));
    assertThat(state.c().get(0).toVec1F32())
        .containsExactly(new float[] {5.725f, 0.4458f, -0.2908f}, within(FOUR_DIGITS));
  }

  @Test
  void gru() {
    VarBuilder vb = parameters(9, -1, 1, -0.5f, 2, -1, 1, -0.5f, 2, -1);
    GRU gru = GRU.gru(2, 3, GRUConfig.defaults(), vb);
    GRUState state = gru.zeroState(1);
    for (float inp : INPUTS) {
      state = gru.step(Tensor.of(new float[][] {{inp, inp * 0.5f}}, CPU), state);
    }
    assertThat(state.h().get(0).toVec1F32())
        .containsExactly(new float[] {0.0579f, 0.8836f, -0.9991f}, within(FOUR_DIGITS));
  }
}
