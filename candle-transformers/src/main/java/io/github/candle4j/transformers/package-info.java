/// Model families, one package each, and what generates text with them.
@org.jspecify.annotations.NullMarked
package io.github.candle4j.transformers;
