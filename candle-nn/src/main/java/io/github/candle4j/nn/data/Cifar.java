package io.github.candle4j.nn.data;

import io.github.candle4j.core.CandleException;
import io.github.candle4j.core.DType;
import io.github.candle4j.core.Device;
import io.github.candle4j.core.Shape;
import io.github.candle4j.core.Tensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// CIFAR-10, photographs of 32 x 32 in ten classes: Krizhevsky, "Learning multiple layers of features from tiny images", 2009. The files are those
/// of its binary version: for each image a byte with its label, then 1,024 bytes each of red, green and blue, row by row.
public final class Cifar {
  private static final int SIDE = 32;
  private static final int CHANNELS = 3;
  private static final int PIXELS = CHANNELS * SIDE * SIDE;
  private static final int RECORD = 1 + PIXELS;
  private static final int TRAIN_FILES = 5;
  private static final int CLASSES = 10;
  private static final double LARGEST = 255;

  private Cifar() {}

  /// The whole set from the files `data_batch_1.bin` to `data_batch_5.bin` and `test_batch.bin` of a folder.
  ///
  /// - images F32 `[n, 3, 32, 32]` from 0 to 1, labels U8 `[n]`
  ///
  /// @throws CandleException naming the file and the byte if one is missing or damaged
  public static Dataset loadDir(Path dir) {
    List<Tensor> images = new ArrayList<>();
    List<Tensor> labels = new ArrayList<>();
    for (int i = 1; i <= TRAIN_FILES; i++) {
      Example part = load(dir.resolve("data_batch_" + i + ".bin"));
      images.add(part.input());
      labels.add(part.target());
    }
    Example test = load(dir.resolve("test_batch.bin"));
    return new Dataset(
        Tensor.cat(images, 0), Tensor.cat(labels, 0), test.input(), test.target(), CLASSES);
  }

  /// The images and labels of one file.
  ///
  /// - input F32 `[n, 3, 32, 32]` from 0 to 1, target U8 `[n]`
  ///
  /// @throws CandleException naming the file and the byte if it cannot be read
  public static Example load(Path file) {
    byte[] all;
    try {
      all = Files.readAllBytes(file);
    } catch (IOException e) {
      throw DataErrors.of("open", file, e);
    }
    int n = all.length / RECORD;
    if (n == 0 || all.length % RECORD != 0) {
      throw DataErrors.at(
          "cifar",
          file,
          (long) n * RECORD,
          "an image has " + RECORD + " bytes, the file has " + all.length % RECORD + " left");
    }
    byte[] labels = new byte[n];
    byte[] pixels = new byte[n * PIXELS];
    for (int i = 0; i < n; i++) {
      int start = i * RECORD;
      labels[i] = all[start];
      if (Byte.toUnsignedInt(labels[i]) >= CLASSES) {
        throw DataErrors.at(
            "cifar",
            file,
            start,
            "label " + i + " is " + Byte.toUnsignedInt(labels[i]) + ", it must be 0 to 9");
      }
      System.arraycopy(all, start + 1, pixels, i * PIXELS, PIXELS);
    }
    Tensor images =
        Tensor.fromVec(pixels, Shape.of(n, CHANNELS, SIDE, SIDE), Device.CPU)
            .toDtype(DType.F32)
            .affine(1 / LARGEST, 0);
    return new Example(images, Tensor.fromVec(labels, Shape.of(n), Device.CPU));
  }
}
