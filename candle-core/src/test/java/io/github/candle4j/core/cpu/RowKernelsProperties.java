package io.github.candle4j.core.cpu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.candle4j.core.cpu.vector.VectorRows;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.FloatRange;
import net.jqwik.api.constraints.Size;

class RowKernelsProperties {
  @Property
  void softmaxSumsToOneAndDoesNotSeeAShift(
      @ForAll @Size(min = 1, max = 70) @FloatRange(min = -60, max = 60) float[] x) {
    for (RowKernels rows : new RowKernels[] {new ScalarRows(), new VectorRows()}) {
      float[] y = new float[x.length];
      rows.softmax(x, 0, y, 0, x.length);
      float[] shifted = new float[x.length];
      for (int i = 0; i < x.length; i++) {
        shifted[i] = x[i] + 64;
      }
      rows.softmax(shifted, 0, shifted, 0, x.length);
      double sum = 0;
      for (int i = 0; i < x.length; i++) {
        assertThat(y[i]).isBetween(0f, 1.000001f);
        assertThat(shifted[i]).isCloseTo(y[i], within(1e-4f));
        sum += y[i];
      }
      assertThat(sum).isCloseTo(1, within(2e-6));
    }
  }

  @Property
  void maximumOfAnyRowIsThatOfItsElements(@ForAll @Size(min = 1, max = 150) int[] bits) {
    float[] x = new float[bits.length];
    float max = Float.NEGATIVE_INFINITY;
    float min = Float.POSITIVE_INFINITY;
    for (int i = 0; i < bits.length; i++) {
      x[i] = Float.intBitsToFloat(bits[i]);
      max = Math.max(max, x[i]);
      min = Math.min(min, x[i]);
    }
    for (RowKernels rows : new RowKernels[] {new ScalarRows(), new VectorRows()}) {
      assertThat(rows.max(x, 0, x.length)).isEqualTo(Float.valueOf(max));
      assertThat(rows.min(x, 0, x.length)).isEqualTo(Float.valueOf(min));
    }
  }
}
