package io.github.candle4j.core;

import static io.github.candle4j.core.Numbers.assertIs;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// The tests of Candle's layout_tests.rs, and of layouts beyond them.
class CandleLayoutTest {
  private static final Device CPU = Device.CPU;
  private final Tensor tensor = Tensor.arange(0, 24, CPU).reshape(2, 3, 4);

  @Test
  void contiguous() {
    assertIs(
        tensor, Shape.of(2, 3, 4), "0 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20 21 22 23");
    assertIs(
        tensor.t().contiguous(),
        Shape.of(2, 4, 3),
        "0 4 8 1 5 9 2 6 10 3 7 11 12 16 20 13 17 21 14 18 22 15 19 23");
    String turned = "0 1 2 3 12 13 14 15 4 5 6 7 16 17 18 19 8 9 10 11 20 21 22 23";
    assertIs(tensor.transpose(0, 1).contiguous(), Shape.of(3, 2, 4), turned);
    assertIs(tensor.transpose(0, 1).flattenAll(), Shape.of(24), turned);
    assertIs(
        tensor.i(Index.from(1)).transpose(0, 1).contiguous(),
        Shape.of(3, 1, 4),
        "12 13 14 15 16 17 18 19 20 21 22 23");
    assertIs(
        tensor.transpose(0, 2).contiguous(),
        Shape.of(4, 3, 2),
        "0 12 4 16 8 20 1 13 5 17 9 21 2 14 6 18 10 22 3 15 7 19 11 23");
  }

  @Test
  void stridedBlocks() {
    assertThat(tensor.stridedBlocks()).isEqualTo(new StridedBlocks.SingleBlock(0, 24));
    Tensor later = Tensor.arange(0, 26, CPU).i(Index.from(2)).reshape(2, 3, 4);
    assertThat(later.stridedBlocks()).isEqualTo(new StridedBlocks.SingleBlock(2, 24));
    assertThat(tensor.i(1).stridedBlocks()).isEqualTo(new StridedBlocks.SingleBlock(12, 12));
    Tensor rows = tensor.i(Index.all(), Index.at(1));
    assertThat(rows.contiguous().stridedBlocks()).isEqualTo(new StridedBlocks.SingleBlock(0, 8));
    assertIs(rows.contiguous(), Shape.of(2, 4), "4 5 6 7 16 17 18 19");
    assertThat(rows.stridedBlocks()).isEqualTo(new StridedBlocks.UniformBlocks(4, 4, 2, 12));
    assertBlocks(
        tensor.t(),
        1,
        0,
        4,
        8,
        1,
        5,
        9,
        2,
        6,
        10,
        3,
        7,
        11,
        12,
        16,
        20,
        13,
        17,
        21,
        14,
        18,
        22,
        15,
        19,
        23);
    assertBlocks(tensor.transpose(0, 1), 4, 0, 12, 4, 16, 8, 20);
  }

  private static void assertBlocks(Tensor x, int length, Integer... starts) {
    if (!(x.stridedBlocks() instanceof StridedBlocks.MultipleBlocks(var index, int blockLen))) {
      throw new AssertionError("unexpected block structure " + x.stridedBlocks());
    }
    assertThat(blockLen).isEqualTo(length);
    assertThat(index.len()).isEqualTo(starts.length);
    List<Integer> found = new ArrayList<>();
    index.forEachRemaining((int start) -> found.add(start));
    assertThat(found).containsExactly(starts);
  }

  @Test
  void blocksOfUnusualLayouts() {
    assertThat(Tensor.of(1f, CPU).stridedBlocks()).isEqualTo(new StridedBlocks.SingleBlock(0, 1));
    assertThat(tensor.narrow(1, 0, 0).t().stridedBlocks())
        .isEqualTo(new StridedBlocks.SingleBlock(0, 0));
    Tensor repeated = Tensor.of(new float[] {1, 2}, CPU).broadcastAs(3, 2);
    assertThat(repeated.stridedBlocks()).isEqualTo(new StridedBlocks.UniformBlocks(0, 2, 3, 0));
    // Of a size of 1 no stride matters.
    assertThat(tensor.narrow(1, 2, 1).narrow(0, 1, 1).stridedBlocks())
        .isEqualTo(new StridedBlocks.SingleBlock(20, 4));
  }

  @Test
  void placesOfElements() {
    Tensor part = tensor.narrow(0, 1, 1).narrow(2, 1, 2).t();
    List<Integer> places = new ArrayList<>();
    part.stridedIndex().forEachRemaining((int place) -> places.add(place));
    assertThat(places).containsExactly(13, 17, 21, 14, 18, 22);
    assertThat(Tensor.of(1f, CPU).stridedIndex().len()).isEqualTo(1);
    StridedIndex none = tensor.narrow(0, 0, 0).stridedIndex();
    assertThat(none.hasNext()).isFalse();
    org.assertj.core.api.Assertions.assertThatThrownBy(none::nextInt)
        .isInstanceOf(java.util.NoSuchElementException.class);
  }

  @Test
  void theArrayBehindATensor() {
    Tensor part = tensor.i(Index.at(1), Index.from(1));
    StorageAndLayout seen = part.storageAndLayout();
    assertThat(seen.storage()).isEqualTo(tensor.storageAndLayout().storage());
    assertThat(((CpuStorage.U32) seen.storage()).array()[seen.layout().startOffset()])
        .isEqualTo(16);
    assertThat(seen.layout().contiguousOffsets()).contains(new Layout.Offsets(16, 24));
    assertThat(part.t().layout().contiguousOffsets()).isEmpty();
  }
}
