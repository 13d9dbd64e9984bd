package io.github.candle4j.nn.data;

import io.github.candle4j.core.CandleException;
import io.github.candle4j.core.CandleException.Kind;
import io.github.candle4j.core.DType;
import io.github.candle4j.core.Device;
import io.github.candle4j.core.Shape;
import io.github.candle4j.core.Tensor;
import io.github.candle4j.nn.optional.Optionals;
import java.nio.file.Path;
import java.util.Random;

/// Reads images, writes them, and changes them for training. An image is `[channels, height, width]`.
///
/// {@snippet :
/// Samples<Example> train =
///     ImageFolder.open(folder)
///         .augment((s, random) -> {
///           Tensor image = Images.randomCrop(s.input(), 32, 4, random);
///           return new Example(Images.randomFlip(image, random), s.target());
///         });
/// }
public final class Images {
  private Images() {}

  /// The image of a file, red, green and blue: F32 `[3, height, width]` from 0 to 1. Grey images have their grey in all three channels,
  /// transparency is left out, and orientation marks of cameras are not followed.
  ///
  /// Formats: those of `javax.imageio`: PNG, JPEG, GIF (its first image), BMP, WBMP, TIFF.
  ///
  /// @throws CandleException naming the file if it cannot be read, or the module `java.desktop` is not there
  public static Tensor read(Path file) {
    Optionals.check(
        "read", "javax.imageio.ImageIO", "images", "the module java.desktop of the JDK");
    return ImageReading.read(file);
  }

  /// The image mirrored, left to right.
  public static Tensor flip(Tensor image) {
    check("flip", image);
    return image.flip(2);
  }

  /// The image or its mirror image, with equal probability.
  public static Tensor randomFlip(Tensor image, Random random) {
    check("flip", image);
    return random.nextBoolean() ? image.flip(2) : image;
  }

  /// A part of the image, `[channels, height, width]`, whose corner is `top` rows and `left` columns inside.
  ///
  /// @throws CandleException if the part is not within the image
  public static Tensor crop(Tensor image, int top, int left, Shape size) {
    check("crop", image);
    if (size.rank() != 2) {
      throw CandleException.unexpectedRank("crop", 2, size);
    }
    int height = size.dim(0);
    int width = size.dim(1);
    if (top < 0 || left < 0 || top > image.dim(1) - height || left > image.dim(2) - width) {
      throw new CandleException(
          Kind.INDEX,
          "crop",
          "crop: a part "
              + size
              + " from row "
              + top
              + ", column "
              + left
              + " of "
              + image.shape());
    }
    return image.narrow(1, top, height).narrow(2, left, width);
  }

  /// The middle part of the image, `[channels, size, size]`.
  ///
  /// @throws CandleException if the image is smaller
  public static Tensor centerCrop(Tensor image, int size) {
    check("crop", image);
    return crop(
        image,
        Math.floorDiv(image.dim(1) - size, 2),
        Math.floorDiv(image.dim(2) - size, 2),
        Shape.of(size, size));
  }

  /// A part of the image at random, `[channels, size, size]`, after `padding` rows and columns of zeros were put on each side.
  ///
  /// @throws CandleException if the padded image is smaller, or the padding is negative
  public static Tensor randomCrop(Tensor image, int size, int padding, Random random) {
    check("crop", image);
    if (padding < 0) {
      throw new CandleException(
          Kind.ARGUMENT, "crop", "crop: the padding must be 0 or more, got " + padding);
    }
    Tensor padded = image.padWithZeros(1, padding, padding).padWithZeros(2, padding, padding);
    int rows = padded.dim(1) - size;
    int columns = padded.dim(2) - size;
    if (size < 1 || rows < 0 || columns < 0) {
      throw new CandleException(
          Kind.INDEX,
          "crop",
          "crop: a part of " + size + " x " + size + " of a padded image " + padded.shape());
    }
    return crop(
        padded, random.nextInt(rows + 1), random.nextInt(columns + 1), Shape.of(size, size));
  }

  /// The image in another size, `[channels, height, width]`, by bilinear interpolation between the centres of its pixels. Pixels are not
  /// averaged: an image that becomes much smaller shows only some of them.
  ///
  /// @throws CandleException if height or width is less than 1
  public static Tensor resize(Tensor image, int height, int width) {
    check("resize", image);
    if (height < 1 || width < 1) {
      throw new CandleException(
          Kind.ARGUMENT,
          "resize",
          "resize: height and width must be 1 or more, got " + height + " and " + width);
    }
    return image.unsqueeze(0).upsampleBilinear2d(height, width, false).squeeze(0);
  }

  /// `(image - mean) / std` for each channel.
  ///
  /// @throws CandleException if there is not a mean and a standard deviation above 0 for each channel
  public static Tensor normalize(Tensor image, double[] mean, double[] std) {
    check("normalize", image);
    int channels = image.dim(0);
    if (mean.length != channels || std.length != channels) {
      throw new CandleException(
          Kind.SHAPE,
          "normalize",
          "normalize: "
              + mean.length
              + " means and "
              + std.length
              + " standard deviations for "
              + channels
              + " channels");
    }
    double[] scale = new double[channels];
    double[] shift = new double[channels];
    for (int c = 0; c < channels; c++) {
      if (!(std[c] > 0) || !Double.isFinite(mean[c]) || !Double.isFinite(std[c])) {
        throw new CandleException(
            Kind.ARGUMENT,
            "normalize",
            "normalize: channel "
                + c
                + " wants a mean and a standard deviation above 0, got "
                + mean[c]
                + " and "
                + std[c]);
      }
      scale[c] = 1 / std[c];
      shift[c] = -mean[c] / std[c];
    }
    return image
        .broadcastMul(column(scale, image.dtype()))
        .broadcastAdd(column(shift, image.dtype()));
  }

  private static Tensor column(double[] values, DType dtype) {
    return Tensor.fromVec(values, Shape.of(values.length, 1, 1), dtype, Device.CPU);
  }

  /// The image as a PNG file: U8, or floats from 0 to 1, `[1, height, width]` for grey, `[3, height, width]` for red, green and blue.
  /// Floats outside of 0 to 1 are taken for the nearest of the two.
  ///
  /// @throws CandleException if it has another shape or dtype, or is empty
  public static byte[] png(Tensor image) {
    check("png", image);
    return Png.encode(image);
  }

  private static void check(String operation, Tensor image) {
    if (image.rank() != 3) {
      throw CandleException.withHint(
          Kind.SHAPE,
          operation,
          "unexpected rank, expected: 3, got: " + image.rank() + " (" + image.shape() + ")",
          "an image is [channels, height, width]");
    }
  }
}
