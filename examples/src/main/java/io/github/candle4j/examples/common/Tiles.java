package io.github.candle4j.examples.common;

import io.github.candle4j.core.Tensor;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import javax.imageio.ImageIO;

/// Matrices side by side in a PNG file: images, filters, what a filter makes of an image. The least number of each is black, the largest white.
public final class Tiles {
  private static final int GAP = 8;
  private static final int WHITE = 0xFFFFFF;
  private static final int LIGHTEST = 255;

  private Tiles() {}

  /// Rows of matrices, all of the same size on the picture, whatever theirs.
  ///
  /// - `rows` matrices `[height, width]`, of floats
  ///
  /// @param side the pixels of a side of a matrix
  /// @throws InputException if the file cannot be written
  public static void write(Path file, List<List<Tensor>> rows, int side) {
    int columns = rows.stream().mapToInt(List::size).max().orElse(0);
    BufferedImage image =
        new BufferedImage(
            columns * (side + GAP) + GAP,
            rows.size() * (side + GAP) + GAP,
            BufferedImage.TYPE_INT_RGB);
    for (int x = 0; x < image.getWidth(); x++) {
      for (int y = 0; y < image.getHeight(); y++) {
        image.setRGB(x, y, WHITE);
      }
    }
    for (int row = 0; row < rows.size(); row++) {
      for (int column = 0; column < rows.get(row).size(); column++) {
        BufferedImage tile =
            image.getSubimage(GAP + column * (side + GAP), GAP + row * (side + GAP), side, side);
        draw(rows.get(row).get(column).toVec2F32(), tile);
      }
    }
    OutputFile.writePicture(file, () -> png(image));
  }

  private static void draw(float[][] matrix, BufferedImage tile) {
    float min = Float.POSITIVE_INFINITY;
    float max = Float.NEGATIVE_INFINITY;
    for (float[] line : matrix) {
      for (float value : line) {
        min = Math.min(min, value);
        max = Math.max(max, value);
      }
    }
    for (int y = 0; y < tile.getHeight(); y++) {
      float[] line = matrix[y * matrix.length / tile.getHeight()];
      for (int x = 0; x < tile.getWidth(); x++) {
        float value = line[x * line.length / tile.getWidth()];
        int grey = max > min ? Math.round(LIGHTEST * (value - min) / (max - min)) : 0;
        tile.setRGB(x, y, grey << 16 | grey << 8 | grey);
      }
    }
  }

  private static byte[] png(BufferedImage image) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    ImageIO.write(image, "png", bytes);
    return bytes.toByteArray();
  }
}
