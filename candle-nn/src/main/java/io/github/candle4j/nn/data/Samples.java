package io.github.candle4j.nn.data;

import io.github.candle4j.core.CandleException;
import io.github.candle4j.core.CandleException.Kind;
import io.github.candle4j.core.Tensor;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.IntFunction;

/// Samples that are reached by their number, such as the rows of a tensor or the files of a folder.
///
/// {@snippet :
/// Samples<Example> images = ImageFolder.open(folder);
/// Samples<Example> small =
///     images.map(s -> new Example(Images.resize(s.input(), 32, 32), s.target()));
/// }
///
/// A [DataLoader] with prefetch asks for samples on several threads at once.
///
/// @param <T> a sample
public interface Samples<T> {
  /// The number of samples.
  int size();

  /// The sample of a number, `0 <= index < size()`.
  ///
  /// @throws CandleException if there is no such sample, or it cannot be read
  T get(int index);

  /// The sample of a number in one pass over all of them: where samples are changed at random, each pass has changes of its own, and the
  /// same seed gives the same ones.
  ///
  /// @throws CandleException if there is no such sample, or it cannot be read
  default T get(int index, long passSeed) {
    return get(index);
  }

  /// The elements of a list, which is copied.
  static <T> Samples<T> of(List<T> samples) {
    List<T> all = List.copyOf(samples);
    return of(all.size(), all::get);
  }

  /// `size` samples that a function gives.
  ///
  /// @throws CandleException if the size is negative
  static <T> Samples<T> of(int size, IntFunction<T> get) {
    if (size < 0) {
      throw new CandleException(
          Kind.ARGUMENT, "samples", "samples: the size must be 0 or more, got " + size);
    }
    return new Computed<>(size, get);
  }

  /// The parts of a tensor along its first dimension.
  ///
  /// @throws CandleException if it is a scalar
  static Samples<Tensor> of(Tensor rows) {
    return new TensorRows(rows);
  }

  /// The parts of two tensors along their first dimensions.
  ///
  /// @throws CandleException if one is a scalar or their first sizes differ
  static Samples<Example> of(Tensor inputs, Tensor targets) {
    return new TensorExamples(new TensorRows(inputs), new TensorRows(targets));
  }

  /// These samples, each changed by a function when it is asked for.
  default <R> Samples<R> map(Function<? super T, ? extends R> function) {
    return new Mapped<>(this, function);
  }

  /// These samples, each changed at random when it is asked for. The changes follow from the seed of the pass and the number of the
  /// sample alone.
  default <R> Samples<R> augment(BiFunction<? super T, Random, ? extends R> function) {
    return new Augmented<>(this, function);
  }

  /// Some of these samples, by their numbers.
  ///
  /// @throws CandleException if there is no sample of one of the numbers
  default Samples<T> select(int... indexes) {
    int[] chosen = indexes.clone();
    for (int index : chosen) {
      check(index, size());
    }
    return new Selected<>(this, chosen);
  }

  /// `length` of these samples from number `start` on.
  ///
  /// @throws CandleException if there are not so many
  default Samples<T> slice(int start, int length) {
    if (start < 0 || length < 0 || start > size() - length) {
      throw new CandleException(
          Kind.INDEX,
          "slice",
          "slice: samples " + start + " to " + ((long) start + length) + " of " + size());
    }
    int[] chosen = new int[length];
    for (int i = 0; i < length; i++) {
      chosen[i] = start + i;
    }
    return new Selected<>(this, chosen);
  }

  /// The index itself.
  ///
  /// @throws CandleException if it is not that of one of `size` samples
  static int check(int index, int size) {
    if (index < 0 || index >= size) {
      throw new CandleException(
          Kind.INDEX, "get", "get: there is no sample " + index + ", only 0 to " + (size - 1));
    }
    return index;
  }
}

/// Samples of a function.
record Computed<T>(int size, IntFunction<T> function) implements Samples<T> {
  @Override
  public T get(int index) {
    return function.apply(Samples.check(index, size));
  }
}

/// Samples that a function changes.
record Mapped<T, R>(Samples<T> source, Function<? super T, ? extends R> function)
    implements Samples<R> {
  @Override
  public int size() {
    return source.size();
  }

  @Override
  public R get(int index) {
    return function.apply(source.get(index));
  }

  @Override
  public R get(int index, long passSeed) {
    return function.apply(source.get(index, passSeed));
  }
}

/// Samples that are changed at random.
record Augmented<T, R>(Samples<T> source, BiFunction<? super T, Random, ? extends R> function)
    implements Samples<R> {
  @Override
  public int size() {
    return source.size();
  }

  @Override
  public R get(int index) {
    return get(index, 0);
  }

  @Override
  public R get(int index, long passSeed) {
    T sample = Objects.requireNonNull(source.get(index, passSeed));
    return function.apply(sample, new Random(Seeds.mix(passSeed, index)));
  }
}

/// Some of the samples of another source.
record Selected<T>(Samples<T> source, int[] indexes) implements Samples<T> {
  @Override
  public int size() {
    return indexes.length;
  }

  @Override
  public T get(int index) {
    return source.get(indexes[Samples.check(index, size())]);
  }

  @Override
  public T get(int index, long passSeed) {
    return source.get(indexes[Samples.check(index, size())], passSeed);
  }
}
