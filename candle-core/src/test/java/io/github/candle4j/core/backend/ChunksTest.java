package io.github.candle4j.core.backend;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ChunksTest {
  @Test
  void tasksCoverAsManyElementsAsAnArrayCanHave() {
    for (int total : new int[] {0, 1, 7, 8, 9, Integer.MAX_VALUE - 8, Integer.MAX_VALUE}) {
      for (int size : new int[] {8, Chunks.SIZE, 1 << 30, Integer.MAX_VALUE}) {
        int tasks = Math.ceilDiv(total, size);
        long covered = 0;
        // Only the end of the last tasks comes near the largest int.
        for (int task = Math.max(0, tasks - 2); task < tasks; task++) {
          int end = Chunks.end(task * size, size, total);
          assertThat(end).isBetween(task * size + 1, total);
          covered = end;
        }
        assertThat(covered).isEqualTo(total);
      }
    }
  }
}
