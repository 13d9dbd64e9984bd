package io.github.candle4j.core.cpu.vector;

import static jdk.incubator.vector.VectorOperators.AND;
import static jdk.incubator.vector.VectorOperators.ASHR;
import static jdk.incubator.vector.VectorOperators.FMA;
import static jdk.incubator.vector.VectorOperators.GT;
import static jdk.incubator.vector.VectorOperators.LSHL;
import static jdk.incubator.vector.VectorOperators.LT;
import static jdk.incubator.vector.VectorOperators.OR;

import io.github.candle4j.core.cpu.Coefficients;
import io.github.candle4j.core.cpu.ScalarFunctions;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorSpecies;

/// The error function and the two forms of GELU, written as in [VectorFunctions].
final class VectorErrorFunctions {
  private static final VectorSpecies<Float> FLOAT = Species.FLOAT;
  private static final int LANES = Species.LANES;
  private static final int SHIFT = Coefficients.EXPONENT_SHIFT;
  private static final int SIGN = Integer.MIN_VALUE;
  private static final ScalarFunctions SCALAR = new ScalarFunctions();

  private VectorErrorFunctions() {}

  static void erf(float[] x, int xo, float[] y, int yo, int n) {
    int i = 0;
    for (; i <= n - LANES; i += LANES) {
      FloatVector v = FloatVector.fromArray(FLOAT, x, xo + i);
      FloatVector a = v.abs();
      a = a.blend(Coefficients.ERF_HIGH, a.compare(GT, Coefficients.ERF_HIGH));
      FloatVector s = a.mul(a);
      FloatVector small =
          s.lanewise(FMA, Coefficients.ERF_SMALL_6, Coefficients.ERF_SMALL_5)
              .lanewise(FMA, s, Coefficients.ERF_SMALL_4)
              .lanewise(FMA, s, Coefficients.ERF_SMALL_3)
              .lanewise(FMA, s, Coefficients.ERF_SMALL_2)
              .lanewise(FMA, s, Coefficients.ERF_SMALL_1)
              .lanewise(FMA, s, Coefficients.ERF_SMALL_0)
              .fma(a, a);
      FloatVector q =
          a.lanewise(FMA, Coefficients.ERF_LARGE_7, Coefficients.ERF_LARGE_6)
              .lanewise(FMA, a, Coefficients.ERF_LARGE_5)
              .lanewise(FMA, a, Coefficients.ERF_LARGE_4)
              .lanewise(FMA, a, Coefficients.ERF_LARGE_3)
              .lanewise(FMA, a, Coefficients.ERF_LARGE_2)
              .lanewise(FMA, a, Coefficients.ERF_LARGE_1)
              .lanewise(FMA, a, Coefficients.ERF_LARGE_0);
      FloatVector t = FloatVector.broadcast(FLOAT, Coefficients.ROUND_ONE).sub(q);
      FloatVector r = FloatVector.broadcast(FLOAT, Coefficients.ROUND_ONE).sub(t).sub(q);
      FloatVector p =
          r.lanewise(FMA, Coefficients.EXP2_5, Coefficients.EXP2_4)
              .lanewise(FMA, r, Coefficients.EXP2_3)
              .lanewise(FMA, r, Coefficients.EXP2_2)
              .lanewise(FMA, r, Coefficients.EXP2_1)
              .lanewise(FMA, r, Coefficients.EXP2_0)
              .lanewise(FMA, r, 1);
      FloatVector scale = t.reinterpretAsInts().lanewise(LSHL, SHIFT).reinterpretAsFloats();
      FloatVector w = p.neg().lanewise(FMA, scale, 1).blend(small, a.compare(LT, 1));
      w.reinterpretAsInts()
          .lanewise(OR, v.reinterpretAsInts().lanewise(AND, SIGN))
          .reinterpretAsFloats()
          .intoArray(y, yo + i);
    }
    SCALAR.erf(x, xo + i, y, yo + i, n - i);
  }

