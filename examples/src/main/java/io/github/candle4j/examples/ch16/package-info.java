/// Chapter 16, a transformer that writes like Shakespeare, character by character.
///
/// `Transformer` is the model, made of `DecoderBlock`s; `Training` trains it; `Generator` writes with it, and `Sampler` picks each
/// character. Around them, `Texts` finds the text, `CharTokenizer` turns it into numbers, `SavedModel` keeps what was learned.
@org.jspecify.annotations.NullMarked
package io.github.candle4j.examples.ch16;
