package io.github.candle4j.examples.ch10;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.candle4j.core.Device;
import io.github.candle4j.core.Tensor;
import io.github.candle4j.examples.CommandRun;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConvolutionTest {
  @Test
  void theEdgesOfTheBookAreMinusSixZeroAndSix() {
    double[][] edges =
        SlidingWindow.convolve(ConvolutionCommand.IMAGE, Kernels.HORIZONTAL_EDGES.weights(), 0, 1);
    assertThat(edges).isDeepEqualTo(new double[][] {{-6, -6, -6}, {0, 0, 0}, {6, 6, 6}});
  }

  @ParameterizedTest
  @CsvSource({"0, 1", "1, 1", "0, 2", "2, 3"})
  void loopsAndLibraryAgree(int padding, int stride) {
    Random random = new Random(1);
    double[][] image = matrix(7, random);
    double[][] kernel = matrix(3, random);
    Tensor byHand = Tensor.of(SlidingWindow.convolve(image, kernel, padding, stride), Device.CPU);
    Tensor library = ConvolutionCommand.byLibrary(image, kernel, padding, stride);
    assertThat(library.dims()).isEqualTo(byHand.dims());
    assertThat(library.allClose(byHand)).isTrue();
  }

  private static double[][] matrix(int size, Random random) {
    double[][] matrix = new double[size][];
    for (int row = 0; row < size; row++) {
      matrix[row] = random.doubles(size, -1, 1).toArray();
    }
    return matrix;
  }

  /// conv 3: 3; pool 2: 3 + 1 = 4; conv 3 with steps of 2: 4 + 2 * 2 = 8; pool 2 with steps of 2: 8 + 2 = 10.
  @Test
  void theLastNumbersOfTheNetworkSeeTenPixels() {
    assertThat(ReceptiveField.byFormula(ReceptiveField.NETWORK)).isEqualTo(10);
    assertThat(ReceptiveField.byGradient(ReceptiveField.NETWORK)).isEqualTo(10);
    assertThat(ReceptiveField.byGradient(ReceptiveField.NETWORK.subList(0, 3))).isEqualTo(8);
  }

  @Test
  void sizesOfTheFormulaAreThoseOfTheLibrary() {
    assertThat(CommandRun.of("convolution", "--show", "SIZES").out().lines().skip(1))
        .hasSize(9)
        .allSatisfy(line -> {
          String[] words = line.strip().split(" +", -1);
          assertThat(words[4]).isEqualTo(words[5]);
        });
  }

  @Test
  void allPartsArePrintedAndTheRingIsDrawn(@TempDir Path folder) {
    Path file = folder.resolve("ring.png");
    CommandRun run = CommandRun.of("convolution", "--picture", file.toString());
    assertThat(run.code()).isZero();
    assertThat(run.out()).contains("conv2d agrees: true").contains("The ring is drawn in " + file);
    assertThat(file).isNotEmptyFile();
  }
}
