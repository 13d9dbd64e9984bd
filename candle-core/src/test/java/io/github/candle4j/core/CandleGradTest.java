package io.github.candle4j.core;

import static io.github.candle4j.core.CandleRounding.rounded;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/// The tests of Candle's grad_tests.rs, with its inputs and results. The parts on interpolation
/// belong to the tests of windows.
class CandleGradTest {
  private static final Device CPU = Device.CPU;

  private static Tensor gradient(Tensor y, Var x) {
    return y.backward().get(x).orElseThrow();
  }

  private static Tensor counting(int... dims) {
    Shape shape = Shape.of(dims);
    return Tensor.arange(0f, shape.arrayLength(), CPU).reshape(shape);
  }

  @Test
  void simpleGrad() {
    Var x = Var.of(new float[] {3, 1, 4}, CPU);
    Tensor y = x.mul(x).add(x.mul(5)).add(4);
    assertThat(y.toVec1F32()).containsExactly(28, 10, 40);
    assertThat(gradient(y, x).toVec1F32()).containsExactly(11, 7, 13);
  }

  @Test
  void sumGrad() {
    Var x = Var.of(new float[] {3, 1, 4}, CPU);
    Tensor y = x.sqr().sumKeepdim(0).mul(2);
    assertThat(y.toVec1F32()).containsExactly(52);
    assertThat(gradient(y, x).toVec1F32()).containsExactly(12, 4, 16);
    Tensor scalar = y.squeeze(0);
    assertThat(scalar.toScalarF32()).isEqualTo(52);
    assertThat(gradient(scalar, x).toVec1F32()).containsExactly(12, 4, 16);
  }

  @Test
  void expandGrad() {
    Var x = Var.fromTensor(counting(1, 1, 4, 6));
    Tensor loss = x.unsqueeze(2).expand(1, 1, 3, 4, 6).sqr().sumAll().mul(0.5);
    assertThat(gradient(loss, x).toDebugString()).isEqualTo("Tensor[dims 1, 1, 4, 6; f32]");
    assertThat(gradient(loss, x).flattenAll().toVec1F32())
        .isEqualTo(counting(24).mul(3).toVec1F32());
  }

  @Test
  void matmulGrad() {
    Var x = Var.fromTensor(counting(2, 2, 3));
    Var y = Var.fromTensor(counting(2, 3, 2));
    Tensor c = x.matmul(y);
    assertThat(gradient(c, x).toVec3F32())
        .isEqualTo(new float[][][] {{{1, 5, 9}, {1, 5, 9}}, {{13, 17, 21}, {13, 17, 21}}});
    assertThat(gradient(c, y).toVec3F32())
        .isEqualTo(new float[][][] {{{3, 3}, {5, 5}, {7, 7}}, {{15, 15}, {17, 17}, {19, 19}}});
  }

  @Test
  void zeroMatmulGrad() {
    zeroMatmul(new int[] {2, 0}, new int[] {0, 3}, 2, 3);
    zeroMatmul(new int[] {0, 2}, new int[] {2, 3}, 0, 3);
    zeroMatmul(new int[] {2, 3}, new int[] {3, 0}, 2, 0);
    zeroMatmul(new int[] {0, 2, 3}, new int[] {0, 3, 4}, 0, 2, 4);
    zeroMatmul(new int[] {2, 3, 0}, new int[] {2, 0, 4}, 2, 3, 4);
  }

  private static void zeroMatmul(int[] lhs, int[] rhs, int... dims) {
    Var a = Var.zeros(Shape.of(lhs), DType.F32, CPU);
    Var b = Var.zeros(Shape.of(rhs), DType.F32, CPU);
    Tensor y = a.matmul(b);
    assertThat(y.dims()).containsExactly(dims);
    assertThat(y.flattenAll().toVec1F32()).containsOnly(new float[(int) y.elemCount()]);
    for (Var x : new Var[] {a, b}) {
      Tensor gradient = gradient(y.sumAll(), x);
      assertThat(gradient.dims()).isEqualTo(x.dims());
      assertThat(gradient.flattenAll().toVec1F32()).isEqualTo(new float[(int) x.elemCount()]);
    }
  }

