package io.github.candle4j.nn.data;

import io.github.candle4j.core.CandleException;
import io.github.candle4j.core.CandleException.Kind;
import java.util.Comparator;
import java.util.Random;
import java.util.stream.IntStream;

/// Which samples a [DataLoader] takes in an epoch, and in which order. An order is a function of its seed and the number of the epoch:
/// nothing has to be kept to go on in the middle of one.
public sealed interface Order {
  /// As they come.
  Order IN_ORDER = new InOrder();

  /// The numbers of the samples of an epoch, of `size` samples.
  ///
  /// @throws CandleException if the order does not fit so many samples
  int[] indexes(int size, long epoch);

  /// How many samples an epoch has, of `size` samples.
  ///
  /// @throws CandleException if the order does not fit so many samples
  int draws(int size);

  /// The seed of what is random in the samples of an epoch; see [Samples#augment].
  long passSeed(long epoch);

  /// All samples, each epoch in another order.
  static Order shuffled(long seed) {
    return new Shuffled(seed);
  }

  /// `draws` samples, each by itself: sample `i` with probability `weights[i] / Σ weights`. One may come several times.
  ///
  /// @throws CandleException if a weight is negative or not finite, all are 0, or `draws` is negative
  static Order weighted(double[] weights, int draws, long seed) {
    return new Weighted(weights, draws, true, seed);
  }

  /// `draws` different samples, one after the other: of those that are left, each with a probability in proportion to its weight.
  ///
  /// @throws CandleException if a weight is negative or not finite, or fewer than `draws` are above 0
  static Order weightedWithoutReplacement(double[] weights, int draws, long seed) {
    return new Weighted(weights, draws, false, seed);
  }

  /// As they come; what is random in the samples has its seed from `seed`.
  ///
  /// @param seed the seed of what is random in the samples
  record InOrder(long seed) implements Order {
    /// As they come.
    public InOrder() {
      this(0);
    }

    @Override
    public int draws(int size) {
      return size;
    }

    @Override
    public int[] indexes(int size, long epoch) {
      return IntStream.range(0, size).toArray();
    }

    @Override
    public long passSeed(long epoch) {
      return Seeds.mix(~seed, epoch);
    }
  }

  /// All samples, each epoch in another order.
  ///
  /// @param seed what the orders follow from
  record Shuffled(long seed) implements Order {
    @Override
    public int draws(int size) {
      return size;
    }

    /// Fisher and Yates, from the end.
    @Override
    public int[] indexes(int size, long epoch) {
      int[] order = IntStream.range(0, size).toArray();
      Random random = new Random(Seeds.mix(seed, epoch));
      for (int i = size - 1; i > 0; i--) {
        int j = random.nextInt(i + 1);
        int kept = order[i];
        order[i] = order[j];
        order[j] = kept;
      }
      return order;
    }

    @Override
    public long passSeed(long epoch) {
      return Seeds.mix(~seed, epoch);
    }
  }

  /// Some samples, by their weights.
  final class Weighted implements Order {
    private final double[] weights;
    private final int draws;
    private final boolean replacement;
    private final long seed;

    private Weighted(double[] weights, int draws, boolean replacement, long seed) {
      this.weights = weights.clone();
      this.draws = draws;
      this.replacement = replacement;
      this.seed = seed;
      int positive = 0;
      double sum = 0;
      for (int i = 0; i < weights.length; i++) {
        double w = weights[i];
        sum += w;
        if (!(w >= 0 && w < Double.POSITIVE_INFINITY)) {
          throw wrong("weight " + i + " must be 0 or more and finite, got " + w);
        }
        positive += w > 0 ? 1 : 0;
      }
      if (sum == Double.POSITIVE_INFINITY) {
        throw wrong("the weights are too large to be added");
      }
      if (draws < 0) {
        throw wrong("the number of draws must be 0 or more, got " + draws);
      }
      if (positive == 0 && draws > 0) {
        throw wrong("no weight is above 0");
      }
      if (!replacement && draws > positive) {
        throw CandleException.withHint(
            Kind.ARGUMENT,
            "weighted",
            "weighted: " + draws + " draws, but only " + positive + " weights are above 0",
            "draw fewer, or use weighted(..), which may draw a sample several times");
      }
    }

    private static CandleException wrong(String what) {
      return new CandleException(Kind.ARGUMENT, "weighted", "weighted: " + what);
    }

    @Override
    public int draws(int size) {
      if (size != weights.length) {
        throw wrong("there are " + weights.length + " weights for " + size + " samples");
      }
      return draws;
    }

    @Override
    public int[] indexes(int size, long epoch) {
      draws(size); // Refuses another number of samples.
      Random random = new Random(Seeds.mix(seed, epoch));
      return replacement ? drawn(random) : drawnOnce(random);
    }

    /// By the running sum of the weights.
    private int[] drawn(Random random) {
      double[] sums = new double[weights.length];
      double sum = 0;
      int last = 0;
      for (int i = 0; i < sums.length; i++) {
        sum += weights[i];
        sums[i] = sum;
        last = weights[i] > 0 ? i : last;
      }
      int[] result = new int[draws];
      for (int i = 0; i < draws; i++) {
        result[i] = firstAbove(sums, last, random.nextDouble() * sum);
      }
      return result;
    }

    /// The first place up to `last` whose sum is above x, else `last`. Places of weight 0 repeat the sum before them, and are never the
    /// first.
    private static int firstAbove(double[] sums, int last, double x) {
      int low = 0;
      int high = last;
      while (low < high) {
        int middle = (low + high) >>> 1;
        if (sums[middle] > x) {
          high = middle;
        } else {
          low = middle + 1;
        }
      }
      return low;
    }

    /// The smallest of exponential times with the weights as rates; Efraimidis and Spirakis, "Weighted random sampling with a
    /// reservoir", 2006.
    private int[] drawnOnce(Random random) {
      double[] times = new double[weights.length];
      for (int i = 0; i < times.length; i++) {
        double exponential = -Math.log1p(-random.nextDouble());
        times[i] = weights[i] == 0 ? Double.POSITIVE_INFINITY : exponential / weights[i];
      }
      return IntStream.range(0, times.length)
          .filter(i -> weights[i] > 0)
          .boxed()
          .sorted(Comparator.comparingDouble(i -> times[i]))
          .limit(draws)
          .mapToInt(Integer::intValue)
          .toArray();
    }

    @Override
    public long passSeed(long epoch) {
      return Seeds.mix(~seed, epoch);
    }

    @Override
    public String toString() {
      return "Weighted(" + draws + " of " + weights.length + (replacement ? ")" : ", each once)");
    }
  }
}
