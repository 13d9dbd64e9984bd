package io.github.candle4j.examples.ch13;

import io.github.candle4j.core.Device;
import io.github.candle4j.core.Shape;
import io.github.candle4j.core.Tensor;
import java.util.Arrays;
import java.util.List;

/// Texts of different lengths in one tensor.
///
/// @param ids `[texts, longest]`, filled up with the id for padding
/// @param mask the same shape: 1 for a token, 0 for padding
record PaddedBatch(Tensor ids, Tensor mask) {
  // @start region="batch"
  static PaddedBatch of(BytePairEncoding bpe, List<String> texts) {
    List<List<Integer>> encoded = texts.stream().map(bpe::encode).toList();
    int longest = encoded.stream().mapToInt(List::size).max().orElse(0);
    int[] ids = new int[texts.size() * longest];
    byte[] mask = new byte[ids.length];
    Arrays.fill(ids, bpe.padding());
    for (int row = 0; row < encoded.size(); row++) {
      List<Integer> text = encoded.get(row);
      for (int i = 0; i < text.size(); i++) {
        ids[row * longest + i] = text.get(i);
        mask[row * longest + i] = 1;
      }
    }
    Shape shape = Shape.of(texts.size(), longest);
    return new PaddedBatch(
        Tensor.fromVec(ids, shape, Device.CPU), Tensor.fromVec(mask, shape, Device.CPU));
  }
  // @end
}
