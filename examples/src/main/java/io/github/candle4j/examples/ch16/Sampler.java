package io.github.candle4j.examples.ch16;

import io.github.candle4j.core.DType;
import io.github.candle4j.core.Tensor;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;

/// Picks the next character by the scores that a model gives to all of them.
final class Sampler {
  /// How to pick.
  ///
  /// @param temperature scores are divided by it: below 1 likely characters get likelier; 0 takes the likeliest
  /// @param topK only so many of the likeliest
  /// @param topP only the likeliest that together have this probability
  /// @param penalty what scores of characters that have been written lately are divided by
  record Settings(double temperature, int topK, double topP, double penalty) {}

  private final Settings settings;
  private final Random random;

  Sampler(Settings settings, long seed) {
    this.settings = settings;
    random = new Random(seed);
  }

  // @start region="next"
  /// The next character after some that were written lately.
  ///
  /// - `logits` `[vocabulary]`
  int next(Tensor logits, int[] lately) {
    double[] scores = logits.toDtype(DType.F64).toVec1F64();
    for (int id : IntStream.of(lately).distinct().toArray()) {
      scores[id] *= scores[id] > 0 ? 1 / settings.penalty() : settings.penalty();
    }
    int[] order = likeliestFirst(scores);
    if (settings.temperature() == 0) {
      return order[0];
    }
    double[] p = new double[Math.min(settings.topK(), order.length)]; // The likeliest topK.
    for (int i = 0; i < p.length; i++) {
      p[i] = Math.exp((scores[order[i]] - scores[order[0]]) / settings.temperature());
    }
    int kept = untilTopP(p);
    double point = random.nextDouble() * Arrays.stream(p, 0, kept).sum();
    int pick = 0;
    while (pick < kept - 1 && point >= p[pick]) {
      point -= p[pick++];
    }
    return order[pick];
  }

  /// How many of the likeliest are needed to have the probability topP.
  private int untilTopP(double[] p) {
    double wanted = settings.topP() * Arrays.stream(p).sum();
    int kept = 0;
    for (double sum = 0; kept < p.length && (kept == 0 || sum < wanted); kept++) {
      sum += p[kept];
    }
    return kept;
  }

  // @end
  private static int[] likeliestFirst(double[] scores) {
    return IntStream.range(0, scores.length)
        .boxed()
        .sorted((a, b) -> Double.compare(scores[b], scores[a]))
        .mapToInt(Integer::intValue)
        .toArray();
  }
}
