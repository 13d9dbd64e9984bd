/// Holds the pages of `docs/book` to the programs they show.
@org.jspecify.annotations.NullMarked
package io.github.candle4j.examples.book;
