package io.github.candle4j.examples.ch05;

import io.github.candle4j.core.Device;
import io.github.candle4j.core.Shape;
import io.github.candle4j.core.Tensor;
import io.github.candle4j.examples.common.InputException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/// Flowers as tensors.
///
/// @param features `[flowers, 4]`, the measurements
/// @param labels `[flowers]`, the class ids, as U32
public record IrisData(Tensor features, Tensor labels) {
  /// The 150 flowers that come with the program, their measurements from 0 to 1.
  public static IrisData flowers(Device device) {
    return of(IrisCsv.embedded(), device).normalized();
  }

  static IrisData of(IrisTable table, Device device) {
    int flowers = table.species().length;
    return new IrisData(
        Tensor.fromVec(table.measurements(), Shape.of(flowers, 4), device),
        Tensor.fromSlice(table.species(), Shape.of(flowers), device));
  }

  /// The number of flowers.
  public int size() {
    return features.dim(0);
  }

  /// Each measurement moved to the interval from 0 (the smallest of all flowers) to 1 (the largest). A measurement that is
  /// the same for all flowers tells nothing about them and becomes 0.
  IrisData normalized() {
    Tensor min = features.min(0); // [4]
    Tensor range = features.max(0).sub(min); // [4]
    Tensor divisor = range.eq(0).whereCond(range.onesLike(), range);
    return new IrisData(features.broadcastSub(min).broadcastDiv(divisor), labels);
  }

  /// The same flowers in another order.
  public IrisData shuffled(Random random) {
    List<Integer> order = new ArrayList<>(IntStream.range(0, size()).boxed().toList());
    Collections.shuffle(order, random);
    Tensor ids = Tensor.of(order.stream().mapToInt(Integer::intValue).toArray(), features.device());
    return new IrisData(features.indexSelect(ids, 0), labels.indexSelect(ids, 0));
  }

  /// Flowers to learn from, and flowers that the network never sees in training.
  record Parts(IrisData training, IrisData heldOut) {}

  /// The first part is without `count` flowers, which the seed draws; they are the second part.
  Parts split(int count, long seed) {
    if (count < 0 || count >= size()) {
      throw new InputException(
          "--hold-out must be from 0 to " + (size() - 1) + ", as there are " + size() + " flowers");
    }
    if (count == 0) {
      return new Parts(this, this);
    }
    IrisData mixed = shuffled(new Random(seed));
    return new Parts(mixed.part(count, size() - count), mixed.part(0, count));
  }

  private IrisData part(int start, int length) {
    return new IrisData(features.narrow(0, start, length), labels.narrow(0, start, length));
  }

  /// Parts of `batchSize` flowers; the last one has what is left.
  public List<IrisData> batches(int batchSize) {
    List<IrisData> batches = new ArrayList<>();
    for (int start = 0; start < size(); start += batchSize) {
      int length = Math.min(batchSize, size() - start);
      batches.add(part(start, length));
    }
    return batches;
  }
}
