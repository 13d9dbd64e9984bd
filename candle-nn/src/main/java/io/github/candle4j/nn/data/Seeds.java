package io.github.candle4j.nn.data;

/// Makes seeds of their own for the parts of a seeded whole. `java.util.Random` takes them: its numbers are laid down in its
/// documentation, so that a seed means the same in every JDK.
final class Seeds {
  /// 2^64 divided by the golden ratio, the step of SplitMix64.
  private static final long STEP = 0x9E3779B97F4A7C15L;

  private Seeds() {}

  /// A seed that looks random for each number of each seed: the finaliser of SplitMix64 (Steele, Lea and Flood, "Fast splittable
  /// pseudorandom number generators", 2014) after each of the two.
  static long mix(long seed, long number) {
    return mixed(mixed(seed + STEP) + (number + 1) * STEP);
  }

  private static long mixed(long value) {
    long z = value;
    z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }
}
