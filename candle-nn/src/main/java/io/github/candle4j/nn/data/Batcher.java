package io.github.candle4j.nn.data;

import io.github.candle4j.core.CandleException;
import io.github.candle4j.core.CandleException.Kind;
import io.github.candle4j.core.Tensor;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.function.Function;

/// Stacks what an iterator gives into batches, as Candle's `Batcher` does: for data that come one after the other and once. Where samples
/// can be reached by number, [DataLoader] does more.
///
/// {@snippet :
/// for (Tensor batch : Batcher.new1(tensors).batchSize(8).returnLastIncompleteBatch(true)) {
///   System.out.println(batch.shape());
/// }
/// }
///
/// @param <B> a batch: a tensor, or an example
@SuppressWarnings("IterableAndIterator") // A Rust iterator is both; like it, this one runs once.
public final class Batcher<B> implements Iterator<B>, Iterable<B> {
  private static final int BATCH_SIZE = 16;

  private final Iterator<? extends B> source;
  private final Function<List<B>, B> stack;
  private int batchSize = BATCH_SIZE;
  private boolean lastIncomplete;
  private List<B> items = new ArrayList<>();

  private Batcher(Iterator<? extends B> source, Function<List<B>, B> stack) {
    this.source = source;
    this.stack = stack;
  }

  /// Batches of tensors, stacked along a new first dimension.
  public static Batcher<Tensor> new1(Iterator<? extends Tensor> tensors) {
    return new Batcher<>(tensors, items -> Tensor.stack(items, 0));
  }

  /// Batches of pairs of tensors, each stacked along a new first dimension.
  public static Batcher<Example> new2(Iterator<Example> pairs) {
    return new Batcher<>(pairs, Example::stack);
  }

  /// Sets the number of items of a batch, 16 at first, and returns this.
  ///
  /// @throws CandleException if it is less than 1
  public Batcher<B> batchSize(int size) {
    if (size < 1) {
      throw new CandleException(
          Kind.ARGUMENT, "batcher", "batcher: the batch size must be 1 or more, got " + size);
    }
    batchSize = size;
    return this;
  }

  /// Sets whether items that do not fill a batch are given as a smaller one, false at first, and returns this.
  public Batcher<B> returnLastIncompleteBatch(boolean value) {
    lastIncomplete = value;
    return this;
  }

  @Override
  public boolean hasNext() {
    while (items.size() < batchSize && source.hasNext()) {
      items.add(source.next());
    }
    return items.size() >= batchSize || (lastIncomplete && !items.isEmpty());
  }

  /// The next batch.
  ///
  /// @throws CandleException if shapes or dtypes of its items differ
  @Override
  public B next() {
    if (!hasNext()) {
      throw new NoSuchElementException("there are no more batches");
    }
    int size = Math.min(batchSize, items.size());
    List<B> batch = items.subList(0, size);
    items = new ArrayList<>(items.subList(size, items.size()));
    return stack.apply(batch);
  }

  /// This batcher: its batches come once.
  @Override
  public Iterator<B> iterator() {
    return this;
  }
}
