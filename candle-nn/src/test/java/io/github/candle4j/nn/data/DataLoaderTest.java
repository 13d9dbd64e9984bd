package io.github.candle4j.nn.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.candle4j.core.CandleException.Kind;
import io.github.candle4j.core.DType;
import io.github.candle4j.core.Device;
import io.github.candle4j.core.Shape;
import io.github.candle4j.core.Tensor;
import io.github.candle4j.nn.data.DataLoader.Position;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;

class DataLoaderTest {
  private static final Device CPU = Device.CPU;
  private static final DataLoaderConfig THREES = DataLoaderConfig.defaults().withBatchSize(3);
  private static final Samples<Integer> TEN = Samples.of(10, i -> i);

  private static DataLoader<List<Integer>> lists(DataLoaderConfig config) {
    return DataLoader.of(TEN, List::copyOf, config);
  }

  private static <B> List<B> epoch(DataLoader<B> loader) {
    List<B> batches = new ArrayList<>();
    loader.forEach(batches::add);
    return batches;
  }

  private static void await(BooleanSupplier condition) throws Exception {
    long end = System.nanoTime() + Duration.ofSeconds(20).toNanos();
    while (!condition.getAsBoolean() && System.nanoTime() < end) {
      Thread.sleep(2);
    }
    assertThat(condition.getAsBoolean()).isTrue();
  }

  @Test
  void theLastBatchHasWhatIsLeftOrIsDropped() {
    assertThat(epoch(lists(THREES)))
        .containsExactly(List.of(0, 1, 2), List.of(3, 4, 5), List.of(6, 7, 8), List.of(9));
    DataLoader<List<Integer>> dropping = lists(THREES.withDropLast(true));
    assertThat(epoch(dropping)).hasSize(3).doesNotContain(List.of(9));
    assertThat(dropping.batches()).isEqualTo(3);
    assertThat(lists(THREES).batches()).isEqualTo(4);
    assertThat(dropping)
        .hasToString("DataLoader(10 samples, 3 batches, Position[epoch=1, batch=0])");
  }

  @Test
  void tensorsComeAsBatchesOfTheirRows() {
    Tensor x = Tensor.arange(0f, 10f, CPU).reshape(5, 2);
    Tensor y = Tensor.of(new int[] {0, 10, 20, 30, 40}, CPU);
    List<Example> batches = epoch(DataLoader.of(x, y, THREES));
    assertThat(batches.get(0).input().toVec2F32())
        .isDeepEqualTo(new float[][] {{0, 1}, {2, 3}, {4, 5}});
    assertThat(batches.get(1).input().toVec2F32()).isDeepEqualTo(new float[][] {{6, 7}, {8, 9}});
    assertThat(batches.get(1).target().toVec1U32()).containsExactly(30, 40);
    assertThat(epoch(DataLoader.of(x, THREES)).get(1).dims()).containsExactly(2, 2);
    DataLoader<Example> stacked = DataLoader.of(Samples.of(x, y), Example::stack, THREES);
    assertThat(epoch(stacked).get(0).target().toVec1U32()).containsExactly(0, 10, 20);
  }

  @Test
  void epochsDifferAndRepeatWithTheSeed() {
    DataLoader<List<Integer>> loader = lists(THREES.withShuffle(4));
    List<List<Integer>> first = epoch(loader);
    List<List<Integer>> second = epoch(loader);
    assertThat(first).isNotEqualTo(second);
    assertThat(first.stream().flatMap(List::stream))
        .containsExactlyInAnyOrder(0, 1, 2, 3, 4, 5, 6, 7, 8, 9);
    DataLoader<List<Integer>> again = lists(THREES.withShuffle(4));
    assertThat(epoch(again)).isEqualTo(first);
    assertThat(epoch(again)).isEqualTo(second);
  }

  /// Also what is random in the samples.
  @Test
  void batchesAreTheSameForAnyPrefetch() {
    Samples<Long> noisy = TEN.augment((i, random) -> 1000L * i + random.nextInt(1000));
    List<List<List<Long>>> all = new ArrayList<>();
    for (int prefetch : new int[] {0, 1, 2, 7, 100}) {
      DataLoader<List<Long>> loader =
          DataLoader.of(noisy, List::copyOf, THREES.withShuffle(8).withPrefetch(prefetch));
      List<List<Long>> batches = epoch(loader);
      batches.addAll(epoch(loader));
      all.add(batches);
    }
    assertThat(all.get(0)).hasSize(8);
    assertThat(all).allSatisfy(batches -> assertThat(batches).isEqualTo(all.get(0)));
  }

