package io.github.candle4j.nn;

import io.github.candle4j.core.CandleException;
import io.github.candle4j.core.CandleException.Kind;
import io.github.candle4j.core.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;

/// Layers of a recurrent network on top of each other, each forward or both ways, as PyTorch's `LSTM`, `GRU` and `RNN` with
/// `batch_first`: its parameters have the same names. With lengths, a batch has sequences of different lengths, as after
/// `pack_padded_sequence`: what is behind an end is not seen, the output there is 0, states are those at the ends, and the way
/// back starts at the end.
///
/// ```java
/// StackedRnnConfig config = StackedRnnConfig.defaults().withNumLayers(2).withBidirectional(true);
/// StackedRnn<LSTMState> lstm = StackedRnn.lstm(8, 16, config, vb);
/// Tensor output = lstm.forward(xs).output();               // [batch, steps, 8] -> [batch, steps, 32]
/// StackedRnn.Output<LSTMState> packed = lstm.forward(xs, 5, 3, 2);    // lengths of a batch of three
/// ```
///
/// @param <S> the state of a layer in one direction
public final class StackedRnn<S> {
  /// What a call gives.
  ///
  /// @param output the output of the last layer, `[batch, steps, hidden]`, with both directions `[batch, steps, 2 hidden]`
  /// @param states the last states, layer by layer, the forward direction first
  /// @param <S> the state of a layer in one direction
  public record Output<S>(Tensor output, List<S> states) {
    /// The list, which is copied.
    public Output {
      states = List.copyOf(states);
    }
  }

  /// A state as its tensors, and back.
  private record Parts<S>(Function<S, List<Tensor>> parts, Function<List<Tensor>, S> state) {}

  private static final Parts<LSTMState> OF_LSTM =
      new Parts<>(s -> List.of(s.h(), s.c()), x -> new LSTMState(x.get(0), x.get(1)));
  private static final Parts<GRUState> OF_GRU =
      new Parts<>(s -> List.of(s.h()), x -> new GRUState(x.get(0)));
  private static final Parts<ElmanState> OF_ELMAN =
      new Parts<>(s -> List.of(s.h()), x -> new ElmanState(x.get(0)));

  private final List<RNN<S>> layers;
  private final Parts<S> parts;
  private final StackedRnnConfig config;

  private StackedRnn(List<RNN<S>> layers, Parts<S> parts, StackedRnnConfig config) {
    this.layers = List.copyOf(layers);
    this.parts = parts;
    this.config = config;
  }

  /// Layers of [LSTM].
  ///
  /// @throws CandleException if a size is not positive or a parameter does not fit
  public static StackedRnn<LSTMState> lstm(
      int inDim, int hiddenDim, StackedRnnConfig config, VarBuilder vb) {
    LSTMConfig base = config.bias() ? LSTMConfig.defaults() : LSTMConfig.defaultNoBias();
    return new StackedRnn<>(
        layers(
            config,
            (layer, direction) ->
                new LSTM(
                    layerIn(layer, inDim, hiddenDim, config),
                    hiddenDim,
                    base.withLayerIdx(layer).withDirection(direction),
                    vb)),
        OF_LSTM,
        config);
  }

  /// Layers of [GRU].
  ///
  /// @throws CandleException if a size is not positive or a parameter does not fit
  public static StackedRnn<GRUState> gru(
      int inDim, int hiddenDim, StackedRnnConfig config, VarBuilder vb) {
    GRUConfig base = config.bias() ? GRUConfig.defaults() : GRUConfig.defaultNoBias();
    return new StackedRnn<>(
        layers(
            config,
            (layer, direction) ->
                new GRU(
                    layerIn(layer, inDim, hiddenDim, config),
                    hiddenDim,
                    base.withLayerIdx(layer).withDirection(direction),
                    vb)),
        OF_GRU,
        config);
  }

  /// Layers of [ElmanRnn] with tanh.
  ///
  /// @throws CandleException if a size is not positive or a parameter does not fit
  public static StackedRnn<ElmanState> elman(
      int inDim, int hiddenDim, StackedRnnConfig config, VarBuilder vb) {
    ElmanConfig base = config.bias() ? ElmanConfig.defaults() : ElmanConfig.defaultNoBias();
    return new StackedRnn<>(
        layers(
            config,
            (layer, direction) ->
                new ElmanRnn(
                    layerIn(layer, inDim, hiddenDim, config),
                    hiddenDim,
                    base.withLayerIdx(layer).withDirection(direction),
                    vb)),
        OF_ELMAN,
        config);
  }

  private static <S> List<RNN<S>> layers(
      StackedRnnConfig config, BiFunction<Integer, Direction, RNN<S>> create) {
    List<RNN<S>> layers = new ArrayList<>();
    for (int layer = 0; layer < config.numLayers(); layer++) {
      layers.add(create.apply(layer, Direction.FORWARD));
      if (config.bidirectional()) {
        layers.add(create.apply(layer, Direction.BACKWARD));
      }
    }
    return layers;
  }

