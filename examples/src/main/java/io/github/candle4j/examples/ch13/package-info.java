/// Chapter 13, tokenizers: text to numbers and back.
///
/// `BytePairEncoding` learns its tokens from a text, encodes, decodes, saves and loads; `ByteSymbols` are the letters it writes bytes with,
/// `PaddedBatch` makes tensors of texts, and `TokenizerJson` writes the file format of Hugging Face.
@org.jspecify.annotations.NullMarked
package io.github.candle4j.examples.ch13;
