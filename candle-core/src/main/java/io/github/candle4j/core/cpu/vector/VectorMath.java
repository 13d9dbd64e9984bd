package io.github.candle4j.core.cpu.vector;

import static jdk.incubator.vector.VectorOperators.AND;
import static jdk.incubator.vector.VectorOperators.ASHR;
import static jdk.incubator.vector.VectorOperators.EQ;
import static jdk.incubator.vector.VectorOperators.FMA;
import static jdk.incubator.vector.VectorOperators.GE;
import static jdk.incubator.vector.VectorOperators.GT;
import static jdk.incubator.vector.VectorOperators.I2F;
import static jdk.incubator.vector.VectorOperators.LE;
import static jdk.incubator.vector.VectorOperators.LSHL;
import static jdk.incubator.vector.VectorOperators.LT;
import static jdk.incubator.vector.VectorOperators.NE;
import static jdk.incubator.vector.VectorOperators.OR;
import static jdk.incubator.vector.VectorOperators.XOR;

import io.github.candle4j.core.cpu.Coefficients;
import io.github.candle4j.core.cpu.FloatMath;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorMask;

/// The functions of [FloatMath] on all lanes of a vector: the same operations in the same order, hence the same bits.
/// Bounds and methods are stated there.
///
/// C2 stops inlining user methods when a method grows (each vector would then be an object on the heap): a function
/// here calls at most two others, and a loop calls one function.
final class VectorMath {
  private VectorMath() {}

  static FloatVector exp(FloatVector x) {
    FloatVector c = x.blend(Coefficients.EXP_LOW, x.compare(LT, Coefficients.EXP_LOW));
    c = c.blend(Coefficients.EXP_HIGH, c.compare(GT, Coefficients.EXP_HIGH));
    FloatVector t = c.lanewise(FMA, broadcast(Coefficients.LOG2E), Coefficients.ROUND_TWO);
    return scale(expReduced(c, t.sub(Coefficients.ROUND_TWO)), t);
  }

  static FloatVector log(FloatVector x) {
    VectorMask<Float> subnormal = x.compare(LT, Float.MIN_NORMAL);
    IntVector bits = x.mul(Coefficients.SUBNORMAL_LIFT, subnormal).reinterpretAsInts();
    IntVector exponent =
        bits.sub(Coefficients.TWO_THIRDS_BITS).lanewise(ASHR, Coefficients.EXPONENT_SHIFT);
    FloatVector f =
        bits.sub(exponent.lanewise(LSHL, Coefficients.EXPONENT_SHIFT)).reinterpretAsFloats().sub(1);
    FloatVector k = (FloatVector) exponent.convert(I2F, 0);
    k = k.sub(Coefficients.SUBNORMAL_LIFT_LOG2, subnormal);
    FloatVector ff = f.mul(f);
    FloatVector y = ff.mul(f).fma(logPolynomial(f), k.mul(Coefficients.LN2_1));
    y = ff.fma(broadcast(-0.5f), y).add(f);
    y = k.fma(broadcast(Coefficients.LN2_0), y);
    y = y.blend(x, x.compare(GE, Float.POSITIVE_INFINITY).or(x.compare(NE, x)));
    return y.blend(
        broadcast(Float.NaN).blend(Float.NEGATIVE_INFINITY, x.compare(EQ, 0)), x.compare(LE, 0));
  }

  /// Only where `|x| <` [Coefficients#TRIG_HIGH].
  static FloatVector sin(FloatVector x) {
    FloatVector a = x.abs();
    FloatVector t = a.lanewise(FMA, broadcast(Coefficients.TWO_OVER_PI), Coefficients.ROUND);
    IntVector k = t.reinterpretAsInts();
    IntVector sign =
        x.reinterpretAsInts()
            .lanewise(AND, Integer.MIN_VALUE)
            .lanewise(XOR, k.lanewise(AND, 2).lanewise(LSHL, 30));
    return quarter(a, t.sub(Coefficients.ROUND), k, sign);
  }