  static void gelu(float[] x, int xo, float[] y, int yo, int n) {
    int i = 0;
    for (; i <= n - LANES; i += LANES) {
      FloatVector v = FloatVector.fromArray(FLOAT, x, xo + i);
      FloatVector a = v.abs();
      a = a.blend(Coefficients.GELU_HIGH, a.compare(GT, Coefficients.GELU_HIGH));
      FloatVector square = a.mul(a);
      FloatVector w = square.lanewise(FMA, Coefficients.GELU_CUBIC_0, Coefficients.GELU_LINEAR_0);
      FloatVector d = w.sub(Coefficients.GELU_LINEAR_0);
      FloatVector low =
          square
              .lanewise(FMA, Coefficients.GELU_CUBIC_0, d.neg())
              .sub(w.sub(d).sub(Coefficients.GELU_LINEAR_0));
      low = low.add(Coefficients.GELU_LINEAR_1);
      low = a.fma(a, square.neg()).lanewise(FMA, Coefficients.GELU_CUBIC_0, low);
      low = square.lanewise(FMA, Coefficients.GELU_CUBIC_1, low);
      FloatVector z = a.mul(w);
      low = a.fma(low, a.fma(w, z.neg()));
      FloatVector t = FloatVector.broadcast(FLOAT, Coefficients.ROUND_TWO).sub(z);
      FloatVector r = FloatVector.broadcast(FLOAT, Coefficients.ROUND_TWO).sub(t).sub(z).sub(low);
      FloatVector p =
          r.lanewise(FMA, Coefficients.EXP2_5, Coefficients.EXP2_4)
              .lanewise(FMA, r, Coefficients.EXP2_3)
              .lanewise(FMA, r, Coefficients.EXP2_2)
              .lanewise(FMA, r, Coefficients.EXP2_1)
              .lanewise(FMA, r, Coefficients.EXP2_0)
              .lanewise(FMA, r, 1);
      IntVector bits = t.reinterpretAsInts();
      IntVector half = bits.lanewise(ASHR, 1);
      FloatVector scale0 = half.lanewise(LSHL, SHIFT).reinterpretAsFloats();
      FloatVector scale1 = bits.sub(half).lanewise(LSHL, SHIFT).reinterpretAsFloats();
      FloatVector u = a.neg().mul(p).mul(scale0).mul(scale1);
      v.blend(u, v.compare(LT, 0)).div(p.mul(scale0).mul(scale1).add(1)).intoArray(y, yo + i);
    }
    SCALAR.gelu(x, xo + i, y, yo + i, n - i);
  }

  static void geluErf(float[] x, int xo, float[] y, int yo, int n) {
    int i = 0;
    for (; i <= n - LANES; i += LANES) {
      FloatVector v = FloatVector.fromArray(FLOAT, x, xo + i);
      FloatVector a = v.abs();
      a = a.blend(Coefficients.GELU_ERF_HIGH, a.compare(GT, Coefficients.GELU_ERF_HIGH));
      FloatVector ratio = a.div(a.add(Coefficients.TAIL_CENTRE));
      FloatVector h = ratio.lanewise(FMA, 2, -1);
      FloatVector g =
          h.lanewise(FMA, Coefficients.TAIL_10, Coefficients.TAIL_9)
              .lanewise(FMA, h, Coefficients.TAIL_8)
              .lanewise(FMA, h, Coefficients.TAIL_7)
              .lanewise(FMA, h, Coefficients.TAIL_6)
              .lanewise(FMA, h, Coefficients.TAIL_5)
              .lanewise(FMA, h, Coefficients.TAIL_4)
              .lanewise(FMA, h, Coefficients.TAIL_3)
              .lanewise(FMA, h, Coefficients.TAIL_2)
              .lanewise(FMA, h, Coefficients.TAIL_1)
              .lanewise(FMA, h, Coefficients.TAIL_0);
      FloatVector square = a.mul(a);
      FloatVector z = square.mul(Coefficients.HALF_LOG2E_0);
      FloatVector low = square.lanewise(FMA, Coefficients.HALF_LOG2E_0, z.neg());
      low = a.fma(a, square.neg()).lanewise(FMA, Coefficients.HALF_LOG2E_0, low);
      low = square.lanewise(FMA, Coefficients.HALF_LOG2E_1, low);
      FloatVector t = FloatVector.broadcast(FLOAT, Coefficients.ROUND_TWO).sub(z);
      FloatVector r = FloatVector.broadcast(FLOAT, Coefficients.ROUND_TWO).sub(t).sub(z).sub(low);
      FloatVector p =
          r.lanewise(FMA, Coefficients.EXP2_5, Coefficients.EXP2_4)
              .lanewise(FMA, r, Coefficients.EXP2_3)
              .lanewise(FMA, r, Coefficients.EXP2_2)
              .lanewise(FMA, r, Coefficients.EXP2_1)
              .lanewise(FMA, r, Coefficients.EXP2_0)
              .lanewise(FMA, r, 1);
      IntVector bits = t.reinterpretAsInts();
      IntVector half = bits.lanewise(ASHR, 1);
      FloatVector scale0 = half.lanewise(LSHL, SHIFT).reinterpretAsFloats();
      FloatVector scale1 = bits.sub(half).lanewise(LSHL, SHIFT).reinterpretAsFloats();
      FloatVector tail = ratio.mul(g).mul(p).mul(scale0).mul(scale1);
      v.blend(-0.0f, v.compare(LT, 0)).sub(tail).intoArray(y, yo + i);
    }
    SCALAR.geluErf(x, xo + i, y, yo + i, n - i);
  }
}
