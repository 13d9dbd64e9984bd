package io.github.candle4j.core.cpu.vector;

import static jdk.incubator.vector.VectorOperators.AND;
import static jdk.incubator.vector.VectorOperators.ASHR;
import static jdk.incubator.vector.VectorOperators.EQ;
import static jdk.incubator.vector.VectorOperators.FMA;
import static jdk.incubator.vector.VectorOperators.GT;
import static jdk.incubator.vector.VectorOperators.I2F;
import static jdk.incubator.vector.VectorOperators.LSHL;
import static jdk.incubator.vector.VectorOperators.LT;
import static jdk.incubator.vector.VectorOperators.NE;
import static jdk.incubator.vector.VectorOperators.OR;
import static jdk.incubator.vector.VectorOperators.XOR;

import io.github.candle4j.core.cpu.Coefficients;
import io.github.candle4j.core.cpu.FloatFunctions;
import io.github.candle4j.core.cpu.ScalarFunctions;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorSpecies;

/// The functions of `FloatMath` over runs, a vector at a time: the same operations in the same order, hence the same bits.
/// Methods and bounds are stated there. The rest of a run, shorter than a vector, is left to the scalar form.
///
/// Every loop is written out with its polynomial: a vector that crosses a call which C2 does not inline becomes an
/// object, and C2 stops inlining methods of ours once a compilation has some tens of vector operations.
public final class VectorFunctions implements FloatFunctions {
  private static final VectorSpecies<Float> FLOAT = Species.FLOAT;
  private static final int LANES = Species.LANES;
  private static final int SHIFT = Coefficients.EXPONENT_SHIFT;
  private static final int SIGN = Integer.MIN_VALUE;
  private static final ScalarFunctions SCALAR = new ScalarFunctions();

  @Override
  public void exp(float[] x, int xo, float[] y, int yo, int n) {
    int i = 0;
    for (; i <= n - LANES; i += LANES) {
      FloatVector v = FloatVector.fromArray(FLOAT, x, xo + i);
      FloatVector c = v.blend(Coefficients.EXP_LOW, v.compare(LT, Coefficients.EXP_LOW));
      c = c.blend(Coefficients.EXP_HIGH, c.compare(GT, Coefficients.EXP_HIGH));
      FloatVector t = c.lanewise(FMA, Coefficients.LOG2E, Coefficients.ROUND_TWO);
      FloatVector k = t.sub(Coefficients.ROUND_TWO);
      FloatVector r = k.lanewise(FMA, -Coefficients.LN2_1, k.lanewise(FMA, -Coefficients.LN2_0, c));
      FloatVector p =
          r.lanewise(FMA, Coefficients.EXP_4, Coefficients.EXP_3)
              .lanewise(FMA, r, Coefficients.EXP_2)
              .lanewise(FMA, r, Coefficients.EXP_1)
              .lanewise(FMA, r, Coefficients.EXP_0)
              .lanewise(FMA, r, 1)
              .lanewise(FMA, r, 1);
      IntVector bits = t.reinterpretAsInts();
      IntVector half = bits.lanewise(ASHR, 1);
      FloatVector scale0 = half.lanewise(LSHL, SHIFT).reinterpretAsFloats();
      FloatVector scale1 = bits.sub(half).lanewise(LSHL, SHIFT).reinterpretAsFloats();
      p.mul(scale0).mul(scale1).intoArray(y, yo + i);
    }
    SCALAR.exp(x, xo + i, y, yo + i, n - i);
  }

  @Override
  public void log(float[] x, int xo, float[] y, int yo, int n) {
    int i = 0;
    for (; i <= n - LANES; i += LANES) {
      FloatVector v = FloatVector.fromArray(FLOAT, x, xo + i);
      VectorMask<Float> subnormal = v.compare(LT, Float.MIN_NORMAL);
      IntVector bits = v.mul(Coefficients.SUBNORMAL_LIFT, subnormal).reinterpretAsInts();
      IntVector exponent = bits.sub(Coefficients.TWO_THIRDS_BITS).lanewise(ASHR, SHIFT);
      FloatVector f = bits.sub(exponent.lanewise(LSHL, SHIFT)).reinterpretAsFloats().sub(1);
      FloatVector k = (FloatVector) exponent.convert(I2F, 0);
      k = k.sub(Coefficients.SUBNORMAL_LIFT_LOG2, subnormal);
      FloatVector p =
          f.lanewise(FMA, Coefficients.LOG_7, Coefficients.LOG_6)
              .lanewise(FMA, f, Coefficients.LOG_5)
              .lanewise(FMA, f, Coefficients.LOG_4)
              .lanewise(FMA, f, Coefficients.LOG_3)
              .lanewise(FMA, f, Coefficients.LOG_2)
              .lanewise(FMA, f, Coefficients.LOG_1)
              .lanewise(FMA, f, Coefficients.LOG_0);
      FloatVector ff = f.mul(f);
      FloatVector w = ff.mul(f).fma(p, k.mul(Coefficients.LN2_1));
      w = ff.lanewise(FMA, -0.5f, w).add(f);
      w = k.lanewise(FMA, Coefficients.LN2_0, w);
      w = w.blend(v, v.compare(LT, Float.POSITIVE_INFINITY).not());
      w = w.blend(Float.NaN, v.compare(LT, 0));
      w.blend(Float.NEGATIVE_INFINITY, v.compare(EQ, 0)).intoArray(y, yo + i);
    }
    SCALAR.log(x, xo + i, y, yo + i, n - i);
  }