  @Test
  void gradDescent() {
    Var x = Var.of(0f, CPU);
    for (int step = 0; step < 100; step++) {
      Tensor c = x.sub(4.2).mul(x.sub(4.2));
      x.set(x.sub(gradient(c, x).mul(0.1)));
    }
    assertThat(x.toScalarF32()).isEqualTo(4.199999f);
  }

  private static final float[] POSITIVE = {3, 1, 4, 0.15f};

  @Test
  void unaryGradOfExponentialsAndWaves() {
    Var x = Var.of(POSITIVE, CPU);
    Tensor y = x.log().add(1);
    assertThat(rounded(y, 4)).containsExactly(2.0986f, 1, 2.3863f, -0.8971f);
    assertThat(rounded(gradient(y, x), 4)).containsExactly(0.3333f, 1, 0.25f, 6.6667f);
    y = x.exp();
    assertThat(rounded(y, 4)).containsExactly(20.0855f, 2.7183f, 54.5982f, 1.1618f);
    assertThat(rounded(gradient(y, x), 4)).containsExactly(20.0855f, 2.7183f, 54.5982f, 1.1618f);
    y = x.exp().sqr();
    assertThat(rounded(y, 3)).containsExactly(403.429f, 7.389f, 2980.958f, 1.35f);
    assertThat(rounded(gradient(y, x), 2)).containsExactly(806.86f, 14.78f, 5961.92f, 2.7f);
    y = x.sin();
    assertThat(rounded(y, 4)).containsExactly(0.1411f, 0.8415f, -0.7568f, 0.1494f);
    assertThat(rounded(gradient(y, x), 4)).containsExactly(-0.99f, 0.5403f, -0.6536f, 0.9888f);
    y = x.cos();
    assertThat(rounded(y, 4)).containsExactly(-0.99f, 0.5403f, -0.6536f, 0.9888f);
    assertThat(rounded(gradient(y, x), 4)).containsExactly(-0.1411f, -0.8415f, 0.7568f, -0.1494f);
  }

  @Test
  void unaryGradOfPowersAndQuotients() {
    Var x = Var.of(POSITIVE, CPU);
    Tensor y = x.sqr();
    assertThat(y.toVec1F32()).containsExactly(9, 1, 16, 0.0225f);
    assertThat(gradient(y, x).toVec1F32()).containsExactly(6, 2, 8, 0.3f);
    y = x.sqr().sqrt();
    assertThat(y.toVec1F32()).containsExactly(3, 1, 4, 0.15f);
    assertThat(rounded(gradient(y, x), 4)).containsExactly(1, 1, 1, 1);
    y = x.neg();
    assertThat(y.toVec1F32()).containsExactly(-3, -1, -4, -0.15f);
    assertThat(gradient(y, x).toVec1F32()).containsExactly(-1, -1, -1, -1);
    y = x.affine(0.2, 1);
    assertThat(y.toVec1F32()).containsExactly(1.6f, 1.2f, 1.8f, 1.03f);
    assertThat(gradient(y, x).toVec1F32()).containsExactly(0.2f, 0.2f, 0.2f, 0.2f);
    y = Tensor.of(1f, CPU).broadcastDiv(x);
    assertThat(rounded(y, 4)).containsExactly(0.3333f, 1, 0.25f, 6.6667f);
    assertThat(gradient(y, x).toVec1F32()).containsExactly(-0.11111111f, -1, -0.0625f, -44.444443f);
    y = x.broadcastDiv(Tensor.of(0.5f, CPU));
    assertThat(y.toVec1F32()).containsExactly(6, 2, 8, 0.3f);
    assertThat(gradient(y, x).toVec1F32()).containsExactly(2, 2, 2, 2);
    y = x.powf(2.5);
    assertThat(rounded(y, 2)).containsExactly(15.59f, 1, 32, 0.01f);
    assertThat(rounded(gradient(y, x), 2)).containsExactly(12.99f, 2.5f, 20, 0.15f);
  }