  /// Only where `|x| <` [Coefficients#TRIG_HIGH].
  static FloatVector cos(FloatVector x) {
    FloatVector a = x.abs();
    FloatVector t = a.lanewise(FMA, broadcast(Coefficients.TWO_OVER_PI), Coefficients.ROUND);
    IntVector k = t.reinterpretAsInts().add(1);
    return quarter(a, t.sub(Coefficients.ROUND), k, k.lanewise(AND, 2).lanewise(LSHL, 30));
  }

  static FloatVector tanh(FloatVector x) {
    FloatVector a = x.abs();
    a = a.blend(Coefficients.TANH_HIGH, a.compare(GT, Coefficients.TANH_HIGH));
    a = a.add(a);
    FloatVector t = a.lanewise(FMA, broadcast(Coefficients.LOG2E), Coefficients.ROUND_ONE);
    FloatVector k = t.sub(Coefficients.ROUND_ONE);
    FloatVector r = k.fma(broadcast(-Coefficients.LN2_0), a);
    r = k.fma(broadcast(-Coefficients.LN2_1), r);
    FloatVector p = r.mul(r).fma(expPolynomial(r), r);
    FloatVector s =
        t.reinterpretAsInts().lanewise(LSHL, Coefficients.EXPONENT_SHIFT).reinterpretAsFloats();
    FloatVector m = s.fma(p, s.sub(1));
    return withSign(m.div(m.add(2)), x);
  }

  static FloatVector erf(FloatVector x) {
    FloatVector a = x.abs();
    a = a.blend(Coefficients.ERF_HIGH, a.compare(GT, Coefficients.ERF_HIGH));
    FloatVector y = erfLarge(a).blend(erfSmall(a), a.compare(LT, 1));
    IntVector sign = x.reinterpretAsInts().lanewise(AND, Integer.MIN_VALUE);
    return y.reinterpretAsInts().lanewise(OR, sign).reinterpretAsFloats();
  }

  static FloatVector sigmoid(FloatVector x) {
    FloatVector c = x.abs().neg();
    c = c.blend(Coefficients.EXP_LOW, c.compare(LT, Coefficients.EXP_LOW));
    FloatVector t = c.lanewise(FMA, broadcast(Coefficients.LOG2E), Coefficients.ROUND_TWO);
    FloatVector e = scale(expReduced(c, t.sub(Coefficients.ROUND_TWO)), t);
    return broadcast(1).blend(e, x.compare(LT, 0)).div(e.add(1));
  }

  static FloatVector silu(FloatVector x) {
    FloatVector c = x.abs().neg();
    c = c.blend(Coefficients.EXP_LOW, c.compare(LT, Coefficients.EXP_LOW));
    FloatVector t = c.lanewise(FMA, broadcast(Coefficients.LOG2E), Coefficients.ROUND_TWO);
    FloatVector p = expReduced(c, t.sub(Coefficients.ROUND_TWO));
    return quotient(x, c.mul(p), p, t);
  }

  static FloatVector gelu(FloatVector x) {
    FloatVector a = x.abs();
    a = a.blend(Coefficients.GELU_HIGH, a.compare(GT, Coefficients.GELU_HIGH));
    FloatVector square = a.mul(a);
    FloatVector cubic = broadcast(Coefficients.GELU_CUBIC_0);
    FloatVector w = square.lanewise(FMA, cubic, Coefficients.GELU_LINEAR_0);
    FloatVector d = w.sub(Coefficients.GELU_LINEAR_0);
    FloatVector low = square.fma(cubic, d.neg()).sub(w.sub(d).sub(Coefficients.GELU_LINEAR_0));
    low = a.fma(a, square.neg()).fma(cubic, low.add(Coefficients.GELU_LINEAR_1));
    low = square.fma(broadcast(Coefficients.GELU_CUBIC_1), low);
    FloatVector z = a.mul(w);
    low = a.fma(low, a.fma(w, z.neg()));
    FloatVector t = broadcast(Coefficients.ROUND_TWO).sub(z);
    FloatVector p = exp2Polynomial(broadcast(Coefficients.ROUND_TWO).sub(t).sub(z).sub(low));
    return quotient(x, a.neg().mul(p), p, t);
  }

