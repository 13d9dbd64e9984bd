package io.github.candle4j.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.candle4j.core.CandleException;
import io.github.candle4j.core.DType;
import io.github.candle4j.core.Device;
import io.github.candle4j.core.Shape;
import io.github.candle4j.core.Tensor;
import io.github.candle4j.core.Var;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Recurrent layers against PyTorch (tools/oracles/nn/recurrent.py): an output and, behind it, the last states.
class RnnTest {
  private static final Device CPU = Device.CPU;
  private static final int[] LENGTHS = {4, 2, 3};

  private final VarMap vars = new VarMap();
  private final VarBuilder vb = VarBuilder.fromVarmap(vars, DType.F64, CPU);

  private static Tensor row(Tensor output, List<Tensor> states) {
    List<Tensor> all = new ArrayList<>(List.of(output.flattenAll()));
    states.forEach(s -> all.add(s.flattenAll()));
    return Tensor.cat(all, 0);
  }

  private static <S> Tensor layer(RNN<S> rnn, Tensor x) {
    List<S> states = rnn.seq(x);
    return row(rnn.statesToTensor(states), last(states.getLast()));
  }

  private static List<Tensor> last(Object state) {
    return switch (state) {
      case LSTMState(Tensor h, Tensor c) -> List.of(h, c);
      case GRUState(Tensor h) -> List.of(h);
      case ElmanState(Tensor h) -> List.of(h);
      default -> throw new AssertionError(state);
    };
  }

  /// All h, then all c, as PyTorch has them.
  private static <S> Tensor stacked(StackedRnn.Output<S> out) {
    List<Tensor> states = new ArrayList<>();
    for (int part = 0; part < last(out.states().get(0)).size(); part++) {
      for (S state : out.states()) {
        states.add(last(state).get(part));
      }
    }
    return row(out.output(), states);
  }

  private static StackedRnnConfig both() {
    return StackedRnnConfig.defaults().withNumLayers(2).withBidirectional(true);
  }

  @Test
  void lstmIsPyTorchs() {
    LayerCheck.check("lstm_layer", v -> LSTM.lstm(3, 4, LSTMConfig.defaults(), v), RnnTest::layer);
    LayerCheck.check(
        "lstm_stacked", v -> StackedRnn.lstm(3, 2, both(), v), (l, x) -> stacked(l.forward(x)));
    LayerCheck.check(
        "lstm_packed",
        v -> StackedRnn.lstm(3, 2, both(), v),
        (l, x) -> stacked(l.forward(x, LENGTHS)));
  }

  @Test
  void gruIsPyTorchs() {
    LayerCheck.check("gru_layer", v -> GRU.gru(3, 4, GRUConfig.defaults(), v), RnnTest::layer);
    LayerCheck.check(
        "gru_stacked", v -> StackedRnn.gru(3, 2, both(), v), (l, x) -> stacked(l.forward(x)));
    LayerCheck.check(
        "gru_packed",
        v -> StackedRnn.gru(3, 2, both(), v),
        (l, x) -> stacked(l.forward(x, LENGTHS)));
  }

  @Test
  void elmanIsPyTorchs() {
    LayerCheck.check(
        "elman_layer", v -> ElmanRnn.elmanRnn(3, 4, ElmanConfig.defaults(), v), RnnTest::layer);
    LayerCheck.check(
        "elman_relu",
        v -> ElmanRnn.elmanRnn(3, 4, ElmanConfig.defaultNoBias().withRelu(true), v),
        RnnTest::layer);
    LayerCheck.check(
        "elman_stacked", v -> StackedRnn.elman(3, 2, both(), v), (l, x) -> stacked(l.forward(x)));
    LayerCheck.check(
        "elman_packed",
        v -> StackedRnn.elman(3, 2, both(), v),
        (l, x) -> stacked(l.forward(x, LENGTHS)));
  }

  @Test
  void theWayBackIsTheWayForthOfTheReversedInput() {
    Tensor x = Tensor.randn(0.0, 1.0, Shape.of(2, 5, 3), CPU);
    LSTMConfig backward = LSTMConfig.defaults().withDirection(Direction.BACKWARD).withLayerIdx(3);
    LSTM back = LSTM.lstm(3, 4, backward, vb);
    assertThat(vars.data().keySet())
        .containsExactly(
            "weight_ih_l3_reverse",
            "weight_hh_l3_reverse",
            "bias_ih_l3_reverse",
            "bias_hh_l3_reverse");
    LSTM forth = new LSTM(back.weights(), LSTMConfig.defaults());
    Tensor expected = forth.statesToTensor(forth.seq(x.flip(1))).flip(1);
    Tensor actual = back.statesToTensor(back.seq(x));
    assertThat(actual.flattenAll().toVec1F64()).isEqualTo(expected.flattenAll().toVec1F64());
    assertThat(back).hasToString("LSTM(3 -> 4, backward)");
    assertThat(forth).hasToString("LSTM(3 -> 4)");
  }

