package io.github.candle4j.nn.data;

import io.github.candle4j.core.CandleException;
import io.github.candle4j.core.CandleException.Kind;
import io.github.candle4j.core.DType;
import io.github.candle4j.core.Device;
import io.github.candle4j.core.Tensor;
import io.github.candle4j.nn.Stateful;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Batches of samples, epoch after epoch.
///
/// {@snippet :
/// DataLoader<Example> loader =
///     DataLoader.of(
///         images, labels, DataLoaderConfig.defaults().withBatchSize(64).withShuffle(42));
/// for (int epoch = 0; epoch < 10; epoch++) {
///   for (Example batch : loader) {
///     optimizer.backwardStep(Loss.crossEntropy(model.forward(batch.input()), batch.target()));
///   }
/// }
/// }
///
/// A loop over the loader runs to the end of an epoch, and the next one begins the next. A loop that is left early is continued by the next
/// one; `seek(position().nextEpoch())` begins anew instead. The batches of an epoch follow from the seed of the order and the number of the
/// epoch, so a [Position] is all that has to be kept to go on in another process; it is what [#state] holds.
///
/// With prefetch, batches are prepared ahead on virtual threads. They are the same batches in the same order. No thread outlives the batch
/// that it prepares: a loader that is left alone has none.
///
/// A loader is to be used by one thread.
///
/// @param <B> a batch
public final class DataLoader<B> implements Iterable<B>, Stateful {
  static final String OPERATION = "data_loader";

  /// Where a loader is: the next batch that it gives.
  ///
  /// @param epoch the number of the epoch, from 0
  /// @param batch the number of the batch within it, from 0; the number of batches if the epoch is at its end
  public record Position(long epoch, int batch) {
    /// The begin of the next epoch.
    public Position nextEpoch() {
      return new Position(epoch + 1, 0);
    }

    Position nextBatch() {
      return new Position(epoch, batch + 1);
    }
  }

  /// What makes a batch of the samples with these numbers.
  interface Source<B> {
    int size();

    B batch(int[] indexes, long passSeed);
  }

  private final Source<B> source;
  private final DataLoaderConfig config;
  private Position position = new Position(0, 0);

  /// The loop in progress; a seek or another loop ends it.
  private @Nullable BatchIterator<B> current;

  private DataLoader(Source<B> source, DataLoaderConfig config) {
    this.source = source;
    this.config = config;
    config.order().draws(source.size()); // Refuses weights of another number of samples.
  }

  /// Batches that a function makes of samples, such as [Example#stack].
  ///
  /// @throws CandleException if the order does not fit the samples
  public static <T, B> DataLoader<B> of(
      Samples<T> samples, Function<? super List<T>, ? extends B> collate, DataLoaderConfig config) {
    return new DataLoader<>(new Sources.FromSamples<>(samples, collate), config);
  }

  /// Batches `[batch, ..]` of the rows of a tensor.
  ///
  /// @throws CandleException if it is a scalar, or the order does not fit the number of its rows
  public static DataLoader<Tensor> of(Tensor rows, DataLoaderConfig config) {
    return new DataLoader<>(new Sources.FromRows(new TensorRows(rows)), config);
  }

  /// Batches of the rows of two tensors, `[batch, ..]` each.
  ///
  /// @throws CandleException if one is a scalar, their first sizes differ, or the order does not fit these
  public static DataLoader<Example> of(Tensor inputs, Tensor targets, DataLoaderConfig config) {
    TensorExamples rows = new TensorExamples(new TensorRows(inputs), new TensorRows(targets));
    return new DataLoader<>(new Sources.FromExamples(rows), config);
  }

  /// A new loader of the same samples in the same order, at its start, whose batches are changed by a function: with prefetch on the threads
  /// that prepare them.
  public <C> DataLoader<C> map(Function<? super B, ? extends C> function) {
    return new DataLoader<>(new Sources.Changed<>(source, function), config);
  }

