package io.github.candle4j.core.cpu.vector;

import static jdk.incubator.vector.VectorOperators.LT;

import io.github.candle4j.core.cpu.Coefficients;
import io.github.candle4j.core.cpu.FloatFunctions;
import io.github.candle4j.core.cpu.ScalarFunctions;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;

/// The functions of `FloatMath` over runs, a vector at a time; the rest of a run is one masked vector.
///
/// Every loop is written out: a function passed as an argument would box each vector (20 times slower).
public final class VectorFunctions implements FloatFunctions {
  private static final int LANES = Species.LANES;
  private static final ScalarFunctions SCALAR = new ScalarFunctions();

  @Override
  public void exp(float[] x, int xo, float[] y, int yo, int n) {
    int i = 0;
    for (; i <= n - LANES; i += LANES) {
      VectorMath.exp(FloatVector.fromArray(Species.FLOAT, x, xo + i)).intoArray(y, yo + i);
    }
    if (i < n) {
      VectorMask<Float> rest = Species.FLOAT.indexInRange(i, n);
      VectorMath.exp(FloatVector.fromArray(Species.FLOAT, x, xo + i, rest))
          .intoArray(y, yo + i, rest);
    }
  }

  @Override
  public void log(float[] x, int xo, float[] y, int yo, int n) {
    int i = 0;
    for (; i <= n - LANES; i += LANES) {
      VectorMath.log(FloatVector.fromArray(Species.FLOAT, x, xo + i)).intoArray(y, yo + i);
    }
    if (i < n) {
      VectorMask<Float> rest = Species.FLOAT.indexInRange(i, n);
      VectorMath.log(FloatVector.fromArray(Species.FLOAT, x, xo + i, rest))
          .intoArray(y, yo + i, rest);
    }
  }

  @Override
  public void sin(float[] x, int xo, float[] y, int yo, int n) {
    int i = 0;
    for (; i <= n - LANES; i += LANES) {
      FloatVector v = FloatVector.fromArray(Species.FLOAT, x, xo + i);
      if (v.abs().compare(LT, Coefficients.TRIG_HIGH).allTrue()) {
        VectorMath.sin(v).intoArray(y, yo + i);
      } else {
        SCALAR.sin(x, xo + i, y, yo + i, LANES);
      }
    }
    SCALAR.sin(x, xo + i, y, yo + i, n - i);
  }

  @Override
  public void cos(float[] x, int xo, float[] y, int yo, int n) {
    int i = 0;
    for (; i <= n - LANES; i += LANES) {
      FloatVector v = FloatVector.fromArray(Species.FLOAT, x, xo + i);
      if (v.abs().compare(LT, Coefficients.TRIG_HIGH).allTrue()) {
        VectorMath.cos(v).intoArray(y, yo + i);
      } else {
        SCALAR.cos(x, xo + i, y, yo + i, LANES);
      }
    }
    SCALAR.cos(x, xo + i, y, yo + i, n - i);
  }

  @Override
  public void tanh(float[] x, int xo, float[] y, int yo, int n) {
    int i = 0;
    for (; i <= n - LANES; i += LANES) {
      VectorMath.tanh(FloatVector.fromArray(Species.FLOAT, x, xo + i)).intoArray(y, yo + i);
    }
    if (i < n) {
      VectorMask<Float> rest = Species.FLOAT.indexInRange(i, n);
      VectorMath.tanh(FloatVector.fromArray(Species.FLOAT, x, xo + i, rest))
          .intoArray(y, yo + i, rest);
    }
  }

  @Override
  public void erf(float[] x, int xo, float[] y, int yo, int n) {
    int i = 0;
    for (; i <= n - LANES; i += LANES) {
      VectorMath.erf(FloatVector.fromArray(Species.FLOAT, x, xo + i)).intoArray(y, yo + i);
    }
    if (i < n) {
      VectorMask<Float> rest = Species.FLOAT.indexInRange(i, n);
      VectorMath.erf(FloatVector.fromArray(Species.FLOAT, x, xo + i, rest))
          .intoArray(y, yo + i, rest);
    }
  }

  @Override
  public void sigmoid(float[] x, int xo, float[] y, int yo, int n) {
    int i = 0;
    for (; i <= n - LANES; i += LANES) {
      VectorMath.sigmoid(FloatVector.fromArray(Species.FLOAT, x, xo + i)).intoArray(y, yo + i);
    }
    if (i < n) {
      VectorMask<Float> rest = Species.FLOAT.indexInRange(i, n);
      VectorMath.sigmoid(FloatVector.fromArray(Species.FLOAT, x, xo + i, rest))
          .intoArray(y, yo + i, rest);
    }
  }

  @Override
  public void silu(float[] x, int xo, float[] y, int yo, int n) {
    int i = 0;
    for (; i <= n - LANES; i += LANES) {
      VectorMath.silu(FloatVector.fromArray(Species.FLOAT, x, xo + i)).intoArray(y, yo + i);
    }
    if (i < n) {
      VectorMask<Float> rest = Species.FLOAT.indexInRange(i, n);
      VectorMath.silu(FloatVector.fromArray(Species.FLOAT, x, xo + i, rest))
          .intoArray(y, yo + i, rest);
    }
  }

  @Override
  public void gelu(float[] x, int xo, float[] y, int yo, int n) {
    int i = 0;
    for (; i <= n - LANES; i += LANES) {
      VectorMath.gelu(FloatVector.fromArray(Species.FLOAT, x, xo + i)).intoArray(y, yo + i);
    }
    if (i < n) {
      VectorMask<Float> rest = Species.FLOAT.indexInRange(i, n);
      VectorMath.gelu(FloatVector.fromArray(Species.FLOAT, x, xo + i, rest))
          .intoArray(y, yo + i, rest);
    }
  }

  @Override
  public void geluErf(float[] x, int xo, float[] y, int yo, int n) {
    int i = 0;
    for (; i <= n - LANES; i += LANES) {
      VectorMath.geluErf(FloatVector.fromArray(Species.FLOAT, x, xo + i)).intoArray(y, yo + i);
    }
    if (i < n) {
      VectorMask<Float> rest = Species.FLOAT.indexInRange(i, n);
      VectorMath.geluErf(FloatVector.fromArray(Species.FLOAT, x, xo + i, rest))
          .intoArray(y, yo + i, rest);
    }
  }
}
