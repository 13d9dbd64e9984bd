package io.github.candle4j.nn;

import io.github.candle4j.core.AttentionOptions;
import io.github.candle4j.core.DType;
import io.github.candle4j.core.Device;
import io.github.candle4j.core.Shape;
import io.github.candle4j.core.Tensor;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/// The gradients of recurrent layers, attention, transformers, positions, pools and dropout by their input and by each parameter, over
/// random sizes.
class SequenceLayerProperties {
  private static final int TRIES = 12;
  private static final Device CPU = Device.CPU;

  /// Small, so that gates and weights are not saturated.
  private static final double SCALE = 0.4;

  private static Tensor numbers(Random random, int... dims) {
    return SlopeCheck.weights(random, Shape.of(dims)).mul(SCALE);
  }

  /// Checks the input and each parameter, with numbers of its own for these.
  private static <L> void check(
      Random random,
      Function<VarBuilder, L> build,
      BiFunction<L, Tensor, Tensor> forward,
      Tensor x) {
    VarMap vars = new VarMap();
    L _ = build.apply(VarBuilder.fromVarmap(vars, DType.F64, CPU));
    Map<String, Tensor> parameters = new LinkedHashMap<>();
    vars.data().forEach((name, v) -> parameters.put(name, numbers(random, v.dims())));
    L layer = build.apply(VarBuilder.fromTensors(parameters, DType.F64, CPU));
    SlopeCheck.check(random, y -> forward.apply(layer, y), x);
    parameters.forEach((name, value) ->
        SlopeCheck.check(
            random,
            p -> {
              Map<String, Tensor> others = new LinkedHashMap<>(parameters);
              others.put(name, p);
              return forward.apply(build.apply(VarBuilder.fromTensors(others, DType.F64, CPU)), x);
            },
            value));
  }

  @Property(tries = TRIES)
  void recurrentLayers(
      @ForAll @IntRange(min = 1, max = 3) int in,
      @ForAll @IntRange(min = 1, max = 3) int hidden,
      @ForAll @IntRange(min = 1, max = 4) int steps,
      @ForAll long seed) {
    Random random = new Random(seed);
    Direction direction = random.nextBoolean() ? Direction.BACKWARD : Direction.FORWARD;
    Tensor x = numbers(random, 2, steps, in);
    LSTMConfig lstm = LSTMConfig.defaults().withDirection(direction);
    GRUConfig gru = GRUConfig.defaults().withDirection(direction);
    ElmanConfig elman = ElmanConfig.defaults().withDirection(direction);
    check(random, vb -> LSTM.lstm(in, hidden, lstm, vb), SequenceLayerProperties::states, x);
    check(random, vb -> GRU.gru(in, hidden, gru, vb), SequenceLayerProperties::states, x);
    check(
        random, vb -> ElmanRnn.elmanRnn(in, hidden, elman, vb), SequenceLayerProperties::states, x);
  }

  private static <S> Tensor states(RNN<S> layer, Tensor x) {
    return layer.statesToTensor(layer.seq(x));
  }

  @Property(tries = TRIES)
  void stacksOfSequencesOfDifferentLengths(
      @ForAll @IntRange(min = 1, max = 2) int layers,
      @ForAll boolean bidirectional,
      @ForAll @IntRange(min = 1, max = 4) int length,
      @ForAll long seed) {
    Random random = new Random(seed);
    Tensor x = numbers(random, 2, 4, 3);
    StackedRnnConfig config =
        StackedRnnConfig.defaults().withNumLayers(layers).withBidirectional(bidirectional);
    check(
        random,
        vb -> StackedRnn.lstm(3, 2, config, vb),
        (l, y) -> l.forward(y, 4, length).output(),
        x);
    check(
        random,
        vb -> StackedRnn.gru(3, 2, config, vb),
        (l, y) -> l.forward(y, length, 4).output(),
        x);
  }

  @Property(tries = TRIES)
  void attention(
      @ForAll @IntRange(min = 1, max = 3) int queries,
      @ForAll boolean shared,
      @ForAll boolean causal,
      @ForAll long seed) {
    Random random = new Random(seed);
    MultiHeadAttentionConfig config =
        MultiHeadAttentionConfig.of(4, 2).withNumKvHeads(shared ? 1 : 2);
    AttentionOptions plain = AttentionOptions.defaults();
    AttentionOptions options = causal ? plain.withCausal() : plain;
    Tensor x = numbers(random, 2, queries, 4);
    Tensor others = numbers(random, 2, 3, 4);
    check(
        random,
        vb -> MultiHeadAttention.multiHeadAttention(config, vb),
        (l, y) -> l.forward(y, options),
        x);
    check(
        random,
        vb -> MultiHeadAttention.multiHeadAttentionPacked(config, vb),
        (l, y) -> l.forward(y, new KeyValue(others, others), plain),
        x);
  }

  @Property(tries = TRIES)
  void transformers(@ForAll boolean normFirst, @ForAll boolean causal, @ForAll long seed) {
    Random random = new Random(seed);
    TransformerConfig config =
        TransformerConfig.of(4, 2)
            .withDimFeedforward(3)
            .withActivation(Activation.GELU)
            .withDropout(0)
            .withNormFirst(normFirst);
    AttentionOptions plain = AttentionOptions.defaults();
    AttentionOptions mask = causal ? plain.withCausal() : plain;
    Tensor x = numbers(random, 2, 3, 4);
    Tensor memory = numbers(random, 2, 2, 4);
    check(
        random,
        vb -> TransformerEncoder.transformerEncoder(1, config, vb),
        (l, y) -> l.forwardT(y, mask, true),
        x);
    check(
        random,
        vb -> TransformerDecoderLayer.transformerDecoderLayer(config, vb),
        (l, y) -> l.forward(y, memory),
        x);
    // By what the decoder looks at, too.
    TransformerDecoderLayer decoder =
        TransformerDecoderLayer.transformerDecoderLayer(
            config, VarBuilder.fromVarmap(new VarMap(), DType.F64, CPU));
    SlopeCheck.check(random, y -> decoder.forward(x, y), memory);
  }

  @Property(tries = TRIES)
  void positions(@ForAll @IntRange(min = 1, max = 4) int length, @ForAll long seed) {
    Random random = new Random(seed);
    Tensor x = numbers(random, 2, length, 4);
    check(random, vb -> LearnedPositions.learnedPositions(5, 4, vb), LearnedPositions::forward, x);
    SinusoidalPositions fixed = SinusoidalPositions.of(5, 4, DType.F64, CPU);
    SlopeCheck.check(random, fixed::forward, x);
  }

  @Property(tries = TRIES)
  void layersWithoutParameters(@ForAll @IntRange(min = 4, max = 6) int size, @ForAll long seed) {
    Random random = new Random(seed);
    Tensor image = numbers(random, 1, 2, size, size);
    Tensor line = numbers(random, 1, 2, size);
    UnaryOperator<Tensor> dropout =
        y -> {
          CPU.setSeed(seed);
          return new Dropout(0.3).forwardT(y, true);
        };
    SlopeCheck.check(random, dropout, image);
    SlopeCheck.check(random, new MaxPool2d(2)::forward, image);
    SlopeCheck.check(random, new AvgPool2d(3)::forward, image);
    SlopeCheck.check(random, new AdaptiveAvgPool2d(3)::forward, image);
    SlopeCheck.check(random, new MaxPool1d(2)::forward, line);
    SlopeCheck.check(random, new AvgPool1d(2)::forward, line);
    SlopeCheck.check(random, new Flatten()::forward, image);
  }
}