  private static int layerIn(int layer, int inDim, int hiddenDim, StackedRnnConfig config) {
    return layer == 0 ? inDim : config.bidirectional() ? 2 * hiddenDim : hiddenDim;
  }

  /// The layers, the forward direction of each first.
  public List<RNN<S>> layers() {
    return layers;
  }

  /// How it was made.
  public StackedRnnConfig config() {
    return config;
  }

  /// The output for `xs` `[batch, steps, in]`, from states of zeros, without dropout.
  ///
  /// @throws CandleException if the shapes do not fit
  public Output<S> forward(Tensor xs) {
    return forwardT(xs, false);
  }

  /// The same for sequences of these lengths, 1 to `steps`, one for each of the batch.
  ///
  /// @throws CandleException if the shapes do not fit or a length is outside
  public Output<S> forward(Tensor xs, int... lengths) {
    return run(xs, Optional.empty(), PaddedSteps.of(xs, lengths), false);
  }

  /// The same as [#forward(Tensor)], with dropout in training.
  ///
  /// @throws CandleException if the shapes do not fit
  public Output<S> forwardT(Tensor xs, boolean train) {
    return run(xs, Optional.empty(), PaddedSteps.whole(xs), train);
  }

  /// The same as [#forward(Tensor, int...)], with dropout in training.
  ///
  /// @throws CandleException if the shapes do not fit or a length is outside
  public Output<S> forwardT(Tensor xs, boolean train, int... lengths) {
    return run(xs, Optional.empty(), PaddedSteps.of(xs, lengths), train);
  }

  /// The output from given states, which come in the order of [Output#states], without dropout; for sequences of these lengths, if
  /// there are any.
  ///
  /// @throws CandleException if the shapes or the number of states do not fit or a length is outside
  public Output<S> forwardInit(Tensor xs, List<S> states, int... lengths) {
    if (states.size() != layers.size()) {
      throw CandleException.withHint(
          Kind.ARGUMENT,
          "rnn",
          "rnn: " + states.size() + " states for " + layers.size() + " layers",
          "one for each layer and direction");
    }
    PaddedSteps steps = lengths.length == 0 ? PaddedSteps.whole(xs) : PaddedSteps.of(xs, lengths);
    return run(xs, Optional.of(states), steps, false);
  }

  private Output<S> run(Tensor xs, Optional<List<S>> init, PaddedSteps steps, boolean train) {
    int directions = config.bidirectional() ? 2 : 1;
    List<S> last = new ArrayList<>();
    // A NaN in the padding would reach the gradients of the weights.
    Tensor x = steps.cleared(xs);
    for (int k = 0; k < layers.size(); k += directions) {
      if (k > 0 && train) {
        x = Ops.dropout(x, config.dropout());
      }
      List<Tensor> outputs = new ArrayList<>();
      for (int d = 0; d < directions; d++) {
        RNN<S> layer = layers.get(k + d);
        int at = k + d;
        S start = init.map(s -> s.get(at)).orElseGet(() -> layer.zeroState(xs.dim(0)));
        outputs.add(runLayer(new Way<>(layer, d == 1, start), x, steps, last));
      }
      x = directions == 1 ? outputs.get(0) : Tensor.cat(outputs, 2);
    }
    return new Output<>(x, last);
  }

  /// One direction of a layer, and the state it starts from.
  private record Way<S>(RNN<S> layer, boolean backward, S start) {}

  private Tensor runLayer(Way<S> way, Tensor x, PaddedSteps steps, List<S> last) {
    boolean backward = way.backward;
    List<S> states = way.layer.seqInit(backward ? steps.toEnd(x) : x, way.start);
    Tensor y = way.layer.statesToTensor(states);
    S whole = states.get(backward ? 0 : states.size() - 1);
    last.add(steps.isWhole() ? whole : atEnds(states, backward, steps));
    return steps.cleared(backward ? steps.toStart(y) : y);
  }

  private S atEnds(List<S> states, boolean backward, PaddedSteps steps) {
    List<List<Tensor>> all = states.stream().map(parts.parts()).toList();
    List<Tensor> ends = new ArrayList<>();
    for (int k = 0; k < all.get(0).size(); k++) {
      int part = k;
      Tensor stacked = RNN.stacked(all.stream().map(p -> p.get(part)).toList());
      ends.add(backward ? steps.firstAtEnd(stacked) : steps.last(stacked));
    }
    return parts.state().apply(ends);
  }

  /// `StackedRnn(2 layers both ways of LSTM(8 -> 16))`
  @Override
  public String toString() {
    return "StackedRnn("
        + config.numLayers()
        + (config.numLayers() == 1 ? " layer" : " layers")
        + (config.bidirectional() ? " both ways of " : " of ")
        + layers.get(0)
        + ")";
  }
}
