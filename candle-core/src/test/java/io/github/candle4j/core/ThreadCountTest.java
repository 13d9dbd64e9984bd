package io.github.candle4j.core;

import static io.github.candle4j.core.SameBits.assertSameBits;

import io.github.candle4j.core.cpu.Parallel;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

/// The same bits on 1 and on 8 threads, with loops that really were shared.
@Isolated
class ThreadCountTest {
  private static final Device CPU = Device.CPU;
  private final int threads = Parallel.threads();

  @AfterEach
  void restore() {
    SameBits.restore(threads);
  }

  @Test
  void elementwise() {
    Tensor x = numbers(DType.F32, 200, 701);
    Tensor y = numbers(DType.F32, 200, 701);
    assertSameBits(() -> x.gelu());
    assertSameBits(() -> x.mul(y).add(1));
    assertSameBits(() -> x.t().add(y.t()));
    assertSameBits(() -> x.i(Index.all(), Index.from(1)).exp());
    assertSameBits(() -> numbers(DType.F64, 200, 701).tanh());
    assertSameBits(() -> x.toDtype(DType.BF16).sigmoid());
    assertSameBits(() -> x.gt(y).whereCond(x, y));
    assertSameBits(() -> x.mul(1000).toDtype(DType.I64));
  }

  @Test
  void reductionOfLongRows() {
    Tensor x = numbers(DType.F32, 500_003);
    assertSameBits(x::sumAll);
    assertSameBits(x::maxAll);
    assertSameBits(() -> numbers(DType.F32, 3, 200_001).sum(1));
    assertSameBits(() -> numbers(DType.F32, 3, 200_001).min(1));
  }

  @Test
  void reductionOfLongRowsOfOtherKinds() {
    assertSameBits(() -> numbers(DType.F64, 300_001).sumAll());
    assertSameBits(() -> numbers(DType.F64, 300_001).maxAll());
    assertSameBits(() -> numbers(DType.F16, 300_001).sumAll());
    assertSameBits(() -> numbers(DType.F32, 300_001).mul(100).toDtype(DType.I64).sumAll());
    assertSameBits(() -> numbers(DType.F32, 300_001).mul(100).toDtype(DType.I16).minAll());
    assertSameBits(() -> numbers(DType.F32, 501, 601).t().sumAll());
    assertSameBits(() -> numbers(DType.F32, 300_001).affine(1e-5, 1).prodAll());
  }

  @Test
  void copies() {
    Tensor x = numbers(DType.F32, 300, 701);
    assertSameBits(x::copy);
    assertSameBits(() -> x.t().copy());
    assertSameBits(() -> x.reshape(30, 10, 701).permute(2, 0, 1).contiguous());
    assertSameBits(() -> Tensor.cat(1, x, x.mul(2)));
    assertSameBits(() -> x.padWithZeros(1, 2, 3));
    assertSameBits(() -> x.toDtype(DType.BF16).t().copy());
    assertSameBits(() -> x.pow(x.abs()));
  }

  @Test
  void reductionOfManyRows() {
    assertSameBits(() -> numbers(DType.F32, 4001, 100).sum(1));
    assertSameBits(() -> numbers(DType.F64, 4001, 100).sum(1));
    assertSameBits(() -> numbers(DType.F16, 4001, 100).max(1));
    assertSameBits(() -> numbers(DType.F32, 4001, 100).argmax(1));
  }

  @Test
  void reductionOfWholeLines() {
    Tensor x = numbers(DType.F32, 301, 5003);
    assertSameBits(() -> x.sum(0));
    assertSameBits(() -> x.max(0));
    assertSameBits(() -> x.reshape(7, 43, 5003).sum(1));
  }

  @Test
  void reductionOfGatheredElements() {
    Tensor x = numbers(DType.F32, 40, 50, 300);
    assertSameBits(() -> x.transpose(0, 2).sum(1, 2), false);
    assertSameBits(() -> x.sum(0, 2));
    assertSameBits(() -> x.permute(2, 0, 1).min(1));
    assertSameBits(() -> numbers(DType.F64, 40, 50, 300).sum(0, 2));
  }

  @Test
  void rows() {
    Tensor x = numbers(DType.F32, 701, 130);
    assertSameBits(() -> Fused.softmax(x, 1));
    assertSameBits(() -> Fused.softmax(x, 0));
    assertSameBits(() -> Fused.logSoftmax(x, 1));
    assertSameBits(() -> Fused.softmax(x.toDtype(DType.F64), 1));
  }

  @Test
  void products() {
    Tensor a = numbers(DType.F32, 24, 65, 67);
    Tensor b = numbers(DType.F32, 24, 67, 33);
    assertSameBits(() -> a.matmul(b));
    assertSameBits(() -> a.broadcastMatmul(b.get(0)), false);
    assertSameBits(() -> a.toDtype(DType.F64).matmul(b.toDtype(DType.F64)));
    assertSameBits(() -> numbers(DType.F32, 300, 301).matmul(numbers(DType.F32, 301, 302)), false);
  }

  @Test
  void gradients() {
    Tensor data = numbers(DType.F32, 2000, 40);
    Tensor start = numbers(DType.F32, 10, 40);
    Tensor target = Tensor.arange(0L, 2000L, CPU).toDtype(DType.U8).gt(127);
    assertSameBits(() -> {
      Var w = Var.fromTensor(start);
      Tensor loss = Fused.crossEntropy(Fused.linear(data, w).relu(), target);
      return loss.backward().get(w).orElseThrow();
    });
  }

  @Test
  void randomFills() {
    for (DType dtype : new DType[] {DType.F32, DType.F64, DType.BF16}) {
      assertSameBits(() -> {
        CPU.setSeed(299792458);
        return Tensor.rand(-1.0, 1.0, Shape.of(100_001), dtype, CPU);
      });
      assertSameBits(() -> {
        CPU.setSeed(299792458);
        return Tensor.randn(0.0, 1.0, Shape.of(100_001), dtype, CPU);
      });
    }
  }

  private static Tensor numbers(DType dtype, int... dims) {
    Shape shape = Shape.of(dims);
    Random random = new Random(42);
    double[] x = random.doubles(shape.arrayLength(), -2, 2).toArray();
    return Tensor.fromVec(x, shape, CPU).toDtype(dtype);
  }
}
