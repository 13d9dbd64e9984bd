package io.github.candle4j.examples.ch16;

/// The sizes of a model.
///
/// @param vocabulary how many characters there are
/// @param size the length of the vector of a character
/// @param layers how many blocks
/// @param heads how many heads each attention has
/// @param feedForward the units between the two linear layers of a block
/// @param maxSeqLen the most characters that the model sees
/// @param dropout the share of numbers that training sets to 0
/// @param pieces what may be left out
record ModelConfig(
    int vocabulary,
    int size,
    int layers,
    int heads,
    int feedForward,
    int maxSeqLen,
    double dropout,
    Pieces pieces) {
  /// What the chapter's experiments leave out.
  ///
  /// @param mask whether a character is kept from seeing those that follow
  /// @param positions whether the model is told where a character stands
  record Pieces(boolean mask, boolean positions) {
    static final Pieces ALL = new Pieces(true, true);
  }

  private static final int WIDENING = 4;

  ModelConfig(int vocabulary, Sizes sizes, double dropout, Pieces pieces) {
    this(
        vocabulary,
        sizes.size,
        sizes.layers,
        sizes.heads,
        WIDENING * sizes.size,
        sizes.maxSeqLen,
        dropout,
        pieces);
  }

  /// The four numbers that one chooses.
  ///
  /// @param size the length of the vector of a character
  /// @param layers how many blocks
  /// @param heads how many heads
  /// @param maxSeqLen the most characters that the model sees
  record Sizes(int size, int layers, int heads, int maxSeqLen) {
    /// Those of the book.
    static final Sizes BOOK = new Sizes(384, 6, 6, 256);

    /// What learns a sonnet by heart in seconds.
    static final Sizes TINY = new Sizes(64, 2, 4, 32);

    /// What two cores train in two minutes.
    static final Sizes SMALL = new Sizes(128, 3, 4, 64);
  }
}