  @Test
  void aLoopThatIsLeftEarlyIsContinued() {
    DataLoader<List<Integer>> loader = lists(THREES.withShuffle(4).withPrefetch(2));
    List<List<Integer>> whole = epoch(lists(THREES.withShuffle(4)));
    for (List<Integer> batch : loader) {
      assertThat(batch).isEqualTo(whole.get(0));
      break;
    }
    assertThat(loader.position()).isEqualTo(new Position(0, 1));
    assertThat(epoch(loader)).isEqualTo(whole.subList(1, 4));
    assertThat(loader.position()).isEqualTo(new Position(1, 0));
    loader.seek(new Position(0, 0));
    assertThat(epoch(loader)).isEqualTo(whole);
    assertThat(new Position(3, 2).nextEpoch()).isEqualTo(new Position(4, 0));
  }

  @Test
  void anotherLoaderGoesOnFromAState() {
    DataLoader<List<Integer>> loader = lists(THREES.withShuffle(4));
    epoch(loader);
    BatchIterator<List<Integer>> batches = loader.iterator();
    batches.next();
    batches.next();
    Map<String, Tensor> state = loader.state();
    List<Integer> third = batches.next();
    DataLoader<List<Integer>> other = lists(THREES.withShuffle(4).withPrefetch(1));
    other.setState(state);
    assertThat(other.position()).isEqualTo(new Position(1, 2));
    assertThat(other.iterator().next()).isEqualTo(third);
  }

  /// What is saved after the last batch of an epoch is an epoch at its end: the loop that goes on from it ends at once, and
  /// what a program does after the loop is done then.
  @Test
  void anEpochThatIsAtItsEndHasNoMoreBatches() {
    DataLoader<List<Integer>> loader = lists(THREES);
    loader.seek(new Position(0, 4));
    assertThat(epoch(loader)).isEmpty();
    assertThat(loader.position()).isEqualTo(new Position(1, 0));
    assertThat(epoch(loader)).hasSize(4);
  }

  @Test
  void statesOfOtherDataAreRefused() {
    DataLoader<List<Integer>> loader = lists(THREES);
    Errors.of(() -> loader.setState(lists(THREES.withBatchSize(4)).state()))
        .is(Kind.ARGUMENT, "set_state")
        .says(
            "set_state: the state is of 10 samples in batches of 4, here are 10 in batches of 3",
            "its position means nothing here: use the data and settings that it was saved with");
    Errors.of(() -> lists(THREES.withShuffle(5)).setState(lists(THREES.withShuffle(4)).state()))
        .is(Kind.ARGUMENT, "set_state")
        .says(
            "set_state: the state is of an order with another seed",
            "other samples would come next: use the seed that it was saved with");
    Map<String, Tensor> state = new HashMap<>(loader.state());
    state.put("epoch", Tensor.of(1f, CPU));
    Errors.of(() -> loader.setState(state))
        .is(Kind.NAME, "set_state")
        .says("set_state: 'epoch' of a data loader must be a scalar of I64, got [] F32");
    state.remove("epoch");
    Errors.of(() -> loader.setState(state))
        .says("set_state: 'epoch' of a data loader must be a scalar of I64, got nothing");
    state.putAll(Map.of("epoch", Tensor.of(1L, CPU), "batch", Tensor.of(5L, CPU)));
    Errors.of(() -> loader.setState(state))
        .is(Kind.INDEX, "seek")
        .says(
            "seek: there is no Position[epoch=1, batch=5], epochs count from 0 and have 4 batches"
                + " each");
  }

  @Test
  void aBatchThatNoEpochHasIsRefusedInAState() {
    DataLoader<List<Integer>> loader = lists(THREES);
    for (long batch : new long[] {5, 1L << 40, -1, Long.MIN_VALUE}) {
      Map<String, Tensor> state = new HashMap<>(loader.state());
      state.put("batch", Tensor.of(batch, CPU));
      Errors.of(() -> loader.setState(state)).is(Kind.INDEX, "seek");
    }
  }

