/// Tests of appendix B.
@org.jspecify.annotations.NullMarked
package io.github.candle4j.examples.appb;
