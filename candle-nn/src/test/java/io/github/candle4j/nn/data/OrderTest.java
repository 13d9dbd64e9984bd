package io.github.candle4j.nn.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.candle4j.core.CandleException.Kind;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class OrderTest {
  private static final double NAN = Double.NaN;

  @Test
  void inOrderIsTheSameInEachEpoch() {
    assertThat(Order.IN_ORDER.indexes(4, 0)).containsExactly(0, 1, 2, 3);
    assertThat(Order.IN_ORDER.indexes(4, 7)).containsExactly(0, 1, 2, 3);
  }

  @Test
  void aShuffleHoldsEverySampleOnceAndChangesWithSeedAndEpoch() {
    int[] first = Order.shuffled(1).indexes(100, 0);
    assertThat(first).containsExactlyInAnyOrder(IntStream.range(0, 100).toArray());
    assertThat(Order.shuffled(1).indexes(100, 0)).containsExactly(first);
    assertThat(Order.shuffled(1).indexes(100, 1)).isNotEqualTo(first);
    assertThat(Order.shuffled(2).indexes(100, 0)).isNotEqualTo(first);
    assertThat(Order.shuffled(1).indexes(0, 0)).isEmpty();
  }

  /// Each of the 24 orders of four samples comes 1,000 times on average in 24,000 epochs, with a standard deviation of 31.
  @Test
  void allOrdersComeEquallyOften() {
    Map<List<Integer>, Integer> counts = new HashMap<>();
    for (int epoch = 0; epoch < 24_000; epoch++) {
      int[] order = Order.shuffled(5).indexes(4, epoch);
      counts.merge(IntStream.of(order).boxed().toList(), 1, Integer::sum);
    }
    assertThat(counts).hasSize(24);
    assertThat(counts.values()).allSatisfy(n -> assertThat(n).isBetween(1000 - 155, 1000 + 155));
  }

  @Test
  void weightedSamplesComeInProportionToTheirWeights() {
    double[] weights = {0, 1, 3, 0, 4, 0};
    int[] drawn = Order.weighted(weights, 80_000, 9).indexes(6, 0);
    int[] counts = new int[6];
    for (int i : drawn) {
      counts[i]++;
    }
    // Standard deviations of 94, 137 and 141.
    assertThat(counts[0] + counts[3] + counts[5]).isZero();
    assertThat(counts[1]).isCloseTo(10_000, within(500));
    assertThat(counts[2]).isCloseTo(30_000, within(700));
    assertThat(counts[4]).isCloseTo(40_000, within(700));
  }

  /// Of weights 1, 2 and 5, the first drawn is 5 in 5/8 of the cases, and then the second is 2 in 2/3 of these.
  @Test
  void withoutReplacementTheRestIsDrawnByTheirWeights() {
    Order order = Order.weightedWithoutReplacement(new double[] {1, 2, 5, 0}, 2, 3);
    int first = 0;
    int both = 0;
    for (int epoch = 0; epoch < 24_000; epoch++) {
      int[] drawn = order.indexes(4, epoch);
      assertThat(drawn).hasSize(2).doesNotHaveDuplicates().doesNotContain(3);
      first += drawn[0] == 2 ? 1 : 0;
      both += drawn[0] == 2 && drawn[1] == 1 ? 1 : 0;
    }
    assertThat(first).isCloseTo(15_000, within(375)); // Standard deviations of 75 and 76.
    assertThat(both).isCloseTo(10_000, within(380));
  }

  @Test
  void weightsThatMeanNothingAreRefused() {
    Errors.of(() -> Order.weighted(new double[] {1, -2}, 1, 0))
        .is(Kind.ARGUMENT, "weighted")
        .says("weighted: weight 1 must be 0 or more and finite, got -2.0");
    Errors.of(() -> Order.weighted(new double[] {NAN}, 1, 0))
        .says("weighted: weight 0 must be 0 or more and finite, got NaN");
    Errors.of(() -> Order.weighted(new double[] {0, 0}, 1, 0))
        .says("weighted: no weight is above 0");
    Errors.of(() -> Order.weighted(new double[] {1e308, 1e308}, 1, 0))
        .says("weighted: the weights are too large to be added");
    Errors.of(() -> Order.weighted(new double[] {1}, -1, 0))
        .says("weighted: the number of draws must be 0 or more, got -1");
    Errors.of(() -> Order.weightedWithoutReplacement(new double[] {1, 0, 2}, 3, 0))
        .says(
            "weighted: 3 draws, but only 2 weights are above 0",
            "draw fewer, or use weighted(..), which may draw a sample several times");
    Errors.of(() -> Order.weighted(new double[] {1, 2}, 1, 0).indexes(3, 0))
        .says("weighted: there are 2 weights for 3 samples");
  }
}