  @Test
  void stepsOneByOneAreTheStepsAtOnce() {
    Tensor x = Tensor.randn(0.0, 1.0, Shape.of(2, 3, 3), CPU);
    GRU gru = GRU.gru(3, 4, GRUConfig.defaults(), vb);
    GRUState state = gru.zeroState(2);
    List<GRUState> all = gru.seq(x);
    for (int i = 0; i < 3; i++) {
      state = gru.step(x.getOnDim(1, i), state);
      assertThat(state.h().flattenAll().toVec1F64())
          .containsExactly(all.get(i).h().flattenAll().toVec1F64(), within(1e-14));
    }
    assertThat(gru.statesToTensor(all).dims()).containsExactly(2, 3, 4);
  }

  @Test
  void stackGoesOnFromItsStates() {
    Tensor x = Tensor.randn(0.0, 1.0, Shape.of(2, 6, 3), CPU);
    StackedRnnConfig two = StackedRnnConfig.defaults().withNumLayers(2);
    StackedRnn<LSTMState> lstm = StackedRnn.lstm(3, 4, two, vb);
    StackedRnn.Output<LSTMState> whole = lstm.forward(x);
    StackedRnn.Output<LSTMState> first = lstm.forward(x.narrow(1, 0, 2));
    StackedRnn.Output<LSTMState> rest = lstm.forwardInit(x.narrow(1, 2, 4), first.states());
    Tensor both = Tensor.cat(1, first.output(), rest.output());
    assertThat(both.flattenAll().toVec1F64())
        .containsExactly(whole.output().flattenAll().toVec1F64(), within(1e-14));
    assertThat(lstm).hasToString("StackedRnn(2 layers of LSTM(3 -> 4))");
  }

  @Test
  void paddingIsNotSeenEvenIfItIsNoNumber() {
    StackedRnn<GRUState> gru = StackedRnn.gru(1, 2, both(), vb);
    double nan = Double.NaN;
    Var x = Var.of(new double[][][] {{{1}, {2}, {3}}, {{4}, {nan}, {nan}}}, CPU);
    Tensor y = gru.forward(x, 3, 1).output();
    assertThat(y.get(1).narrow(0, 1, 2).flattenAll().toVec1F64()).containsOnly(0);
    double[] dx = y.sumAll().backward().get(x).orElseThrow().flattenAll().toVec1F64();
    assertThat(dx).doesNotContain(nan).endsWith(0, 0);
    for (Var parameter : vars.allVars()) {
      Tensor g = y.sumAll().backward().get(parameter).orElseThrow();
      assertThat(g.isFinite().allAll().toScalarU8()).isEqualTo((byte) 1);
    }
  }

  @Test
  void dropoutWorksBetweenLayersInTrainingAlone() {
    Tensor x = Tensor.randn(0.0, 1.0, Shape.of(2, 3, 3), CPU);
    StackedRnnConfig config = both().withDropout(0.5);
    StackedRnn<GRUState> gru = StackedRnn.gru(3, 8, config, vb);
    double[] plain = gru.forward(x).output().flattenAll().toVec1F64();
    assertThat(gru.forwardT(x, false).output().flattenAll().toVec1F64()).isEqualTo(plain);
    assertThat(gru.forwardT(x, true).output().flattenAll().toVec1F64()).isNotEqualTo(plain);
    StackedRnn<GRUState> one = StackedRnn.gru(3, 8, config.withNumLayers(1), vb);
    assertThat(one.forwardT(x, true).output().flattenAll().toVec1F64())
        .isEqualTo(one.forward(x).output().flattenAll().toVec1F64());
  }

  @Test
  void emptyBatchesGiveEmptyOutputs() {
    Tensor none = Tensor.zeros(Shape.of(0, 5, 3), DType.F64, CPU);
    StackedRnn<LSTMState> lstm = StackedRnn.lstm(3, 4, both(), vb.pp("lstm"));
    StackedRnn<GRUState> gru = StackedRnn.gru(3, 4, both(), vb.pp("gru"));
    assertThat(lstm.forward(none).output().dims()).containsExactly(0, 5, 8);
    assertThat(gru.forward(none).output().dims()).containsExactly(0, 5, 8);
  }

