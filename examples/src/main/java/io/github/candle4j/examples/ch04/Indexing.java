package io.github.candle4j.examples.ch04;

import static io.github.candle4j.core.Index.all;
import static io.github.candle4j.core.Index.at;
import static io.github.candle4j.core.Index.range;

import io.github.candle4j.core.Device;
import io.github.candle4j.core.Tensor;
import java.io.PrintWriter;

/// Parts of a tensor.
final class Indexing {
  private Indexing() {}

  // @start region="indexing"
  static void show(PrintWriter out) {
    Tensor x = Tensor.of(new float[][] {{1, 2, 3, 4}, {5, 6, 7, 8}, {9, 10, 11, 12}}, Device.CPU);
    out.println("get(1)                 " + x.get(1)); // a row
    out.println("i(2, 3)                " + x.i(2, 3).toScalarF32()); // a number
    out.println("i(all(), at(1))        " + x.i(all(), at(1))); // a column
    out.println("i(range(0, 2), range(1, 3))");
    out.println(x.i(range(0, 2), range(1, 3)));
    out.println("narrow(1, 2, 2)"); // dimension 1, from 2 on, 2 of them
    out.println(x.narrow(1, 2, 2));

    Tensor rows = Tensor.of(new int[] {2, 0}, Device.CPU);
    out.println("indexSelect(rows, 0)");
    out.println(x.indexSelect(rows, 0)); // whole rows
    Tensor columns = Tensor.of(new int[][] {{0}, {3}, {1}}, Device.CPU); // [3, 1]
    out.println("gather(columns, 1)");
    out.println(x.gather(columns, 1)); // one number of each row
  }
  // @end
}
