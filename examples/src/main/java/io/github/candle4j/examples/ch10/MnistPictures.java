package io.github.candle4j.examples.ch10;

import io.github.candle4j.core.DType;
import io.github.candle4j.core.Tensor;
import io.github.candle4j.examples.common.Pictures;
import io.github.candle4j.examples.common.Tiles;
import io.github.candle4j.nn.train.ConfusionMatrix;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/// Pictures of what a network learned.
final class MnistPictures {
  private static final int DIGITS = 10;
  private static final int TILE = 48;
  private static final int COLUMNS = 16;

  private MnistPictures() {}

  /// The filters of the first convolution: those of 32 x 3 x 3 weights, in two rows.
  static void filters(Path file, DigitReader model) {
    Tiles.write(file, rows(model.conv1().weight().squeeze(1)), TILE);
  }

  // @start region="maps"
  /// What the first convolution makes of an image: a map for each filter.
  static void maps(Path file, DigitReader model, Tensor image) { // image: [1, 28, 28]
    Tensor maps = model.conv1().forward(image.unsqueeze(0)).relu().squeeze(0); // [32, 26, 26]
    List<List<Tensor>> rows = new ArrayList<>(List.of(List.of(image.squeeze(0))));
    rows.addAll(rows(maps.detach()));
    Tiles.write(file, rows, TILE);
  }

  // @end
  /// How often each digit, a row, is taken for each, a column; the right ones left out, as they would outshine the rest.
  static void confusion(Path file, Digits digits, Tensor predictions) {
    ConfusionMatrix matrix = ConfusionMatrix.of(predictions, digits.testLabels(), DIGITS);
    float[][] wrong = new float[DIGITS][DIGITS];
    for (int label = 0; label < DIGITS; label++) {
      for (int answer = 0; answer < DIGITS; answer++) {
        wrong[label][answer] = label == answer ? 0 : matrix.count(label, answer);
      }
    }
    List<String> names = IntStream.range(0, DIGITS).mapToObj(Integer::toString).toList();
    Pictures.heatMap(
        file,
        new Pictures.Titles("Which digits are taken for which", "answer", "true digit"),
        new Pictures.Grid(names, names, wrong));
  }

  /// The images that are read wrong, the first 48 of them.
  static void wrong(Path file, Digits digits, Tensor predictions) {
    int[] wrong =
        predictions.ne(digits.testLabels()).nonzero().flattenAll().toDtype(DType.U32).toVec1U32();
    List<Tensor> images = new ArrayList<>();
    for (int i = 0; i < Math.min(wrong.length, 3 * COLUMNS); i++) {
      images.add(digits.test().get(wrong[i]).squeeze(0));
    }
    Tiles.write(file, cut(images), TILE);
  }

  private static List<List<Tensor>> rows(Tensor matrices) {
    List<Tensor> all = new ArrayList<>();
    for (int i = 0; i < matrices.dim(0); i++) {
      all.add(matrices.get(i));
    }
    return cut(all);
  }

  private static List<List<Tensor>> cut(List<Tensor> all) {
    List<List<Tensor>> rows = new ArrayList<>();
    for (int start = 0; start < all.size(); start += COLUMNS) {
      rows.add(all.subList(start, Math.min(all.size(), start + COLUMNS)));
    }
    return rows;
  }
}
