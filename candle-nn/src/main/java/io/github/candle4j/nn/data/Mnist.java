package io.github.candle4j.nn.data;

import io.github.candle4j.core.CandleException;
import io.github.candle4j.core.DType;
import io.github.candle4j.core.Device;
import io.github.candle4j.core.Shape;
import io.github.candle4j.core.Tensor;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// Handwritten digits, 28 x 28: LeCun, Bottou, Bengio and Haffner, "Gradient-based learning applied to document recognition", 1998. The files
/// are in the IDX format, as they are or packed with gzip.
///
/// {@snippet :
/// Dataset mnist = Mnist.loadDir(Path.of("mnist"));
/// Tensor images = mnist.trainImages().reshape(-1, 1, 28, 28);
/// }
public final class Mnist {
  private static final int IMAGES = 0x803;
  private static final int LABELS = 0x801;
  private static final int CLASSES = 10;
  private static final double LARGEST = 255;

  private Mnist() {}

  /// The whole set from the four files of a folder: `train-images-idx3-ubyte`, `train-labels-idx1-ubyte`, `t10k-images-idx3-ubyte` and
  /// `t10k-labels-idx1-ubyte`, or the same with `.gz`.
  ///
  /// - images F32 `[n, 784]` from 0 to 1, labels U8 `[n]`
  ///
  /// @throws CandleException naming the file and the byte if one is missing or damaged
  public static Dataset loadDir(Path dir) {
    return new Dataset(
        loadImages(find(dir, "train-images-idx3-ubyte")),
        loadLabels(find(dir, "train-labels-idx1-ubyte")),
        loadImages(find(dir, "t10k-images-idx3-ubyte")),
        loadLabels(find(dir, "t10k-labels-idx1-ubyte")),
        CLASSES);
  }

  /// Images of one file: F32 `[n, rows * columns]` from 0 to 1.
  ///
  /// @throws CandleException naming the file and the byte if it cannot be read
  public static Tensor loadImages(Path file) {
    try (ByteFile in = ByteFile.open("mnist", file)) {
      magic(in, IMAGES, "images");
      int n = count(in, "the number of images");
      int rows = count(in, "the number of rows");
      int columns = count(in, "the number of columns");
      long size = (long) rows * columns;
      if (size > 0 && n > Shape.MAX_ELEMENTS / size) {
        throw in.at(4, n + " images of " + size + " pixels are more than a tensor holds");
      }
      byte[] pixels = in.bytes((int) (n * size), "pixels");
      in.end();
      return Tensor.fromVec(pixels, Shape.of(n, (int) size), Device.CPU)
          .toDtype(DType.F32)
          .affine(1 / LARGEST, 0);
    }
  }

  /// Labels of one file: U8 `[n]` from 0 to 9.
  ///
  /// @throws CandleException naming the file and the byte if it cannot be read
  public static Tensor loadLabels(Path file) {
    try (ByteFile in = ByteFile.open("mnist", file)) {
      magic(in, LABELS, "labels");
      int n = count(in, "the number of labels");
      long start = in.place();
      byte[] labels = in.bytes(n, "labels");
      in.end();
      for (int i = 0; i < n; i++) {
        if (Byte.toUnsignedInt(labels[i]) >= CLASSES) {
          throw in.at(
              start + i,
              "label " + i + " is " + Byte.toUnsignedInt(labels[i]) + ", it must be 0 to 9");
        }
      }
      return Tensor.fromVec(labels, Shape.of(n), Device.CPU);
    }
  }

  private static void magic(ByteFile in, int wanted, String what) {
    int found = in.number("the magic number");
    if (found != wanted) {
      throw in.at(
          0,
          "a file of "
              + what
              + " begins with the number "
              + wanted
              + ", this one with "
              + Integer.toUnsignedLong(found));
    }
  }

  private static int count(ByteFile in, String what) {
    long place = in.place();
    int count = in.number(what);
    if (count < 0 || count > Shape.MAX_ELEMENTS) {
      throw in.at(place, what + " is " + Integer.toUnsignedLong(count) + ", which cannot be");
    }
    return count;
  }

  /// The file of that name, as it is or packed.
  private static Path find(Path dir, String name) {
    List<Path> places = List.of(dir.resolve(name), dir.resolve(name + ".gz"));
    return places.stream()
        .filter(Files::exists)
        .findFirst()
        .orElseThrow(() ->
            CandleException.withHint(
                CandleException.Kind.FILE,
                "mnist",
                "mnist: there is no " + name + " in " + dir + ", and no " + name + ".gz",
                "loadImages(file) and loadLabels(file) read single files"));
  }
}
