package io.github.candle4j.core.cpu.vector;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/// The vector width of this JVM: the preferred one, or the one forced by `-Dcandle.kernels=vector128|vector256|vector512`.
final class Species {
  static final VectorSpecies<Float> FLOAT = chosen(System.getProperty("candle.kernels", ""));
  static final VectorSpecies<Integer> INT = FLOAT.withLanes(int.class);
  static final int LANES = FLOAT.length();

  private Species() {}

  private static VectorSpecies<Float> chosen(String kernels) {
    return switch (kernels) {
      case "vector128" -> FloatVector.SPECIES_128;
      case "vector256" -> FloatVector.SPECIES_256;
      case "vector512" -> FloatVector.SPECIES_512;
      default -> FloatVector.SPECIES_PREFERRED;
    };
  }
}