  @Test
  void aLoaderOfManySamplesNeedsNoMemoryBeforeItsFirstLoop() {
    Samples<Integer> many = Samples.of(Integer.MAX_VALUE, i -> i);
    assertThat(DataLoader.of(many, List::copyOf, THREES.withShuffle(1)).batches())
        .isEqualTo(715_827_883);
  }

  @Test
  void weightedSamplesMakeEpochsOfTheirDraws() {
    DataLoader<List<Integer>> loader =
        lists(THREES.withOrder(Order.weighted(new double[] {0, 0, 1, 0, 0, 0, 0, 0, 0, 0}, 5, 1)));
    assertThat(loader.size()).isEqualTo(5);
    assertThat(epoch(loader)).containsExactly(List.of(2, 2, 2), List.of(2, 2));
    Errors.of(() -> lists(THREES.withOrder(Order.weighted(new double[] {1}, 5, 1))))
        .says("weighted: there are 1 weights for 10 samples");
  }

  @Test
  void changedBatchesComeFromTheThreadsThatPrepareThem() {
    DataLoader<String> loader =
        lists(THREES.withPrefetch(2)).map(b -> b + " " + Thread.currentThread().isVirtual());
    assertThat(epoch(loader)).first().isEqualTo("[0, 1, 2] true");
  }

  @Test
  void aSampleThatCannotBeReadIsNamed() {
    Samples<Integer> broken =
        TEN.map(i -> {
          if (i == 7) {
            throw new UncheckedIOException(new IOException("no more tape"));
          }
          return i;
        });
    for (int prefetch : new int[] {0, 1, 3}) {
      DataLoader<List<Integer>> loader =
          DataLoader.of(broken, List::copyOf, THREES.withPrefetch(prefetch));
      Errors errors = Errors.of(() -> epoch(loader)).is(Kind.FILE, "data_loader");
      errors.says("sample 7: java.io.UncheckedIOException: java.io.IOException: no more tape");
      assertThat(errors.error()).hasRootCauseMessage("no more tape");
      assertThat(loader.position()).isEqualTo(new Position(0, 2));
      Errors.of(() -> epoch(loader)).is(Kind.FILE, "data_loader");
      loader.seek(new Position(0, 3));
      assertThat(epoch(loader)).containsExactly(List.of(9));
    }
  }

  @Test
  void samplesThatDoNotFitTogetherAreNamed() {
    Samples<Tensor> uneven = Samples.of(4, i -> Tensor.zeros(Shape.of(i / 2), DType.F32, CPU));
    Errors stack =
        Errors.of(() -> DataLoader.of(uneven, b -> Tensor.stack(b, 0), THREES).iterator().next());
    assertThat(stack.is(Kind.SHAPE, "stack").error())
        .hasMessageStartingWith("samples 0, 1, 2: shape mismatch in stack for dim 0, ");
    Errors.of(() -> DataLoader.of(TEN, _ -> (Integer) missing(), THREES).iterator().next())
        .is(Kind.ARGUMENT, "data_loader")
        .says("samples 0, 1, 2: the batch is null");
    Errors.of(() -> DataLoader.of(TEN.map(_ -> missing()), List::copyOf, THREES).iterator().next())
        .says("sample 0: the sample is null");
  }

  @SuppressWarnings("NullAway")
  private static Object missing() {
    return null;
  }

  @Test
  void errorsOfTheMachineStayWhatTheyAre() {
    Samples<Integer> broken =
        TEN.map(_ -> {
          throw new StackOverflowError("deep");
        });
    DataLoader<List<Integer>> loader = DataLoader.of(broken, List::copyOf, THREES.withPrefetch(2));
    assertThatThrownBy(() -> epoch(loader))
        .isInstanceOf(StackOverflowError.class)
        .hasMessage("deep");
  }

  /// However a loop ends: the threads that prepare batches end, and no more samples are read than were asked for ahead.
  @Test
  void asManyBatchesArePreparedWhileOneIsUsed() throws Exception {
    for (int prefetch : new int[] {1, 2}) {
      Set<Integer> asked = ConcurrentHashMap.newKeySet();
      Samples<Integer> samples =
          TEN.map(i -> {
            asked.add(i);
            return i;
          });
      DataLoader<List<Integer>> loader =
          DataLoader.of(samples, List::copyOf, THREES.withPrefetch(prefetch));
      assertThat(loader.iterator().next()).containsExactly(0, 1, 2);
      int read = 3 * (1 + prefetch);
      await(() -> asked.size() >= read);
      Thread.sleep(20);
      assertThat(asked).hasSize(read);
    }
  }

