package io.github.candle4j.core;

import static io.github.candle4j.core.SameBits.assertSameBits;

import io.github.candle4j.core.cpu.Parallel;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

/// Selections, scatters, sorts and scans: the same bits on 1 and on 8 threads, with loops that really were shared.
@Isolated
class SelectionThreadCountTest {
  private static final Device CPU = Device.CPU;
  private final int threads = Parallel.threads();
  private final Random random = new Random(42);

  @AfterEach
  void restore() {
    SameBits.restore(threads);
  }

  @Test
  void selections() {
    Tensor x = numbers(DType.F32, 500, 301);
    Tensor rows = ids(500, 1000);
    assertSameBits(() -> x.indexSelect(rows, 0));
    assertSameBits(() -> x.t().indexSelect(rows, 1));
    Tensor columns = ids(301, 1000);
    assertSameBits(() -> x.indexSelect(columns, 1));
    Tensor all = ids(301, 500, 301);
    assertSameBits(() -> x.gather(all, 0));
    assertSameBits(() -> x.gather(all, 1));
  }

  @Test
  void sumsOfRows() {
    for (DType dtype : new DType[] {DType.F32, DType.F64, DType.BF16, DType.I64}) {
      Tensor x = numbers(dtype, 50, 700);
      Tensor rows = ids(50, 900);
      Tensor src = numbers(dtype, 900, 700);
      assertSameBits(() -> x.indexAdd(rows, src, 0));
      Tensor columns = ids(300, 900);
      assertSameBits(() -> numbers(dtype, 200, 300).indexAdd(columns, numbers(dtype, 200, 900), 1));
    }
  }

  @Test
  void scatters() {
    for (DType dtype : new DType[] {DType.F32, DType.F64, DType.F16, DType.I64}) {
      Tensor x = numbers(dtype, 40, 4000);
      Tensor src = numbers(dtype, 100, 4000);
      Tensor few = ids(40, 100, 4000);
      assertSameBits(() -> x.scatterAdd(few, src, 0));
      assertSameBits(() -> x.scatter(few, src, 0));
      Tensor lines = numbers(dtype, 4000, 40);
      Tensor along = ids(40, 4000, 40);
      assertSameBits(() -> lines.scatterAdd(along, numbers(dtype, 4000, 40), 1));
      assertSameBits(() -> lines.scatter(along, numbers(dtype, 4000, 40), 1));
    }
  }

  @Test
  void sorts() {
    for (DType dtype : new DType[] {DType.F32, DType.F64, DType.I64}) {
      Tensor x = numbers(dtype, 400, 500);
      assertSameBits(() -> x.argSortLastDim(true));
      assertSameBits(() -> x.sort(0, false).values());
      assertSameBits(() -> x.topk(5).indices());
      assertSameBits(() -> x.median(0).values());
    }
    assertSameBits(() -> numbers(DType.F32, 300_001).argSortLastDim(true));
  }

  @Test
  void scans() {
    for (DType dtype : new DType[] {DType.F32, DType.F64, DType.F16}) {
      Tensor x = numbers(dtype, 200, 1500);
      assertSameBits(() -> x.cumsum(0));
      assertSameBits(() -> x.cumsum(1));
      assertSameBits(() -> x.cumprod(0));
      assertSameBits(() -> x.cumprod(1));
      assertSameBits(() -> x.prod(1));
    }
    assertSameBits(() -> numbers(DType.I64, 200, 1500).cumsum(0));
  }

  private Tensor numbers(DType dtype, int... dims) {
    Shape shape = Shape.of(dims);
    double[] x = new Random(42).doubles(shape.arrayLength(), -2, 2).toArray();
    return Tensor.fromVec(x, shape, CPU).toDtype(dtype);
  }

  private Tensor ids(int size, int... dims) {
    Shape shape = Shape.of(dims);
    return Tensor.fromVec(random.ints(shape.arrayLength(), 0, size).toArray(), shape, CPU);
  }
}
