/// Appendix B, errors of shapes: each provoked, its message, and the line that works.
@org.jspecify.annotations.NullMarked
package io.github.candle4j.examples.appb;
