package io.github.candle4j.nn.data;

import io.github.candle4j.core.CandleException;
import io.github.candle4j.core.CandleException.Kind;
import io.github.candle4j.core.Device;
import io.github.candle4j.core.Shape;
import io.github.candle4j.core.Tensor;
import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.ColorModel;
import java.awt.image.Raster;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Collectors;
import javax.imageio.ImageIO;

/// The part of [Images] that needs `java.desktop`: a class of its own, so that the rest runs without.
final class ImageReading {
  private static final float LARGEST = 255;
  private static final int CHANNELS = 3;

  private ImageReading() {}

  static Tensor read(Path file) {
    BufferedImage image = decode(file);
    int height = image.getHeight();
    int width = image.getWidth();
    if ((long) height * width > Shape.MAX_ELEMENTS / CHANNELS) {
      throw new CandleException(
          Kind.FILE, "read", file + ": " + width + " x " + height + " pixels are too many");
    }
    return Tensor.fromVec(
        isGrey(image) ? grey(image) : colours(image),
        Shape.of(CHANNELS, height, width),
        Device.CPU);
  }

  private static BufferedImage decode(Path file) {
    byte[] bytes;
    try {
      bytes = Files.readAllBytes(file);
    } catch (IOException e) {
      throw DataErrors.of("open", file, e);
    }
    try {
      // From memory: ImageIO would otherwise keep a file of its own on the disk.
      BufferedImage image = ImageIO.read(new ByteArrayInputStream(bytes));
      if (image == null) {
        throw CandleException.withHint(
            Kind.FILE,
            "read",
            "read " + file + ": this is no image that can be read",
            "formats are " + formats());
      }
      return image;
    } catch (IOException
        | IllegalArgumentException
        | IndexOutOfBoundsException
        | NegativeArraySizeException e) {
      // Of damaged files the readers of the JDK throw any of these.
      String reason = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
      throw new CandleException(
          Kind.FILE, "read", "read " + file + ": the image is damaged (" + reason + ")", e);
    }
  }

  private static String formats() {
    return Arrays.stream(ImageIO.getReaderFileSuffixes())
        .sorted()
        .collect(Collectors.joining(", "));
  }

  /// Java takes grey for linear light, and `getRGB` would make it brighter: 128 becomes 188.
  private static boolean isGrey(BufferedImage image) {
    ColorModel model = image.getColorModel();
    return model.getColorSpace().getType() == ColorSpace.TYPE_GRAY;
  }

  private static float[] grey(BufferedImage image) {
    Raster raster = image.getRaster();
    int height = image.getHeight();
    int width = image.getWidth();
    float largest = (1L << image.getColorModel().getComponentSize(0)) - 1;
    float[] values = new float[CHANNELS * height * width];
    float[] row = new float[width];
    for (int y = 0; y < height; y++) {
      raster.getSamples(0, y, width, 1, 0, row);
      for (int x = 0; x < width; x++) {
        values[y * width + x] = row[x] / largest;
      }
    }
    for (int c = 1; c < CHANNELS; c++) {
      System.arraycopy(values, 0, values, c * height * width, height * width);
    }
    return values;
  }

  private static float[] colours(BufferedImage image) {
    int height = image.getHeight();
    int width = image.getWidth();
    int plane = height * width;
    float[] values = new float[CHANNELS * plane];
    int[] row = new int[width];
    for (int y = 0; y < height; y++) {
      image.getRGB(0, y, width, 1, row, 0, width);
      for (int x = 0; x < width; x++) {
        int at = y * width + x;
        values[at] = (row[x] >> 16 & 0xFF) / LARGEST;
        values[plane + at] = (row[x] >> 8 & 0xFF) / LARGEST;
        values[2 * plane + at] = (row[x] & 0xFF) / LARGEST;
      }
    }
    return values;
  }
}
