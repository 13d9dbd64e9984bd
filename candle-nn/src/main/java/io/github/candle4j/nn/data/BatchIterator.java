package io.github.candle4j.nn.data;

import io.github.candle4j.core.CandleException;
import io.github.candle4j.core.CandleException.Kind;
import io.github.candle4j.nn.data.DataLoader.Position;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/// The batches of a [DataLoader] up to the end of an epoch. A loop that is left early need not close it: what is being prepared is finished
/// and forgotten, and nothing new is begun. Closing it stops that work at once.
///
/// @param <B> a batch
public final class BatchIterator<B> implements Iterator<B>, AutoCloseable {
  private final DataLoader<B> loader;
  private final long epoch;
  private final int[] indexes;
  private final int batches;

  /// What is prepared, or being prepared, from the next batch on; the queue is never longer than prefetch.
  private final Deque<FutureTask<B>> ahead = new ArrayDeque<>();

  private int next;
  private boolean ended;
  private boolean closed;

  BatchIterator(DataLoader<B> loader, Position from) {
    this.loader = loader;
    epoch = from.epoch();
    next = from.batch();
    indexes = loader.config().order().indexes(loader.source().size(), epoch);
    batches = loader.batches();
  }

  /// True if the epoch has another batch. Where it has not, the loader moves to the next epoch.
  @Override
  public boolean hasNext() {
    if (ended) {
      return false;
    }
    checkOpen();
    if (next == batches) {
      ended = true;
      loader.moveTo(new Position(epoch, next).nextEpoch());
    }
    return !ended;
  }

  /// The next batch. After an error the loader stands at the batch that failed.
  ///
  /// @throws CandleException naming the sample if it cannot be read
  @Override
  public B next() {
    if (!hasNext()) {
      throw new NoSuchElementException("the epoch has no more batches");
    }
    B batch = loader.config().prefetch() == 0 ? prepare(next) : awaited();
    next++;
    loader.moveTo(new Position(epoch, next));
    prepareAhead(); // While this one is used.
    return batch;
  }

  private B prepare(int batch) {
    int size = loader.config().batchSize();
    int from = batch * size;
    int to = (int) Math.min(indexes.length, (long) from + size);
    return loader
        .source()
        .batch(Arrays.copyOfRange(indexes, from, to), loader.config().order().passSeed(epoch));
  }

  private void prepareAhead() {
    while (ahead.size() < loader.config().prefetch() && next + ahead.size() < batches) {
      int batch = next + ahead.size();
      FutureTask<B> task = new FutureTask<>(() -> prepare(batch));
      ahead.add(task);
      Thread.ofVirtual().name("candle-data-" + batch).start(task);
    }
  }

  private B awaited() {
    prepareAhead();
    try {
      B batch = ahead.element().get();
      ahead.remove();
      return batch;
    } catch (InterruptedException e) {
      stop();
      Thread.currentThread().interrupt();
      throw new CandleException(
          Kind.ARGUMENT,
          DataLoader.OPERATION,
          "data_loader: the thread was interrupted while it waited for batch " + next,
          e);
    } catch (ExecutionException e) {
      stop();
      throw thrown(Objects.requireNonNull(e.getCause()));
    }
  }

  /// As it was thrown on the other thread: the batch has no checked exceptions.
  private static RuntimeException thrown(Throwable cause) {
    if (cause instanceof Error error) {
      throw error;
    }
    return (RuntimeException) cause;
  }

  private void stop() {
    ahead.forEach(task -> task.cancel(true));
    ahead.clear();
  }

  private void checkOpen() {
    if (closed) {
      throw CandleException.withHint(
          Kind.ARGUMENT,
          DataLoader.OPERATION,
          "data_loader: this loop was ended by a seek, a close or another loop over the loader",
          "loops at the same time need a loader each");
    }
  }

  /// Interrupts the threads that prepare batches. The loader stays where it is.
  @Override
  public void close() {
    closed = true;
    stop();
  }
}
