package io.github.candle4j.core.cpu.vector;

import static jdk.incubator.vector.VectorOperators.EQ;
import static jdk.incubator.vector.VectorOperators.LE;
import static jdk.incubator.vector.VectorOperators.LT;
import static jdk.incubator.vector.VectorOperators.NE;

import io.github.candle4j.core.cpu.FloatComparisons;
import io.github.candle4j.core.cpu.ScalarComparisons;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorSpecies;

/// Comparisons a vector at a time; the rest, shorter than a vector, is left to the scalar form.
public final class VectorComparisons implements FloatComparisons {
  private static final VectorSpecies<Float> FLOAT = Species.FLOAT;
  private static final int LANES = Species.LANES;
  private static final FloatVector ZEROS = FloatVector.zero(FLOAT);
  private static final ScalarComparisons SCALAR = new ScalarComparisons();

  @Override
  public void equal(float[] a, float[] b, float[] y, int from, int to) {
    int i = from;
    for (; i <= to - LANES; i += LANES) {
      FloatVector v = FloatVector.fromArray(FLOAT, a, i);
      VectorMask<Float> flags = v.compare(EQ, FloatVector.fromArray(FLOAT, b, i));
      ZEROS.blend(1, flags).intoArray(y, i);
    }
    SCALAR.equal(a, b, y, i, to);
  }

  @Override
  public void notEqual(float[] a, float[] b, float[] y, int from, int to) {
    int i = from;
    for (; i <= to - LANES; i += LANES) {
      FloatVector v = FloatVector.fromArray(FLOAT, a, i);
      VectorMask<Float> flags = v.compare(NE, FloatVector.fromArray(FLOAT, b, i));
      ZEROS.blend(1, flags).intoArray(y, i);
    }
    SCALAR.notEqual(a, b, y, i, to);
  }

  @Override
  public void less(float[] a, float[] b, float[] y, int from, int to) {
    int i = from;
    for (; i <= to - LANES; i += LANES) {
      FloatVector v = FloatVector.fromArray(FLOAT, a, i);
      VectorMask<Float> flags = v.compare(LT, FloatVector.fromArray(FLOAT, b, i));
      ZEROS.blend(1, flags).intoArray(y, i);
    }
    SCALAR.less(a, b, y, i, to);
  }

  @Override
  public void lessOrEqual(float[] a, float[] b, float[] y, int from, int to) {
    int i = from;
    for (; i <= to - LANES; i += LANES) {
      FloatVector v = FloatVector.fromArray(FLOAT, a, i);
      VectorMask<Float> flags = v.compare(LE, FloatVector.fromArray(FLOAT, b, i));
      ZEROS.blend(1, flags).intoArray(y, i);
    }
    SCALAR.lessOrEqual(a, b, y, i, to);
  }

  @Override
  public void where(float[] condition, float[] a, float[] b, float[] y, int from, int to) {
    int i = from;
    for (; i <= to - LANES; i += LANES) {
      VectorMask<Float> first = FloatVector.fromArray(FLOAT, condition, i).compare(NE, 0);
      FloatVector v = FloatVector.fromArray(FLOAT, b, i);
      v.blend(FloatVector.fromArray(FLOAT, a, i), first).intoArray(y, i);
    }
    SCALAR.where(condition, a, b, y, i, to);
  }
}
