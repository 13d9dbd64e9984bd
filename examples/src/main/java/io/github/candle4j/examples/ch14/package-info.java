/// Chapter 14, embeddings: words as vectors that are learned.
///
/// `EmbeddingsCommand` learns the words of a small corpus, `PositionsCommand` shows vectors of places.
@org.jspecify.annotations.NullMarked
package io.github.candle4j.examples.ch14;
