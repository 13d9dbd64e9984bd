/// The programs of the book's chapters.
@org.jspecify.annotations.NullMarked
package io.github.candle4j.examples;
