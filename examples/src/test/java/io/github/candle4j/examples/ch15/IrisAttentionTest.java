package io.github.candle4j.examples.ch15;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.candle4j.examples.CommandRun;
import io.github.candle4j.examples.ch15.IrisAttentionTraining.Settings;
import java.nio.file.Path;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IrisAttentionTest {
  private static final Settings DRAFT = new Settings(42, 100, false, false);

  @Test
  void flowersThatLookAtEachOtherAreToldApartWithTenSeeds() {
    double mean =
        LongStream.range(42, 52)
            .mapToDouble(seed -> IrisAttentionTraining.accuracyAfterTraining(DRAFT.withSeed(seed)))
            .average()
            .orElseThrow();
    assertThat(mean).isGreaterThan(0.95);
  }

  @Test
  void aCutGradientLeavesTheAttentionAsItWasMade() {
    IrisAttentionTraining training = new IrisAttentionTraining(new Settings(1, 2, false, true));
    float[][] before = training.model().attention().query().weight().toVec2F32();
    double _ = training.epoch(1);
    float[][] after = training.model().attention().query().weight().toVec2F32();
    // What AdamW has no gradient for, it leaves as it is.
    assertThat(after).isDeepEqualTo(before);
  }

  @Test
  void aFlowerAloneIsNotToldRight(@TempDir Path folder) {
    Path file = folder.resolve("weights.png");
    CommandRun run = CommandRun.of("iris-attention", "--picture", file.toString());
    assertThat(run.code()).isZero();
    assertThat(run.out()).contains("Epoch 100").contains("Accuracy in batches of 150: 0.9");
    // Alone it does worse than guessing among three, or little better.
    assertThat(run.out()).containsPattern("Accuracy in batches of +1: 0\\.[0-3]");
    assertThat(file).isNotEmptyFile();
  }

  @Test
  void seedsArePrintedWithTheirMean() {
    assertThat(CommandRun.of("iris-attention", "--epochs", "1", "--seeds", "2").out())
        .contains("seed  42", "seed  43", "2 seeds  mean");
  }
}
