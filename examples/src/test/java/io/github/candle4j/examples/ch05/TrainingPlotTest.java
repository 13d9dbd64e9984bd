package io.github.candle4j.examples.ch05;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.candle4j.examples.CommandRun;
import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrainingPlotTest {
  private static final Color FIRST = new Color(0x00, 0x72, 0xB2);
  private static final Color SECOND = new Color(0xD5, 0x5E, 0x00);

  @TempDir Path folder;

  @Test
  void thePlotShowsBothCurves() throws IOException {
    Path file = folder.resolve("curves.png");
    CommandRun run = CommandRun.of("iris", "--epochs", "20", "--plot", file.toString());
    assertThat(run.err()).isEmpty();
    assertThat(run.out()).contains(file.toString());
    BufferedImage image = ImageIO.read(file.toFile());
    assertThat(image.getWidth()).isEqualTo(900);
    assertThat(image.getHeight()).isEqualTo(540);
    assertThat(pixels(image, FIRST)).isGreaterThan(500);
    assertThat(pixels(image, SECOND)).isGreaterThan(500);
    assertThat(pixels(image, Color.WHITE)).isGreaterThan(image.getWidth() * image.getHeight() / 2);
  }

  private static long pixels(BufferedImage image, Color color) {
    int width = image.getWidth();
    int height = image.getHeight();
    int[] all = image.getRGB(0, 0, width, height, null, 0, width);
    return Arrays.stream(all).filter(rgb -> rgb == color.getRGB()).count();
  }
}
