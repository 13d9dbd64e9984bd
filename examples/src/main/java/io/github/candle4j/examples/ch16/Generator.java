package io.github.candle4j.examples.ch16;

import io.github.candle4j.core.Device;
import io.github.candle4j.core.Tensor;
import io.github.candle4j.nn.KvCache;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntConsumer;

/// Writes on from a beginning.
final class Generator {
  /// How many characters the penalty for repetition looks back.
  private static final int LATELY = 64;

  private final Transformer model;
  private final Sampler sampler;
  private final List<KvCache> caches;
  private final boolean cached;

  /// @param cached whether to keep keys and values of characters that were seen; the text is the same, but sooner there
  Generator(Transformer model, Sampler sampler, boolean cached) {
    this.model = model;
    this.sampler = sampler;
    // Without the mask, what a character has seen changes with each that follows: nothing can be
    // kept.
    this.cached = cached && model.config().pieces().mask();
    caches = model.newCaches();
  }

  // @start region="generate"
  /// Writes so many characters after the prompt, and tells each.
  void generate(int[] prompt, int count, IntConsumer report) {
    int[] context = lastOf(prompt, model.config().maxSeqLen());
    caches.forEach(KvCache::reset);
    int[] unseen = context;
    for (int i = 0; i < count; i++) {
      if (context.length == model.config().maxSeqLen()) { // Full: go on with the later half.
        context = lastOf(context, Math.max(1, context.length / 2));
        caches.forEach(KvCache::reset);
        unseen = context;
      }
      int next = sampler.next(logits(context, unseen), lastOf(context, LATELY));
      report.accept(next);
      context = append(context, next);
      unseen = new int[] {next};
    }
  }

  /// The scores of what may come after the last character.
  private Tensor logits(int[] context, int[] unseen) {
    return Tensor.noGrad(() -> {
      Tensor logits = // [1, seq, vocabulary]
          cached ? model.forward(ids(unseen), caches) : model.forward(ids(context), false);
      return logits.get(0).get(logits.dim(1) - 1); // [vocabulary]
    });
  }

  // @end
  private static Tensor ids(int[] ids) {
    return Tensor.of(ids, Device.CPU).unsqueeze(0);
  }

  private static int[] lastOf(int[] ids, int count) {
    return Arrays.copyOfRange(ids, Math.max(0, ids.length - count), ids.length);
  }

  private static int[] append(int[] ids, int id) {
    int[] more = Arrays.copyOf(ids, ids.length + 1);
    more[ids.length] = id;
    return more;
  }
}
