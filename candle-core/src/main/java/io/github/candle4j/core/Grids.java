package io.github.candle4j.core;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Coordinates of grids: [Tensor#meshgrid].
final class Grids {
  private Grids() {}

  static List<Tensor> meshgrid(List<? extends Tensor> axes, boolean xy) {
    if (axes.size() < 2) {
      throw new CandleException(
          CandleException.Kind.ARGUMENT, "meshgrid", "meshgrid expects at least two tensors");
    }
    Shape shape = Shape.of(axes.stream().map(Tensor::dims1).toList());
    int[] alone = new int[axes.size()];
    List<Tensor> grids = new ArrayList<>();
    for (int d = 0; d < alone.length; d++) {
      Arrays.fill(alone, 1);
      alone[d] = shape.dim(d);
      Tensor grid = axes.get(d).reshape(alone).broadcastAs(shape);
      grids.add((xy ? grid.transpose(0, 1) : grid).contiguous());
    }
    return grids;
  }
}
