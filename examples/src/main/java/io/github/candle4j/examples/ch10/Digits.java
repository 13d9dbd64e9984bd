package io.github.candle4j.examples.ch10;

import io.github.candle4j.core.DType;
import io.github.candle4j.core.Tensor;
import io.github.candle4j.examples.common.Download;
import io.github.candle4j.examples.common.InputException;
import io.github.candle4j.nn.data.Dataset;
import io.github.candle4j.nn.data.Mnist;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Images of digits to train with and to test with.
///
/// @param train images `[n, 1, 28, 28]` from 0 to 1
/// @param trainLabels `[n]` U32
/// @param test images `[m, 1, 28, 28]`
/// @param testLabels `[m]` U32
/// @param firstTest the number of the first test image in the file t10k
record Digits(Tensor train, Tensor trainLabels, Tensor test, Tensor testLabels, int firstTest) {
  private static final String PLACE = "https://storage.googleapis.com/cvdf-datasets/mnist/";
  private static final List<Download> FILES =
      List.of(
          file(
              "train-images-idx3",
              "440fcabf73cc546fa21475e81ea370265605f56be210a4024d2ca8f203523609"),
          file(
              "train-labels-idx1",
              "3552534a0a558bbed6aed32b30c495cca23d567ec52cac8be1a0730e8010255c"),
          file(
              "t10k-images-idx3",
              "8d422c7b0a1c1c79245a5bcf07fe86e33eeafee792b84584aec276f5a2dbc4e6"),
          file(
              "t10k-labels-idx1",
              "f7ae60f92e00ec6debd23a6088c31dbd2371eca3ffa0defaefb259924204aec6"));

  private static Download file(String name, String sha256) {
    return new Download(URI.create(PLACE + name + "-ubyte.gz"), sha256);
  }

  // @start region="load"
  /// The first images of MNIST to train with, and its test images. Where the folder has only the test images, one half of them is to train with, the
  /// other half to test with.
  static Digits load(@Nullable Path folder, int images) {
    Dataset mnist;
    int firstTest = 0;
    if (folder == null) {
      mnist = Mnist.loadDir(downloaded());
    } else if (has(folder, "train-images-idx3-ubyte")) {
      mnist = Mnist.loadDir(folder);
    } else {
      mnist = halves(folder);
      firstTest = mnist.trainImages().dim(0);
    }
    int count = Math.min(images, mnist.trainImages().dim(0));
    return new Digits(
        mnist.trainImages().narrow(0, 0, count).reshape(-1, 1, 28, 28),
        mnist.trainLabels().narrow(0, 0, count).toDtype(DType.U32),
        mnist.testImages().reshape(-1, 1, 28, 28),
        mnist.testLabels().toDtype(DType.U32),
        firstTest);
  }

  // @end
  private static Path downloaded() {
    List<Path> files = FILES.stream().map(file -> file.get("mnist")).toList();
    Path folder = files.getFirst().getParent();
    if (folder == null) {
      throw new InputException(files.getFirst() + ": the file has no folder");
    }
    return folder;
  }

  private static boolean has(Path folder, String name) {
    return Files.exists(folder.resolve(name)) || Files.exists(folder.resolve(name + ".gz"));
  }

  private static Dataset halves(Path folder) {
    if (!has(folder, "t10k-images-idx3-ubyte")) {
      throw new InputException(folder + ": there are no files of MNIST in this folder");
    }
    Tensor images = Mnist.loadImages(packed(folder, "t10k-images-idx3-ubyte"));
    Tensor labels = Mnist.loadLabels(packed(folder, "t10k-labels-idx1-ubyte"));
    int half = images.dim(0) / 2;
    int rest = images.dim(0) - half;
    return new Dataset(
        images.narrow(0, 0, half),
        labels.narrow(0, 0, half),
        images.narrow(0, half, rest),
        labels.narrow(0, half, rest),
        10);
  }

  private static Path packed(Path folder, String name) {
    Path plain = folder.resolve(name);
    return Files.exists(plain) ? plain : folder.resolve(name + ".gz");
  }

  /// An image by its number in the file t10k: `[1, 28, 28]`.
  Tensor image(int number) {
    return number < firstTest ? train.get(number) : test.get(number - firstTest);
  }

  /// What an image shows, by its number in the file t10k.
  int label(int number) {
    Tensor label =
        number < firstTest ? trainLabels.get(number) : testLabels.get(number - firstTest);
    return label.toScalarU32();
  }

  /// True for a number of the file t10k that is among these images.
  boolean has(int number) {
    return number < firstTest ? number < train.dim(0) : number < firstTest + test.dim(0);
  }
}