  @Override
  public void sin(float[] x, int xo, float[] y, int yo, int n) {
    trigonometric(x, xo, y, yo, n, false);
  }

  @Override
  public void cos(float[] x, int xo, float[] y, int yo, int n) {
    trigonometric(x, xo, y, yo, n, true);
  }

  /// Vectors with an element that needs the long reduction are left to the scalar form.
  private static void trigonometric(float[] x, int xo, float[] y, int yo, int n, boolean cosine) {
    int quarters = cosine ? 1 : 0;
    int oddSign = cosine ? 0 : SIGN;
    int i = 0;
    for (; i <= n - LANES; i += LANES) {
      FloatVector v = FloatVector.fromArray(FLOAT, x, xo + i);
      FloatVector a = v.abs();
      if (!a.compare(LT, Coefficients.TRIG_HIGH).allTrue()) {
        scalarTrigonometric(x, xo + i, y, yo + i, LANES, cosine);
        continue;
      }
      FloatVector t = a.lanewise(FMA, Coefficients.TWO_OVER_PI, Coefficients.ROUND);
      IntVector k = t.reinterpretAsInts().add(quarters);
      IntVector sign = v.reinterpretAsInts().lanewise(AND, oddSign);
      sign = sign.lanewise(XOR, k.lanewise(AND, 2).lanewise(LSHL, 30));
      FloatVector m = t.sub(Coefficients.ROUND);
      FloatVector r =
          m.lanewise(FMA, -Coefficients.PI_HALF_1, m.lanewise(FMA, -Coefficients.PI_HALF_0, a));
      r = m.lanewise(FMA, -Coefficients.PI_HALF_2, r);
      FloatVector rr = r.mul(r);
      FloatVector p =
          rr.lanewise(FMA, Coefficients.SIN_2, Coefficients.SIN_1)
              .lanewise(FMA, rr, Coefficients.SIN_0);
      p = rr.mul(r).fma(p, r);
      FloatVector q =
          rr.lanewise(FMA, Coefficients.COS_2, Coefficients.COS_1)
              .lanewise(FMA, rr, Coefficients.COS_0)
              .lanewise(FMA, rr, -0.5f)
              .lanewise(FMA, rr, 1);
      FloatVector w = p.blend(q, k.lanewise(AND, 1).compare(NE, 0).cast(FLOAT));
      w.reinterpretAsInts().lanewise(XOR, sign).reinterpretAsFloats().intoArray(y, yo + i);
    }
    scalarTrigonometric(x, xo + i, y, yo + i, n - i, cosine);
  }

  private static void scalarTrigonometric(
      float[] x, int xo, float[] y, int yo, int n, boolean cosine) {
    if (cosine) {
      SCALAR.cos(x, xo, y, yo, n);
    } else {
      SCALAR.sin(x, xo, y, yo, n);
    }
  }

  @Override
  public void tanh(float[] x, int xo, float[] y, int yo, int n) {
    int i = 0;
    for (; i <= n - LANES; i += LANES) {
      FloatVector v = FloatVector.fromArray(FLOAT, x, xo + i);
      FloatVector a = v.abs();
      a = a.blend(Coefficients.TANH_HIGH, a.compare(GT, Coefficients.TANH_HIGH));
      a = a.add(a);
      FloatVector t = a.lanewise(FMA, Coefficients.LOG2E, Coefficients.ROUND_ONE);
      FloatVector k = t.sub(Coefficients.ROUND_ONE);
      FloatVector r = k.lanewise(FMA, -Coefficients.LN2_1, k.lanewise(FMA, -Coefficients.LN2_0, a));
      FloatVector p =
          r.lanewise(FMA, Coefficients.EXP_4, Coefficients.EXP_3)
              .lanewise(FMA, r, Coefficients.EXP_2)
              .lanewise(FMA, r, Coefficients.EXP_1)
              .lanewise(FMA, r, Coefficients.EXP_0);
      p = r.mul(r).fma(p, r);
      FloatVector s = t.reinterpretAsInts().lanewise(LSHL, SHIFT).reinterpretAsFloats();
      FloatVector m = s.fma(p, s.sub(1));
      FloatVector d = m.add(2);
      FloatVector lost = m.sub(d.sub(2));
      FloatVector inverse = FloatVector.broadcast(FLOAT, 1).div(d);
      FloatVector w = m.mul(inverse);
      FloatVector minus = w.neg();
      w = minus.fma(lost, minus.fma(d, m)).fma(inverse, w);
      w.reinterpretAsInts()
          .lanewise(OR, v.reinterpretAsInts().lanewise(AND, SIGN))
          .reinterpretAsFloats()
          .intoArray(y, yo + i);
    }
    SCALAR.tanh(x, xo + i, y, yo + i, n - i);
  }

