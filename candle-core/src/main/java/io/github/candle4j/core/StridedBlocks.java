package io.github.candle4j.core;

/// The elements of a layout as blocks that lie side by side in their array, as long as they can be.
public sealed interface StridedBlocks {
  /// All elements side by side.
  ///
  /// @param startOffset the place of the first
  /// @param len their number
  record SingleBlock(int startOffset, int len) implements StridedBlocks {}

  /// Blocks of equal length and distance.
  ///
  /// @param startOffset the place of the first block
  /// @param blockLen the length of each block
  /// @param count the number of blocks
  /// @param srcStride the distance from the start of a block to that of the next
  record UniformBlocks(int startOffset, int blockLen, int count, int srcStride)
      implements StridedBlocks {}

  /// Blocks of equal length.
  ///
  /// @param blockStartIndex the places of the blocks
  /// @param blockLen the length of each block
  record MultipleBlocks(StridedIndex blockStartIndex, int blockLen) implements StridedBlocks {}
}