  @Test
  void noThreadOutlivesALoop() throws Exception {
    Set<Thread> threads = ConcurrentHashMap.newKeySet();
    AtomicInteger read = new AtomicInteger();
    Samples<Integer> watched =
        Samples.of(
            300,
            i -> {
              threads.add(Thread.currentThread());
              read.incrementAndGet();
              return i;
            });
    DataLoaderConfig config = THREES.withPrefetch(4);
    DataLoader<List<Integer>> left = DataLoader.of(watched, List::copyOf, config);
    for (List<Integer> batch : left) {
      assertThat(batch).hasSize(3);
      break;
    }
    DataLoader<List<Integer>> thrown = DataLoader.of(watched, List::copyOf, config);
    assertThatThrownBy(
            () -> {
              for (List<Integer> batch : thrown) {
                throw new IllegalStateException(batch.toString());
              }
            })
        .hasMessage("[0, 1, 2]");
    DataLoader.of(watched, List::copyOf, config).iterator().next(); // Abandoned.
    await(() -> threads.size() == 15 && threads.stream().noneMatch(Thread::isAlive));
    assertThat(read).hasValue(3 * 5 * 3);
  }

  @Test
  void closingInterruptsWhatIsPrepared() throws Exception {
    CountDownLatch begun = new CountDownLatch(2);
    Set<Thread> threads = ConcurrentHashMap.newKeySet();
    Samples<Integer> slow =
        Samples.of(
            10,
            i -> {
              if (i < 3) {
                return i;
              }
              threads.add(Thread.currentThread());
              begun.countDown();
              try {
                Thread.sleep(Duration.ofMinutes(10));
              } catch (InterruptedException e) {
                throw new IllegalStateException(e);
              }
              return i;
            });
    DataLoader<List<Integer>> loader = DataLoader.of(slow, List::copyOf, THREES.withPrefetch(3));
    BatchIterator<List<Integer>> batches = loader.iterator();
    batches.next();
    begun.await();
    batches.close();
    await(() -> threads.stream().noneMatch(Thread::isAlive));
    Errors.of(batches::next)
        .says(
            "data_loader: this loop was ended by a seek, a close or another loop over the loader",
            "loops at the same time need a loader each");
  }

  @Test
  void anInterruptedLoopEndsAndStaysInterrupted() {
    Samples<Integer> slow =
        Samples.of(
            10,
            i -> {
              try {
                Thread.sleep(Duration.ofMinutes(10));
              } catch (InterruptedException e) {
                throw new IllegalStateException(e);
              }
              return i;
            });
    DataLoader<List<Integer>> loader = DataLoader.of(slow, List::copyOf, THREES.withPrefetch(1));
    Thread.currentThread().interrupt();
    Errors.of(() -> epoch(loader))
        .says("data_loader: the thread was interrupted while it waited for batch 0");
    assertThat(Thread.interrupted()).isTrue();
  }

  @Test
  void aSecondLoopEndsTheFirst() {
    DataLoader<List<Integer>> loader = lists(THREES);
    BatchIterator<List<Integer>> first = loader.iterator();
    first.next();
    assertThat(loader.iterator().next()).containsExactly(3, 4, 5);
    Errors.of(first::next).is(Kind.ARGUMENT, "data_loader");
    BatchIterator<List<Integer>> last = loader.iterator();
    last.next();
    last.next();
    assertThat(last.hasNext()).isFalse();
    assertThatThrownBy(last::next)
        .isInstanceOf(NoSuchElementException.class)
        .hasMessage("the epoch has no more batches");
  }

  @Test
  void settingsOutsideTheirRangesAreRefused() {
    Errors.of(() -> THREES.withBatchSize(0))
        .is(Kind.ARGUMENT, "data_loader")
        .says("data_loader: the batch size must be 1 or more, got 0");
    Errors.of(() -> THREES.withPrefetch(-1))
        .says("data_loader: prefetch must be 0 to 1024 batches, got -1");
  }
}
