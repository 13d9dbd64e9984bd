package io.github.candle4j.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/// Gradients that are sums of many terms, in the small floats: the sums are taken in F32 and rounded once. Of ones, a sum in
/// BF16 would stand still at 256, where the next number is 258, and one in F16 at 2,048.
class HalfSumsTest {
  private static final int MANY = 4096;
  private static final Device CPU = Device.CPU;

  private static Tensor ones(DType dtype, int... dims) {
    return Tensor.ones(Shape.of(dims), dtype, CPU);
  }

  /// Functions of one element that is seen in [#MANY] places; the gradient of the sum of the result is their number.
  private static Map<String, UnaryOperator<Tensor>> functions(DType dtype) {
    Tensor zeros = Tensor.zeros(Shape.of(MANY), DType.U32, CPU);
    Map<String, UnaryOperator<Tensor>> functions = new LinkedHashMap<>();
    functions.put("broadcastAs", x -> x.broadcastAs(MANY));
    functions.put("broadcastMul", x -> ones(dtype, MANY).broadcastMul(x));
    functions.put("repeat", x -> x.repeat(MANY));
    functions.put("indexSelect", x -> x.indexSelect(zeros, 0));
    functions.put("gather", x -> x.gather(zeros, 0));
    functions.put("unsqueezed index", x -> x.unsqueeze(1).embedding(zeros));
    functions.put("matmul", x -> ones(dtype, MANY, 1).matmul(x.unsqueeze(0)));
    functions.put("outer", x -> ones(dtype, MANY).outer(x));
    functions.put("upsample", x -> x.reshape(1, 1, 1).interpolate1d(MANY));
    functions.put("upsampled plane", x -> x.reshape(1, 1, 1, 1).interpolate2d(64, 64));
    functions.put("bilinear", x -> x.reshape(1, 1, 1, 1).upsampleBilinear2d(64, 64, false));
    functions.put(
        "conv1d", x -> ones(dtype, 1, 1, MANY).conv1d(x.reshape(1, 1, 1), Conv1dParams.defaults()));
    functions.put(
        "conv2d of a batch",
        x -> ones(dtype, 64, 1, 8, 8).conv2d(x.reshape(1, 1, 1, 1), Conv2dParams.defaults()));
    functions.put(
        "convTranspose1d",
        x -> ones(dtype, 1, 1, MANY).convTranspose1d(x.reshape(1, 1, 1), 0, 0, 1, 1, 1));
    functions.put("linear", x -> Fused.linear(ones(dtype, MANY, 1), x.unsqueeze(0)));
    functions.put(
        "bias",
        x -> Fused.linear(ones(dtype, MANY, 1), Tensor.zeros(Shape.of(1, 1), dtype, CPU), x));
    functions.put("first of a cumsum", x -> x.padWithZeros(0, 0, MANY - 1).cumsum(0));
    functions.put("overlapping windows", x -> x.broadcastAs(MANY + 1).unfold(0, 2, 2));
    functions.put("one pool", x -> x.broadcastAs(1, 1, MANY).maxPool1d(1));
    functions.put("many uses", HalfSumsTest::manyUses);
    return functions;
  }

  private static Tensor manyUses(Tensor x) {
    Tensor[] all = new Tensor[MANY];
    Arrays.setAll(all, i -> x.neg().neg());
    return Tensor.cat(0, all);
  }

  @Test
  void sumsOfOnesAreExact() {
    for (DType dtype : new DType[] {DType.F16, DType.BF16}) {
      functions(dtype)
          .forEach((name, f) -> {
            Var x = Var.ones(Shape.of(1), dtype, CPU);
            Tensor y = f.apply(x);
            Tensor dx = y.backward().get(x).orElseThrow();
            assertThat(dx.dtype()).isEqualTo(dtype);
            assertThat(dx.toDtype(DType.F32).toVec1F32())
                .as("%s in %s", name, dtype)
                .containsExactly(MANY);
          });
    }
  }

  @Test
  void usesAreAddedInF32WithAGraph() {
    for (DType dtype : new DType[] {DType.F16, DType.BF16}) {
      Var x = Var.ones(Shape.of(1), dtype, CPU);
      Tensor[] all = new Tensor[MANY];
      Arrays.setAll(all, i -> x.sqr());
      Tensor dx = Tensor.cat(0, all).backward(true).get(x).orElseThrow();
      assertThat(dx.toDtype(DType.F32).toVec1F32()).containsExactly(2 * MANY);
      Tensor second = dx.backward().get(x).orElseThrow();
      assertThat(second.toDtype(DType.F32).toVec1F32()).containsExactly(2 * MANY);
    }
  }
}
