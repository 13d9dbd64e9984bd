package io.github.candle4j.nn.data;

import io.github.candle4j.core.CandleException;
import io.github.candle4j.core.CandleException.Kind;
import io.github.candle4j.core.Tensor;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// What makes batches of samples.
final class Sources {
  private Sources() {}

  /// Batches of samples that are read one by one.
  record FromSamples<T, B>(Samples<T> samples, Function<? super List<T>, ? extends B> collate)
      implements DataLoader.Source<B> {
    /// Of the samples of a batch that does not fit together.
    private static final int NAMED = 8;

    @Override
    public int size() {
      return samples.size();
    }

    @Override
    public B batch(int[] indexes, long passSeed) {
      List<T> batch = new ArrayList<>(indexes.length);
      for (int index : indexes) {
        batch.add(sample(index, passSeed));
      }
      try {
        return nonNull(collate.apply(batch), "the batch is null");
      } catch (RuntimeException e) {
        String some =
            IntStream.of(indexes)
                .limit(NAMED)
                .mapToObj(Integer::toString)
                .collect(Collectors.joining(", "));
        throw named("samples " + some + (indexes.length > NAMED ? ", ..: " : ": "), e);
      }
    }

    private T sample(int index, long passSeed) {
      try {
        return nonNull(samples.get(index, passSeed), "the sample is null");
      } catch (RuntimeException e) {
        throw named("sample " + index + ": ", e);
      }
    }

    private static <V> V nonNull(@Nullable V value, String message) {
      if (value == null) {
        throw new CandleException(Kind.ARGUMENT, DataLoader.OPERATION, message);
      }
      return value;
    }

    private static CandleException named(String start, RuntimeException e) {
      Kind kind = Kind.ARGUMENT;
      String operation = DataLoader.OPERATION;
      if (e instanceof CandleException known) {
        kind = known.kind();
        operation = known.operation();
      } else if (e instanceof UncheckedIOException) {
        kind = Kind.FILE;
      }
      String text = e instanceof CandleException ? e.getMessage() : e.toString();
      return new CandleException(kind, operation, start + text, e);
    }
  }

  /// Batches of the rows of a tensor.
  record FromRows(TensorRows rows) implements DataLoader.Source<Tensor> {
    @Override
    public int size() {
      return rows.size();
    }

    @Override
    public Tensor batch(int[] indexes, long passSeed) {
      return select(rows, indexes);
    }

    static Tensor select(TensorRows rows, int[] indexes) {
      Tensor all = rows.rows();
      return all.indexSelect(Tensor.of(indexes, all.device()), 0);
    }
  }

  /// Batches of the rows of two tensors.
  record FromExamples(TensorExamples rows) implements DataLoader.Source<Example> {
    @Override
    public int size() {
      return rows.size();
    }

    @Override
    public Example batch(int[] indexes, long passSeed) {
      return new Example(
          FromRows.select(rows.inputs(), indexes), FromRows.select(rows.targets(), indexes));
    }
  }

  /// Batches that are changed by a function.
  record Changed<B, C>(DataLoader.Source<B> source, Function<? super B, ? extends C> function)
      implements DataLoader.Source<C> {
    @Override
    public int size() {
      return source.size();
    }

    @Override
    public C batch(int[] indexes, long passSeed) {
      return function.apply(source.batch(indexes, passSeed));
    }
  }
}
