package io.github.candle4j.nn.data;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.candle4j.core.Tensor;
import io.github.candle4j.nn.data.DataLoader.Position;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class DataLoaderProperties {
  private static DataLoader<List<Integer>> loader(int size, DataLoaderConfig config) {
    Samples<Integer> samples =
        Samples.of(size, i -> i).augment((i, random) -> 1000 * i + random.nextInt(1000));
    return DataLoader.of(samples, List::copyOf, config);
  }

  /// A loader that goes on from a state, with any prefetch, gives what is left of the epoch and then the next one.
  @Property(tries = 60)
  void anyStateIsGoneOnFrom(
      @ForAll @IntRange(max = 40) int size,
      @ForAll @IntRange(min = 1, max = 9) int batchSize,
      @ForAll @IntRange(max = 5) int prefetch,
      @ForAll long seed) {
    DataLoaderConfig config =
        DataLoaderConfig.defaults()
            .withBatchSize(batchSize)
            .withShuffle(seed)
            .withDropLast(seed % 2 == 0);
    DataLoader<List<Integer>> whole = loader(size, config);
    List<List<Integer>> first = new ArrayList<>();
    List<Map<String, Tensor>> states = new ArrayList<>();
    states.add(whole.state());
    for (List<Integer> batch : whole) {
      first.add(batch);
      states.add(whole.state());
    }
    assertThat(whole.position()).isEqualTo(new Position(1, 0));
    List<List<Integer>> second = new ArrayList<>();
    whole.forEach(second::add);
    for (int i = 0; i < states.size(); i++) {
      DataLoader<List<Integer>> resumed = loader(size, config.withPrefetch(prefetch));
      resumed.setState(states.get(i));
      List<List<Integer>> rest = new ArrayList<>();
      resumed.forEach(rest::add);
      assertThat(rest).isEqualTo(first.subList(i, first.size()));
      rest.clear();
      resumed.forEach(rest::add);
      assertThat(rest).isEqualTo(second);
    }
  }
}
