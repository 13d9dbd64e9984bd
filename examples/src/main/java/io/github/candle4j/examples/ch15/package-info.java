/// Chapter 15, self-attention: every element of a sequence looks at all others and takes from them what fits.
///
/// [io.github.candle4j.examples.ch15.SelfAttention] is the layer; `AttentionCommand` shows its numbers, `IrisAttentionCommand` has flowers look at
/// each other, and `CaesarCommand` breaks a cipher.
@org.jspecify.annotations.NullMarked
package io.github.candle4j.examples.ch15;
