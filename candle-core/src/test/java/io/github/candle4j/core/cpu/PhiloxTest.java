package io.github.candle4j.core.cpu;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/// Blocks computed by tools/oracles/philox.py, an implementation of its own that gives the known answers of Random123.
class PhiloxTest {
  @Test
  void counterAndKeyOfZeros() {
    // From Random123's kat_vectors.
    assertBlock(0, 0, 0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8);
  }

  @Test
  void blocksOfSmallIndexes() {
    assertBlock(0, 1, 0xf8e4cca4, 0x5cb200db, 0xb1a574eb, 0x097eff67);
    assertBlock(299792458, 0, 0x48f72f3b, 0xdbc216a9, 0xcc030bb9, 0xfa6f9c72);
    assertBlock(299792458, 1, 0x13503506, 0x802ecc99, 0x313650a7, 0x1a51ad1b);
  }

  @Test
  void allBitsOfSeedAndIndexCount() {
    assertBlock(-1, -1, 0x4d18d7d2, 0x430ac65a, 0xbd2fa22a, 0x0afae10d);
    assertBlock(
        0x0123456789abcdefL, 0xfedcba9876543210L, 0x2c03a599, 0xd8a290fc, 0x4339955b, 0x8784c033);
    assertBlock(Long.MIN_VALUE, 1L << 32, 0x94f419f8, 0x1116c316, 0x99f2fa30, 0xbc048ad6);
  }

  private static void assertBlock(long seed, long index, int... expected) {
    int[] block = new int[Philox.BLOCK];
    Philox.block(seed, index, block);
    assertThat(block).isEqualTo(expected);
  }
}
