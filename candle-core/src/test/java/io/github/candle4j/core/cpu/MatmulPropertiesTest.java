package io.github.candle4j.core.cpu;

import io.github.candle4j.core.cpu.MatmulCase.Layout;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/// Products of random sizes and layouts.
class MatmulPropertiesTest {
  @Property(tries = 300)
  void everyProductIsWithinTheBound(
      @ForAll @IntRange(max = 150) int m,
      @ForAll @IntRange(max = 150) int n,
      @ForAll @IntRange(max = 150) int k,
      @ForAll Layout a,
      @ForAll Layout b,
      @ForAll boolean accumulate,
      @ForAll long seed) {
    for (MatmulKernels kernels : MatmulKernelsTest.kernels()) {
      new MatmulCase(m, n, k, a, b, accumulate, seed).check(kernels);
    }
  }
}
