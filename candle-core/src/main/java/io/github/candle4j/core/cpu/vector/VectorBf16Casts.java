package io.github.candle4j.core.cpu.vector;

import static jdk.incubator.vector.VectorOperators.I2S;
import static jdk.incubator.vector.VectorOperators.LSHL;
import static jdk.incubator.vector.VectorOperators.LSHR;
import static jdk.incubator.vector.VectorOperators.NE;
import static jdk.incubator.vector.VectorOperators.S2I;

import io.github.candle4j.core.cpu.Bf16Casts;
import io.github.candle4j.core.cpu.ScalarBf16Casts;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.ShortVector;
import jdk.incubator.vector.VectorShape;
import jdk.incubator.vector.VectorSpecies;

/// BF16 a vector of floats at a time, which is half a vector of shorts.
public final class VectorBf16Casts implements Bf16Casts {
  private static final VectorSpecies<Float> FLOAT = Species.FLOAT;
  private static final VectorSpecies<Integer> INT = Species.INT;
  private static final int LANES = Species.LANES;
  private static final VectorSpecies<Short> SHORT =
      VectorSpecies.of(short.class, VectorShape.forBitSize(LANES * Short.SIZE));
  private static final int QUIET = 0x40;
  private static final ScalarBf16Casts SCALAR = new ScalarBf16Casts();

  @Override
  public void toFloats(short[] x, int xo, float[] y, int yo, int n) {
    int i = 0;
    for (; i <= n - LANES; i += LANES) {
      IntVector bits =
          (IntVector) ShortVector.fromArray(SHORT, x, xo + i).convertShape(S2I, INT, 0);
      bits.lanewise(LSHL, 16).reinterpretAsFloats().intoArray(y, yo + i);
    }
    SCALAR.toFloats(x, xo + i, y, yo + i, n - i);
  }

  @Override
  public void fromFloats(float[] x, int xo, short[] y, int yo, int n) {
    int i = 0;
    for (; i <= n - LANES; i += LANES) {
      FloatVector v = FloatVector.fromArray(FLOAT, x, xo + i);
      IntVector bits = v.reinterpretAsInts();
      IntVector high = bits.lanewise(LSHR, 16);
      IntVector rounded = bits.add(0x7FFF).add(high.and(1)).lanewise(LSHR, 16);
      IntVector chosen = rounded.blend(high.or(QUIET), v.compare(NE, v).cast(INT));
      ((ShortVector) chosen.convertShape(I2S, SHORT, 0)).intoArray(y, yo + i);
    }
    SCALAR.fromFloats(x, xo + i, y, yo + i, n - i);
  }
}
