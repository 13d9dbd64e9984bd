package io.github.candle4j.nn.data;

import java.nio.file.Path;
import java.util.List;

/// Articles of clothing, 28 x 28, in files like those of [Mnist]: Xiao, Rasul and Vollgraf, arXiv 1708.07747.
public final class FashionMnist {
  /// What the labels 0 to 9 mean.
  public static final List<String> NAMES =
      List.of(
          "T-shirt/top",
          "Trouser",
          "Pullover",
          "Dress",
          "Coat",
          "Sandal",
          "Shirt",
          "Sneaker",
          "Bag",
          "Ankle boot");

  private FashionMnist() {}

  /// The whole set from the four files of a folder, which have the names of those of [Mnist].
  ///
  /// - images F32 `[n, 784]` from 0 to 1, labels U8 `[n]`
  ///
  /// @throws io.github.candle4j.core.CandleException naming the file and the byte if one is missing or damaged
  public static Dataset loadDir(Path dir) {
    return Mnist.loadDir(dir);
  }
}