  @Override
  public void sigmoid(float[] x, int xo, float[] y, int yo, int n) {
    int i = 0;
    for (; i <= n - LANES; i += LANES) {
      FloatVector v = FloatVector.fromArray(FLOAT, x, xo + i);
      FloatVector c = v.abs().neg();
      c = c.blend(Coefficients.EXP_LOW, c.compare(LT, Coefficients.EXP_LOW));
      FloatVector t = c.lanewise(FMA, Coefficients.LOG2E, Coefficients.ROUND_TWO);
      FloatVector k = t.sub(Coefficients.ROUND_TWO);
      FloatVector r = k.lanewise(FMA, -Coefficients.LN2_1, k.lanewise(FMA, -Coefficients.LN2_0, c));
      FloatVector p =
          r.lanewise(FMA, Coefficients.EXP_4, Coefficients.EXP_3)
              .lanewise(FMA, r, Coefficients.EXP_2)
              .lanewise(FMA, r, Coefficients.EXP_1)
              .lanewise(FMA, r, Coefficients.EXP_0)
              .lanewise(FMA, r, 1)
              .lanewise(FMA, r, 1);
      IntVector bits = t.reinterpretAsInts();
      IntVector half = bits.lanewise(ASHR, 1);
      FloatVector scale0 = half.lanewise(LSHL, SHIFT).reinterpretAsFloats();
      FloatVector scale1 = bits.sub(half).lanewise(LSHL, SHIFT).reinterpretAsFloats();
      FloatVector e = p.mul(scale0).mul(scale1);
      FloatVector.broadcast(FLOAT, 1).blend(e, v.compare(LT, 0)).div(e.add(1)).intoArray(y, yo + i);
    }
    SCALAR.sigmoid(x, xo + i, y, yo + i, n - i);
  }

  @Override
  public void silu(float[] x, int xo, float[] y, int yo, int n) {
    int i = 0;
    for (; i <= n - LANES; i += LANES) {
      FloatVector v = FloatVector.fromArray(FLOAT, x, xo + i);
      FloatVector c = v.abs().neg();
      c = c.blend(Coefficients.EXP_LOW, c.compare(LT, Coefficients.EXP_LOW));
      FloatVector t = c.lanewise(FMA, Coefficients.LOG2E, Coefficients.ROUND_TWO);
      FloatVector k = t.sub(Coefficients.ROUND_TWO);
      FloatVector r = k.lanewise(FMA, -Coefficients.LN2_1, k.lanewise(FMA, -Coefficients.LN2_0, c));
      FloatVector p =
          r.lanewise(FMA, Coefficients.EXP_4, Coefficients.EXP_3)
              .lanewise(FMA, r, Coefficients.EXP_2)
              .lanewise(FMA, r, Coefficients.EXP_1)
              .lanewise(FMA, r, Coefficients.EXP_0)
              .lanewise(FMA, r, 1)
              .lanewise(FMA, r, 1);
      IntVector bits = t.reinterpretAsInts();
      IntVector half = bits.lanewise(ASHR, 1);
      FloatVector scale0 = half.lanewise(LSHL, SHIFT).reinterpretAsFloats();
      FloatVector scale1 = bits.sub(half).lanewise(LSHL, SHIFT).reinterpretAsFloats();
      FloatVector u = c.mul(p).mul(scale0).mul(scale1);
      v.blend(u, v.compare(LT, 0)).div(p.mul(scale0).mul(scale1).add(1)).intoArray(y, yo + i);
    }
    SCALAR.silu(x, xo + i, y, yo + i, n - i);
  }

  @Override
  public void erf(float[] x, int xo, float[] y, int yo, int n) {
    VectorErrorFunctions.erf(x, xo, y, yo, n);
  }

  @Override
  public void gelu(float[] x, int xo, float[] y, int yo, int n) {
    VectorErrorFunctions.gelu(x, xo, y, yo, n);
  }

  @Override
  public void geluErf(float[] x, int xo, float[] y, int yo, int n) {
    VectorErrorFunctions.geluErf(x, xo, y, yo, n);
  }
}
