package io.github.candle4j.nn.train;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.candle4j.core.CandleException.Kind;
import io.github.candle4j.nn.data.Errors;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.stream.DoubleStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LossCurveTest {
  private static final int BLUE = 0xFF0072B2;
  private static final int ORANGE = 0xFFD55E00;

  @TempDir private Path folder;

  private static LossCurve curves() {
    LossCurve curve = new LossCurve("Learning to tell digits apart");
    for (int step = 1; step <= 200; step++) {
      curve.add("train", step, 2.3 * Math.exp(-step / 40.0) + 0.05);
      curve.add("test", step, step == 100 ? Double.NaN : 2.3 * Math.exp(-step / 50.0) + 0.15);
    }
    return curve;
  }

  private static BufferedImage read(Path file) throws IOException {
    return Objects.requireNonNull(ImageIO.read(file.toFile()));
  }

  private static int count(BufferedImage image, int color) {
    int count = 0;
    for (int y = 0; y < image.getHeight(); y++) {
      for (int x = 0; x < image.getWidth(); x++) {
        count += image.getRGB(x, y) == color ? 1 : 0;
      }
    }
    return count;
  }

  @Test
  void everyCurveHasItsColour() throws IOException {
    Path file = Path.of("target", "loss.png");
    Files.createDirectories(Path.of("target"));
    curves().write(file);
    BufferedImage image = read(file);
    assertThat(image.getWidth()).isEqualTo(900);
    assertThat(count(image, BLUE)).isGreaterThan(300);
    assertThat(count(image, ORANGE)).isGreaterThan(300);
  }

  /// By hand: a range of 2.3 in ten parts wants steps of 0.23 or more, so 0.5; one of 0.9 wants 0.1.
  @Test
  void axesHaveRoundNumbers() {
    AxisTicks axis = AxisTicks.of(DoubleStream.of(0.1, 2.4));
    assertThat(axis.ticks()).containsExactly(0.5, 1, 1.5, 2);
    assertThat(axis.text(0.5)).isEqualTo("0.5");
    assertThat(AxisTicks.of(DoubleStream.of(0, 0.9)).ticks()).hasSize(10);
    AxisTicks steps = AxisTicks.of(DoubleStream.of(1, 200));
    assertThat(steps.ticks()).containsExactly(20, 40, 60, 80, 100, 120, 140, 160, 180, 200);
    assertThat(steps.text(20)).isEqualTo("20");
    AxisTicks small = AxisTicks.of(DoubleStream.of(-0.003, 0));
    assertThat(small.text(small.ticks()[0])).isEqualTo("-0.0030");
    AxisTicks large = AxisTicks.of(DoubleStream.of(0, 3e7));
    assertThat(large.text(large.ticks()[1])).isEqualTo("5.00e+06");
    AxisTicks flat = AxisTicks.of(DoubleStream.of(4, 4));
    assertThat(flat.min()).isEqualTo(2);
    assertThat(flat.max()).isEqualTo(6);
    assertThat(AxisTicks.of(DoubleStream.of(0)).place(0)).isEqualTo(0.5);
  }

  /// In the middle between the axes, from 80 to 870 and from 60 to 440.
  @Test
  void aSinglePointIsADot() throws IOException {
    Path file = folder.resolve("dot.png");
    new LossCurve("x").add("a", 3, 1).add("a", 4, Double.POSITIVE_INFINITY).write(file);
    assertThat(read(file).getRGB(475, 250)).isEqualTo(BLUE);
    assertThat(read(file).getRGB(480, 250)).isNotEqualTo(BLUE);
  }

  @Test
  void whatCannotBeDrawnIsAnError() {
    Errors.of(() -> new LossCurve("x").add("a", 1, Double.NaN).write(folder.resolve("x.png")))
        .is(Kind.ARGUMENT, "loss_curve")
        .says("loss_curve: there are no finite points to draw");
    Path missing = folder.resolve("none").resolve("x.png");
    assertThat(Errors.of(() -> curves().write(missing)).is(Kind.FILE, "loss_curve").error())
        .hasMessageStartingWith("loss_curve " + missing + ": ");
  }
}
