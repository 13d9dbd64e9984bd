/// Chapter 10, convolutional networks: small filters that slide over an image.
///
/// `ConvolutionCommand` shows the numbers of a sliding window, `MnistCommand` trains a network to read digits.
@org.jspecify.annotations.NullMarked
package io.github.candle4j.examples.ch10;