  @Test
  void everyFloatDtype() {
    for (DType dtype : List.of(DType.F32, DType.F16, DType.BF16)) {
      VarBuilder of = VarBuilder.fromVarmap(new VarMap(), dtype, CPU);
      StackedRnn<LSTMState> lstm = StackedRnn.lstm(3, 4, both(), of);
      Tensor x = Tensor.randn(0.0, 1.0, Shape.of(2, 3, 3), dtype, CPU);
      assertThat(lstm.forward(x).output().dtype()).isEqualTo(dtype);
    }
  }

  @Test
  void whatDoesNotFitThrows() {
    LSTM lstm = LSTM.lstm(3, 4, LSTMConfig.defaults(), vb);
    Tensor x = Tensor.zeros(Shape.of(2, 5, 3), DType.F64, CPU);
    assertThatThrownBy(() -> lstm.seq(x.narrow(2, 0, 2)))
        .isInstanceOf(CandleException.class)
        .hasMessage(
            "shape mismatch in lstm, lhs: [2, 5, 2], rhs: [16, 3]\n"
                + "the last size of the input must be 3");
    assertThatThrownBy(() -> lstm.seq(x.get(0)))
        .isInstanceOf(CandleException.class)
        .hasMessageStartingWith("unexpected rank, expected: 3, got: 2 ([5, 3])");
    assertThatThrownBy(() -> lstm.step(x, lstm.zeroState(2)))
        .isInstanceOf(CandleException.class)
        .hasMessageStartingWith("unexpected rank, expected: 2, got: 3 ([2, 5, 3])");
    assertThatThrownBy(() -> lstm.seqInit(x, lstm.zeroState(3)))
        .isInstanceOf(CandleException.class)
        .hasMessage(
            "shape mismatch in lstm, lhs: [2, 5, 3], rhs: [3, 4]\n"
                + "a state is [batch, hidden], here [2, 4]");
    assertThatThrownBy(() -> lstm.statesToTensor(lstm.seq(x.narrow(1, 0, 0))))
        .isInstanceOf(CandleException.class)
        .hasMessage("rnn: no states\na sequence has one step at least");
  }

  @Test
  void whatIsNotACellThrows() {
    LSTM lstm = LSTM.lstm(3, 4, LSTMConfig.defaults(), vb);
    assertThatThrownBy(() -> LSTM.lstm(3, 0, LSTMConfig.defaults(), vb))
        .isInstanceOf(CandleException.class)
        .hasMessageStartingWith("rnn: 3 inputs, hidden size 0\n");
    assertThatThrownBy(() -> new GRU(lstm.weights(), GRUConfig.defaults()))
        .isInstanceOf(CandleException.class)
        .hasMessage("gru: weight of the state [16, 4]\nit is [3 hidden, hidden]");
    assertThatThrownBy(() -> LSTMConfig.defaults().withLayerIdx(-1))
        .isInstanceOf(CandleException.class)
        .hasMessage("rnn: layer -1 is negative");
  }

  @Test
  void whatDoesNotFitAStackThrows() {
    StackedRnn<GRUState> gru = StackedRnn.gru(3, 4, both(), vb);
    Tensor x = Tensor.zeros(Shape.of(2, 5, 3), DType.F64, CPU);
    assertThatThrownBy(() -> gru.forward(x, 5))
        .isInstanceOf(CandleException.class)
        .hasMessage("rnn: 1 lengths for a batch of 2\none for each sequence");
    assertThatThrownBy(() -> gru.forward(x, 5, 0))
        .isInstanceOf(CandleException.class)
        .hasMessageStartingWith("rnn: length 0 in a batch of 5 steps\n");
    assertThatThrownBy(() -> gru.forward(x, 6, 5))
        .isInstanceOf(CandleException.class)
        .hasMessageStartingWith("rnn: length 6 in a batch of 5 steps\n");
    assertThatThrownBy(() -> gru.forward(x.narrow(1, 0, 0)))
        .isInstanceOf(CandleException.class)
        .hasMessageStartingWith("rnn: no steps in [2, 0, 3]\n");
    assertThatThrownBy(() -> gru.forwardInit(x, List.of()))
        .isInstanceOf(CandleException.class)
        .hasMessageStartingWith("rnn: 0 states for 4 layers\n");
    assertThatThrownBy(() -> both().withDropout(1.5))
        .isInstanceOf(CandleException.class)
        .hasMessage("rnn: dropout must be 0 or more and below 1, got 1.5");
    assertThatThrownBy(() -> both().withNumLayers(0))
        .isInstanceOf(CandleException.class)
        .hasMessage("rnn: numLayers must be 1 or more, got 0");
  }
}
