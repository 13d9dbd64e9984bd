package io.github.candle4j.examples.ch16;

import io.github.candle4j.examples.common.InputException;
import io.github.candle4j.examples.common.OptionRange;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// The options that say what the model is like.
final class ModelOptions {
  /// Sets of sizes.
  enum Preset {
    TINY(ModelConfig.Sizes.TINY, 0),
    SMALL(ModelConfig.Sizes.SMALL, 0),
    BOOK(ModelConfig.Sizes.BOOK, 0.1);

    private final ModelConfig.Sizes sizes;
    private final double dropout;

    Preset(ModelConfig.Sizes sizes, double dropout) {
      this.sizes = sizes;
      this.dropout = dropout;
    }
  }

  @Option(
      names = "--preset",
      defaultValue = "SMALL",
      paramLabel = "NAME",
      description =
          "Sizes: tiny (64 numbers, 2 layers, 4 heads, 32 characters), small (128, 3, 4, 64) or"
              + " book (384, 6, 6, 256).")
  private Preset preset = Preset.SMALL;

  @Option(
      names = "--size",
      paramLabel = "N",
      converter = OptionRange.Count.class,
      description = "The length of the vector of a character.")
  private @Nullable Integer size;

  @Option(
      names = "--layers",
      paramLabel = "N",
      converter = OptionRange.Count.class,
      description = "The number of blocks.")
  private @Nullable Integer layers;

  @Option(
      names = "--heads",
      paramLabel = "N",
      converter = OptionRange.Count.class,
      description = "The number of heads; it divides the size.")
  private @Nullable Integer heads;

  @Option(
      names = "--seq",
      paramLabel = "N",
      converter = OptionRange.Count.class,
      description = "How many characters the model sees.")
  private @Nullable Integer maxSeqLen;

  @Option(
      names = "--dropout",
      paramLabel = "P",
      description = "The share of numbers that training sets to 0; 0, or 0.1 with book.")
  private @Nullable Double dropout;

  @Option(
      names = "--no-mask",
      showDefaultValue = picocli.CommandLine.Help.Visibility.NEVER,
      description = "Lets characters see those that follow: what does the loss say, what the text?")
  private boolean withoutMask;

  @Option(
      names = "--no-positions",
      showDefaultValue = picocli.CommandLine.Help.Visibility.NEVER,
      description = "Does not tell the model where characters stand.")
  private boolean withoutPositions;

  ModelConfig config(int vocabulary) {
    ModelConfig.Sizes base = preset.sizes;
    ModelConfig.Sizes sizes =
        new ModelConfig.Sizes(
            size == null ? base.size() : size,
            layers == null ? base.layers() : layers,
            heads == null ? base.heads() : heads,
            maxSeqLen == null ? base.maxSeqLen() : maxSeqLen);
    if (sizes.size() % sizes.heads() != 0) {
      throw new InputException(
          "--heads " + sizes.heads() + " does not divide --size " + sizes.size());
    }
    double share = dropout == null ? preset.dropout : dropout;
    if (!(share >= 0 && share < 1)) {
      throw new InputException("--dropout must be 0 or more and below 1, got " + share);
    }
    return new ModelConfig(
        vocabulary, sizes, share, new ModelConfig.Pieces(!withoutMask, !withoutPositions));
  }
}
