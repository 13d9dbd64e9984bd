package io.github.candle4j.examples.ch10;

/// Convolution in plain loops over arrays, one channel.
final class SlidingWindow {
  private SlidingWindow() {}

  // @start region="slide"
  /// Slides the kernel over the image, `stride` pixels at a time, with `padding` zeros around the image.
  static double[][] convolve(double[][] image, double[][] kernel, int padding, int stride) {
    int height = outputSize(image.length, kernel.length, padding, stride);
    int width = outputSize(image[0].length, kernel[0].length, padding, stride);
    double[][] result = new double[height][width];
    for (int row = 0; row < height; row++) {
      for (int column = 0; column < width; column++) {
        int top = row * stride - padding;
        int left = column * stride - padding;
        for (int i = 0; i < kernel.length; i++) {
          for (int j = 0; j < kernel[i].length; j++) {
            result[row][column] += pixel(image, top + i, left + j) * kernel[i][j];
          }
        }
      }
    }
    return result;
  }

  private static double pixel(double[][] image, int row, int column) {
    boolean inside = row >= 0 && row < image.length && column >= 0 && column < image[0].length;
    return inside ? image[row][column] : 0;
  }

  // @end
  // @start region="size"
  /// How often a kernel fits: `⌊(size + 2 padding - kernel) / stride⌋ + 1`.
  static int outputSize(int size, int kernel, int padding, int stride) {
    return (size + 2 * padding - kernel) / stride + 1;
  }
  // @end
}
