package io.github.candle4j.nn.data;

import io.github.candle4j.core.CandleException;
import io.github.candle4j.core.CandleException.Kind;

/// The settings of a [DataLoader].
///
/// @param batchSize the samples of a batch
/// @param order which samples come, and in which order
/// @param dropLast true if samples that do not fill a batch at the end of an epoch are left out
/// @param prefetch how many batches are prepared while one is used, each by a thread of its own; 0 prepares each when it is asked for
public record DataLoaderConfig(int batchSize, Order order, boolean dropLast, int prefetch) {
  private static final int MOST_AHEAD = 1024;

  /// Checks the numbers.
  ///
  /// @throws CandleException if the batch size is less than 1, or prefetch is negative or above 1024
  public DataLoaderConfig {
    if (batchSize < 1) {
      throw wrong("the batch size must be 1 or more, got " + batchSize);
    }
    if (prefetch < 0 || prefetch > MOST_AHEAD) {
      throw wrong("prefetch must be 0 to " + MOST_AHEAD + " batches, got " + prefetch);
    }
  }

  /// Batches of 16, as in Candle's [Batcher], in order, the last one with what is left, prepared when they are asked for.
  public static DataLoaderConfig defaults() {
    return new DataLoaderConfig(16, Order.IN_ORDER, false, 0);
  }

  /// These settings with another batch size.
  public DataLoaderConfig withBatchSize(int value) {
    return new DataLoaderConfig(value, order, dropLast, prefetch);
  }

  /// These settings with another order.
  public DataLoaderConfig withOrder(Order value) {
    return new DataLoaderConfig(batchSize, value, dropLast, prefetch);
  }

  /// These settings with all samples in an order that is new in each epoch, and follows from a seed.
  public DataLoaderConfig withShuffle(long seed) {
    return withOrder(Order.shuffled(seed));
  }

  /// These settings with or without the samples that do not fill a batch.
  public DataLoaderConfig withDropLast(boolean value) {
    return new DataLoaderConfig(batchSize, order, value, prefetch);
  }

  /// These settings with another number of batches that are prepared ahead.
  public DataLoaderConfig withPrefetch(int value) {
    return new DataLoaderConfig(batchSize, order, dropLast, value);
  }

  private static CandleException wrong(String what) {
    return new CandleException(Kind.ARGUMENT, "data_loader", "data_loader: " + what);
  }
}
