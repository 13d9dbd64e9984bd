package io.github.candle4j.core.cpu;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.candle4j.core.cpu.vector.VectorFunctions;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;

class FloatFunctionsProperties {
  @Property
  void vectorsGiveTheBitsOfTheScalarFunctions(
      @ForAll Elementwise function, @ForAll @Size(max = 70) int[] bits) {
    float[] x = new float[bits.length];
    for (int i = 0; i < x.length; i++) {
      x[i] = Float.intBitsToFloat(bits[i]);
    }
    float[] expected = function.of(new ScalarFunctions(), x);
    float[] actual = function.of(new VectorFunctions(), x);
    for (int i = 0; i < x.length; i++) {
      assertThat(Float.floatToIntBits(actual[i])).isEqualTo(Float.floatToIntBits(expected[i]));
    }
  }

  @Property
  void tanhAndErfAreOdd(@ForAll float x) {
    assertThat(FloatMath.tanh(-x)).isEqualTo(-FloatMath.tanh(x));
    assertThat(FloatMath.erf(-x)).isEqualTo(-FloatMath.erf(x));
    assertThat(FloatMath.sin(-x)).isEqualTo(-FloatMath.sin(x));
    assertThat(FloatMath.cos(-x)).isEqualTo(FloatMath.cos(x));
  }
}