  static FloatVector geluErf(FloatVector x) {
    FloatVector a = x.abs();
    a = a.blend(Coefficients.GELU_ERF_HIGH, a.compare(GT, Coefficients.GELU_ERF_HIGH));
    FloatVector square = a.mul(a);
    FloatVector half = broadcast(Coefficients.HALF_LOG2E_0);
    FloatVector z = square.mul(half);
    FloatVector low = square.fma(half, z.neg());
    low = a.fma(a, square.neg()).fma(half, low);
    low = square.fma(broadcast(Coefficients.HALF_LOG2E_1), low);
    FloatVector t = broadcast(Coefficients.ROUND_TWO).sub(z);
    FloatVector p = exp2Polynomial(broadcast(Coefficients.ROUND_TWO).sub(t).sub(z).sub(low));
    FloatVector g =
        tailPolynomial(a.sub(Coefficients.TAIL_CENTRE).div(a.add(Coefficients.TAIL_CENTRE)));
    return x.blend(-0.0f, x.compare(LT, 0)).sub(scale(a.mul(g).mul(p), t));
  }

  private static FloatVector broadcast(float value) {
    return FloatVector.broadcast(Species.FLOAT, value);
  }

  private static FloatVector expReduced(FloatVector x, FloatVector k) {
    FloatVector r = k.fma(broadcast(-Coefficients.LN2_0), x);
    r = k.fma(broadcast(-Coefficients.LN2_1), r);
    return expPolynomial(r).lanewise(FMA, r, 1).lanewise(FMA, r, 1);
  }

  private static FloatVector expPolynomial(FloatVector r) {
    FloatVector p = r.lanewise(FMA, broadcast(Coefficients.EXP_4), Coefficients.EXP_3);
    p = p.lanewise(FMA, r, Coefficients.EXP_2);
    p = p.lanewise(FMA, r, Coefficients.EXP_1);
    p = p.lanewise(FMA, r, Coefficients.EXP_0);
    return p;
  }

  private static FloatVector exp2Polynomial(FloatVector r) {
    FloatVector p = r.lanewise(FMA, broadcast(Coefficients.EXP2_5), Coefficients.EXP2_4);
    p = p.lanewise(FMA, r, Coefficients.EXP2_3);
    p = p.lanewise(FMA, r, Coefficients.EXP2_2);
    p = p.lanewise(FMA, r, Coefficients.EXP2_1);
    p = p.lanewise(FMA, r, Coefficients.EXP2_0);
    return p.lanewise(FMA, r, 1);
  }

  private static FloatVector logPolynomial(FloatVector f) {
    FloatVector p = f.lanewise(FMA, broadcast(Coefficients.LOG_7), Coefficients.LOG_6);
    p = p.lanewise(FMA, f, Coefficients.LOG_5);
    p = p.lanewise(FMA, f, Coefficients.LOG_4);
    p = p.lanewise(FMA, f, Coefficients.LOG_3);
    p = p.lanewise(FMA, f, Coefficients.LOG_2);
    p = p.lanewise(FMA, f, Coefficients.LOG_1);
    p = p.lanewise(FMA, f, Coefficients.LOG_0);
    return p;
  }

  private static FloatVector scale(FloatVector p, FloatVector t) {
    IntVector bits = t.reinterpretAsInts();
    IntVector half = bits.lanewise(ASHR, 1);
    return p.mul(half.lanewise(LSHL, Coefficients.EXPONENT_SHIFT).reinterpretAsFloats())
        .mul(bits.sub(half).lanewise(LSHL, Coefficients.EXPONENT_SHIFT).reinterpretAsFloats());
  }

  /// `(x < 0 ? u 2^k : x) / (1 + p 2^k)`.
  private static FloatVector quotient(FloatVector x, FloatVector u, FloatVector p, FloatVector t) {
    IntVector bits = t.reinterpretAsInts();
    IntVector half = bits.lanewise(ASHR, 1);
    FloatVector s0 = half.lanewise(LSHL, Coefficients.EXPONENT_SHIFT).reinterpretAsFloats();
    FloatVector s1 =
        bits.sub(half).lanewise(LSHL, Coefficients.EXPONENT_SHIFT).reinterpretAsFloats();
    return x.blend(u.mul(s0).mul(s1), x.compare(LT, 0)).div(p.mul(s0).mul(s1).add(1));
  }

