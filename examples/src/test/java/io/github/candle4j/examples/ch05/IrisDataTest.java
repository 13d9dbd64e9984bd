package io.github.candle4j.examples.ch05;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.candle4j.core.Device;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class IrisDataTest {
  private static final IrisData FLOWERS = IrisData.of(IrisCsv.embedded(), Device.CPU);

  @ParameterizedTest(name = "flower {0}")
  @CsvSource({
    "0, 0.22 0.62 0.07 0.04",
    "1, 0.17 0.42 0.07 0.04",
    "2, 0.11 0.50 0.05 0.04",
    "50, 0.75 0.50 0.63 0.54",
    "51, 0.58 0.50 0.59 0.58",
    "52, 0.72 0.46 0.66 0.58",
    "100, 0.56 0.54 0.85 1.00",
    "101, 0.42 0.29 0.69 0.75",
    "102, 0.78 0.42 0.83 0.83"
  })
  void normalizedRowsAreThoseThatTheBookPrints(int flower, String expected) {
    float[] row = FLOWERS.normalized().features().get(flower).toVec1F32();
    assertThat(row).hasSize(4);
    String printed =
        String.join(
            " ",
            List.of(row[0], row[1], row[2], row[3]).stream()
                .map(x -> IrisReport.rounded(x).toString())
                .toList());
    assertThat(printed).isEqualTo(expected);
  }

  @Test
  void thereAreFiftyFlowersOfEachSpecies() {
    int[] labels = FLOWERS.labels().toVec1U32();
    for (Species species : Species.values()) {
      assertThat(Arrays.stream(labels).filter(id -> id == species.id())).hasSize(50);
    }
  }

  @Test
  void aColumnWithoutVarietyBecomesZero() {
    float[] measurements = {5, 3, 1, 7, 5, 4, 2, 7};
    IrisTable table = new IrisTable(measurements, new int[] {0, 1});
    assertThat(IrisData.of(table, Device.CPU).normalized().features().toVec2F32())
        .isDeepEqualTo(new float[][] {{0, 0, 0, 0}, {0, 1, 1, 0}});
  }

  @Test
  void shufflingKeepsEachFlowerWithItsLabel() {
    IrisData numbered = numbered(7);
    IrisData shuffled = numbered.shuffled(new Random(1));
    int[] labels = shuffled.labels().toVec1U32();
    assertThat(labels).isNotEqualTo(numbered.labels().toVec1U32());
    assertThat(labels).containsExactlyInAnyOrder(numbered.labels().toVec1U32());
    float[][] features = shuffled.features().toVec2F32();
    for (int i = 0; i < labels.length; i++) {
      assertThat(features[i]).containsOnly(labels[i]);
    }
  }

  @Test
  void theLastBatchHasWhatIsLeft() {
    List<IrisData> batches = FLOWERS.batches(32);
    assertThat(batches).extracting(IrisData::size).containsExactly(32, 32, 32, 32, 22);
    assertThat(batches.getLast().labels().toVec1U32()).containsOnly(2);
    assertThat(FLOWERS.batches(1000)).hasSize(1);
  }

  /// Flower `i` measures `i` all over and has label `i`.
  private static IrisData numbered(int flowers) {
    float[] measurements = new float[4 * flowers];
    int[] labels = new int[flowers];
    for (int i = 0; i < flowers; i++) {
      Arrays.fill(measurements, 4 * i, 4 * i + 4, i);
      labels[i] = i;
    }
    return IrisData.of(new IrisTable(measurements, labels), Device.CPU);
  }
}
