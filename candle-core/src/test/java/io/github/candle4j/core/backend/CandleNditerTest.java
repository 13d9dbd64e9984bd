package io.github.candle4j.core.backend;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.candle4j.core.Layout;
import io.github.candle4j.core.Shape;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// The tests of Candle's nditer.rs, in terms of [StridedRuns]. Candle walks over several layouts at once and merges what can
/// be merged in all; here each layout has a walk of its own, and a loop takes the shorter run.
class CandleNditerTest {
  /// What a walk yields: the place, the stride and the length of each run.
  private static List<List<Integer>> runs(Layout layout) {
    List<List<Integer>> found = new ArrayList<>();
    StridedRuns runs = new StridedRuns(layout);
    for (int left = layout.shape().arrayLength(); left > 0; ) {
      int n = runs.remaining();
      found.add(List.of(runs.offset(), n == 1 ? 1 : runs.stride(), n));
      runs.advance(n);
      left -= n;
    }
    return found;
  }

  private static Layout layout(int[] dims, int[] stride, int start) {
    return new Layout(Shape.of(dims), stride, start);
  }

  @Test
  void rank0Scalar() {
    assertThat(runs(Layout.contiguous(Shape.of()))).containsExactly(List.of(0, 1, 1));
  }

  @Test
  void rank1ContiguousSingleBlock() {
    assertThat(runs(Layout.contiguous(Shape.of(5)))).containsExactly(List.of(0, 1, 5));
  }

  @Test
  void rank2ContiguousMergesToOneBlock() {
    assertThat(runs(Layout.contiguous(Shape.of(3, 4)))).containsExactly(List.of(0, 1, 12));
  }

  @Test
  void rank3ContiguousFullyMerged() {
    assertThat(runs(Layout.contiguous(Shape.of(2, 3, 4)))).containsExactly(List.of(0, 1, 24));
  }

  @Test
  void rank3OuterGapPartialMerge() {
    assertThat(runs(layout(new int[] {2, 3, 4}, new int[] {24, 4, 1}, 0)))
        .containsExactly(List.of(0, 1, 12), List.of(24, 1, 12));
  }

  @Test
  void rank2NoMerge() {
    assertThat(runs(layout(new int[] {3, 4}, new int[] {1, 3}, 0)))
        .containsExactly(List.of(0, 3, 4), List.of(1, 3, 4), List.of(2, 3, 4));
  }

  @Test
  void broadcastZerosMerge() {
    assertThat(runs(layout(new int[] {3, 4}, new int[] {0, 0}, 0)))
        .containsExactly(List.of(0, 0, 12));
  }

  /// Candle merges for both operands; here both walks have one run of the same length.
  @Test
  void mixedContiguousAndBroadcastMerge() {
    assertThat(runs(Layout.contiguous(Shape.of(3, 4)))).containsExactly(List.of(0, 1, 12));
    assertThat(runs(layout(new int[] {3, 4}, new int[] {0, 0}, 0)))
        .containsExactly(List.of(0, 0, 12));
  }

  /// Candle cuts both operands into rows; here the first is one run, and the second decides.
  @Test
  void offsetsLhsContiguousRhsStrided() {
    assertThat(runs(Layout.contiguous(Shape.of(2, 3)))).containsExactly(List.of(0, 1, 6));
    assertThat(runs(layout(new int[] {2, 3}, new int[] {1, 2}, 0)))
        .containsExactly(List.of(0, 2, 3), List.of(1, 2, 3));
  }

  @Test
  void startOffsetReflectedInFirstIter() {
    assertThat(runs(Layout.contiguousWithOffset(Shape.of(4), 7))).containsExactly(List.of(7, 1, 4));
  }

  @Test
  void startOffsetAdvancesWithOuterDims() {
    assertThat(runs(layout(new int[] {2, 3}, new int[] {4, 1}, 10)))
        .containsExactly(List.of(10, 1, 3), List.of(14, 1, 3));
  }

  @Test
  void seekGoesToAnyElement() {
    StridedRuns runs = new StridedRuns(layout(new int[] {2, 3}, new int[] {4, 1}, 10));
    runs.seek(4);
    assertThat(List.of(runs.offset(), runs.stride(), runs.remaining())).containsExactly(15, 1, 2);
  }
}