  /// The settings.
  public DataLoaderConfig config() {
    return config;
  }

  /// The number of samples of an epoch, those that are dropped at its end among them.
  public int size() {
    return config.order().draws(source.size());
  }

  /// The number of batches of an epoch.
  public int batches() {
    return config.dropLast()
        ? size() / config.batchSize()
        : Math.ceilDiv(size(), config.batchSize());
  }

  /// The next batch that comes.
  public Position position() {
    return position;
  }

  /// Goes to a batch. A loop that is in progress ends with an error when it asks for more.
  ///
  /// @throws CandleException if an epoch has no such batch
  public void seek(Position to) {
    if (to.epoch() < 0 || to.batch() < 0 || to.batch() > batches()) {
      throw new CandleException(
          Kind.INDEX,
          "seek",
          "seek: there is no "
              + to
              + ", epochs count from 0 and have "
              + batches()
              + " batches each");
    }
    end();
    position = to;
  }

  /// The batches from the position to the end of its epoch. A loop that is in progress ends with an error when it asks for more.
  @Override
  public BatchIterator<B> iterator() {
    end();
    BatchIterator<B> next = new BatchIterator<>(this, position);
    current = next;
    return next;
  }

  private void end() {
    if (current != null) {
      current.close();
    }
  }

  /// The position, and the numbers that give it its meaning.
  @Override
  public Map<String, Tensor> state() {
    Map<String, Tensor> state = new LinkedHashMap<>();
    state.put("epoch", Tensor.of(position.epoch(), Device.CPU));
    state.put("batch", Tensor.of((long) position.batch(), Device.CPU));
    state.put("samples", Tensor.of((long) size(), Device.CPU));
    state.put("batch_size", Tensor.of((long) config.batchSize(), Device.CPU));
    state.put("order", Tensor.of(seed(), Device.CPU));
    return state;
  }

  /// Goes to the position of a state.
  ///
  /// @throws CandleException if it is not the state of a loader of as many samples in batches as large and of the same seed
  @Override
  public void setState(Map<String, Tensor> state) {
    long samples = whole(state, "samples");
    long batchSize = whole(state, "batch_size");
    if (samples != size() || batchSize != config.batchSize()) {
      throw CandleException.withHint(
          Kind.ARGUMENT,
          "set_state",
          "set_state: the state is of "
              + samples
              + " samples in batches of "
              + batchSize
              + ", here are "
              + size()
              + " in batches of "
              + config.batchSize(),
          "its position means nothing here: use the data and settings that it was saved with");
    }
    if (whole(state, "order") != seed()) {
      throw CandleException.withHint(
          Kind.ARGUMENT,
          "set_state",
          "set_state: the state is of an order with another seed",
          "other samples would come next: use the seed that it was saved with");
    }
    // What is no int is no batch either: seek refuses it.
    int batch = Math.clamp(whole(state, "batch"), -1, Integer.MAX_VALUE);
    seek(new Position(whole(state, "epoch"), batch));
  }

  /// A number that follows from the seed of the order.
  private long seed() {
    return config.order().passSeed(0);
  }

  private static long whole(Map<String, Tensor> state, String name) {
    Tensor value = state.get(name);
    if (value == null || value.rank() != 0 || value.dtype() != DType.I64) {
      throw new CandleException(
          Kind.NAME,
          "set_state",
          "set_state: '" + name + "' of a data loader must be a scalar of I64, got " + text(value));
    }
    return value.toScalarI64();
  }

  private static String text(@Nullable Tensor value) {
    return value == null ? "nothing" : value.shape() + " " + value.dtype();
  }

  Source<B> source() {
    return source;
  }

  /// A batch was given.
  void moveTo(Position next) {
    position = next;
  }

  @Override
  public String toString() {
    return "DataLoader(" + size() + " samples, " + batches() + " batches, " + position + ")";
  }
}