  @Test
  void unaryGradOfActivations() {
    Var x = Var.of(POSITIVE, CPU);
    Tensor y = x.tanh();
    assertThat(rounded(y, 2)).containsExactly(1, 0.76f, 1, 0.15f);
    assertThat(rounded(gradient(y, x), 2)).containsExactly(0.01f, 0.42f, 0, 0.98f);
    y = x.gelu();
    assertThat(rounded(y, 4)).containsExactly(2.9964f, 0.8412f, 3.9999f, 0.0839f);
    assertThat(rounded(gradient(y, x), 4)).containsExactly(1.0116f, 1.0830f, 1.0003f, 0.6188f);
    y = x.erf();
    assertThat(rounded(y, 4)).containsExactly(1, 0.8427f, 1, 0.168f);
    assertThat(rounded(gradient(y, x), 4)).containsExactly(0.0001f, 0.4151f, 0, 1.1033f);
    y = x.geluErf();
    assertThat(rounded(y, 4)).containsExactly(2.9960f, 0.8413f, 3.9999f, 0.0839f);
    assertThat(rounded(gradient(y, x), 4)).containsExactly(1.0119f, 1.0833f, 1.0005f, 0.6188f);
    y = x.silu();
    assertThat(rounded(y, 4)).containsExactly(2.8577f, 0.7311f, 3.9281f, 0.0806f);
    assertThat(rounded(gradient(y, x), 4)).containsExactly(1.0881f, 0.9277f, 1.0527f, 0.5747f);
    Var z = Var.of(new float[] {-1, 0, -2, 3}, CPU);
    y = z.elu(2);
    assertThat(rounded(y, 4)).containsExactly(-1.2642f, 0, -1.7293f, 3);
    assertThat(rounded(gradient(y, z), 4)).containsExactly(0.7358f, 2, 0.2707f, 1);
  }

  @Test
  void binaryGrad() {
    Var x = Var.of(new float[] {3, 1, -4, -1}, CPU);
    Tensor y = x.maximum(x.mul(0.1));
    assertThat(y.toVec1F32()).containsExactly(3, 1, -0.4f, -0.1f);
    assertThat(gradient(y, x).toVec1F32()).containsExactly(1, 1, 0.1f, 0.1f);
    y = x.minimum(x.mul(0.1));
    assertThat(y.toVec1F32()).containsExactly(0.3f, 0.1f, -4, -1);
    assertThat(gradient(y, x).toVec1F32()).containsExactly(0.1f, 0.1f, 1, 1);
    y = x.minimum(x);
    assertThat(y.toVec1F32()).containsExactly(3, 1, -4, -1);
    assertThat(gradient(y, x).toVec1F32()).containsExactly(1, 1, 1, 1);
  }

  @Test
  void binaryGradOfSliceScatter() {
    Var x = Var.of(new float[] {3, 1, -4, -1, 5, 9}, CPU);
    Var y = Var.of(new float[] {2, 7, 1}, CPU);
    Tensor ss = x.reshape(2, 3).sliceScatter0(y.reshape(1, 3), 1).sqr();
    assertThat(ss.toVec2F32()).isEqualTo(new float[][] {{9, 1, 16}, {4, 49, 1}});
    assertThat(gradient(ss, x).toVec1F32()).containsExactly(6, 2, -8, 0, 0, 0);
    assertThat(gradient(ss, y).toVec1F32()).containsExactly(4, 14, 2);
  }

  @Test
  void testFlipBackprop() {
    Var x = Var.ones(Shape.of(2, 2), DType.F64, CPU);
    Tensor weights = Tensor.arange(1.0, 5.0, CPU).reshape(2, 2);
    Tensor y = x.matmul(weights);
    assertThat(y.toVec2F64()).isEqualTo(new double[][] {{4, 6}, {4, 6}});
    Tensor z = y.flip(1);
    assertThat(z.toVec2F64()).isEqualTo(new double[][] {{6, 4}, {6, 4}});
    Tensor expected = z.onesLike().matmul(weights.flip(1).t());
    assertThat(gradient(z.sumAll(), x).toVec2F64()).isEqualTo(expected.toVec2F64());
  }
}
