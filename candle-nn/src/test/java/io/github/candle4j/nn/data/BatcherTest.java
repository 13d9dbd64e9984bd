package io.github.candle4j.nn.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.candle4j.core.Device;
import io.github.candle4j.core.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BatcherTest {
  private static final Device CPU = Device.CPU;

  private static List<Tensor> numbers(int count) {
    return IntStream.range(0, count).mapToObj(i -> Tensor.of((float) i, CPU)).toList();
  }

  @Test
  void batchesAreSixteenAndTheRestIsLeftOut() {
    List<Tensor> batches = new ArrayList<>();
    Batcher.new1(numbers(40).iterator()).forEach(batches::add);
    assertThat(batches).hasSize(2);
    assertThat(batches.get(1).toVec1F32()[0]).isEqualTo(16);
    assertThat(batches.get(1).dims()).containsExactly(16);
  }

  @Test
  void theRestIsGivenWhereAskedFor() {
    List<float[]> batches = new ArrayList<>();
    for (Tensor batch :
        Batcher.new1(numbers(5).iterator()).batchSize(2).returnLastIncompleteBatch(true)) {
      batches.add(batch.toVec1F32());
    }
    assertThat(batches).containsExactly(new float[] {0, 1}, new float[] {2, 3}, new float[] {4});
  }

  @Test
  void pairsAreStackedEach() {
    List<Example> pairs = numbers(4).stream().map(x -> new Example(x, x.mul(10))).toList();
    Example batch = Batcher.new2(pairs.iterator()).batchSize(3).next();
    assertThat(batch.input().toVec1F32()).containsExactly(0, 1, 2);
    assertThat(batch.target().toVec1F32()).containsExactly(0, 10, 20);
  }

  @Test
  void theEndIsTheEnd() {
    Batcher<Tensor> batcher = Batcher.new1(numbers(3).iterator()).batchSize(3);
    batcher.next();
    assertThat(batcher.hasNext()).isFalse();
    assertThatThrownBy(batcher::next)
        .isInstanceOf(NoSuchElementException.class)
        .hasMessage("there are no more batches");
    Errors.of(() -> batcher.batchSize(0)).says("batcher: the batch size must be 1 or more, got 0");
  }
}