  private static FloatVector quarter(FloatVector a, FloatVector n, IntVector k, IntVector sign) {
    FloatVector r = n.fma(broadcast(-Coefficients.PI_HALF_0), a);
    r = n.fma(broadcast(-Coefficients.PI_HALF_1), r);
    r = n.fma(broadcast(-Coefficients.PI_HALF_2), r);
    FloatVector rr = r.mul(r);
    FloatVector p = rr.lanewise(FMA, broadcast(Coefficients.SIN_2), Coefficients.SIN_1);
    FloatVector sine = rr.mul(r).fma(p.lanewise(FMA, rr, Coefficients.SIN_0), r);
    FloatVector q = rr.lanewise(FMA, broadcast(Coefficients.COS_2), Coefficients.COS_1);
    q = q.lanewise(FMA, rr, Coefficients.COS_0).lanewise(FMA, rr, -0.5f).lanewise(FMA, rr, 1);
    VectorMask<Float> odd = k.lanewise(AND, 1).compare(NE, 0).cast(Species.FLOAT);
    return sine.blend(q, odd).reinterpretAsInts().lanewise(XOR, sign).reinterpretAsFloats();
  }

  private static FloatVector erfSmall(FloatVector a) {
    FloatVector s = a.mul(a);
    FloatVector p = s.lanewise(FMA, broadcast(Coefficients.ERF_SMALL_6), Coefficients.ERF_SMALL_5);
    p = p.lanewise(FMA, s, Coefficients.ERF_SMALL_4);
    p = p.lanewise(FMA, s, Coefficients.ERF_SMALL_3);
    p = p.lanewise(FMA, s, Coefficients.ERF_SMALL_2);
    p = p.lanewise(FMA, s, Coefficients.ERF_SMALL_1);
    p = p.lanewise(FMA, s, Coefficients.ERF_SMALL_0);
    return p.fma(a, a);
  }

  private static FloatVector erfLarge(FloatVector a) {
    FloatVector p = a.lanewise(FMA, broadcast(Coefficients.ERF_LARGE_7), Coefficients.ERF_LARGE_6);
    p = p.lanewise(FMA, a, Coefficients.ERF_LARGE_5);
    p = p.lanewise(FMA, a, Coefficients.ERF_LARGE_4);
    p = p.lanewise(FMA, a, Coefficients.ERF_LARGE_3);
    p = p.lanewise(FMA, a, Coefficients.ERF_LARGE_2);
    p = p.lanewise(FMA, a, Coefficients.ERF_LARGE_1);
    p = p.lanewise(FMA, a, Coefficients.ERF_LARGE_0);
    FloatVector t = broadcast(Coefficients.ROUND_ONE).sub(p);
    FloatVector e = exp2Polynomial(broadcast(Coefficients.ROUND_ONE).sub(t).sub(p));
    FloatVector s =
        t.reinterpretAsInts().lanewise(LSHL, Coefficients.EXPONENT_SHIFT).reinterpretAsFloats();
    return e.neg().lanewise(FMA, s, 1);
  }

  private static FloatVector tailPolynomial(FloatVector t) {
    FloatVector p = t.lanewise(FMA, broadcast(Coefficients.TAIL_10), Coefficients.TAIL_9);
    p = p.lanewise(FMA, t, Coefficients.TAIL_8);
    p = p.lanewise(FMA, t, Coefficients.TAIL_7);
    p = p.lanewise(FMA, t, Coefficients.TAIL_6);
    p = p.lanewise(FMA, t, Coefficients.TAIL_5);
    p = p.lanewise(FMA, t, Coefficients.TAIL_4);
    p = p.lanewise(FMA, t, Coefficients.TAIL_3);
    p = p.lanewise(FMA, t, Coefficients.TAIL_2);
    p = p.lanewise(FMA, t, Coefficients.TAIL_1);
    p = p.lanewise(FMA, t, Coefficients.TAIL_0);
    return p;
  }

  private static FloatVector withSign(FloatVector y, FloatVector x) {
    IntVector sign = x.reinterpretAsInts().lanewise(AND, Integer.MIN_VALUE);
    return y.reinterpretAsInts().lanewise(OR, sign).reinterpretAsFloats();
  }
}
