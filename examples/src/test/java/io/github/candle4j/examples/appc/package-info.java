/// Tests of appendix C.
@org.jspecify.annotations.NullMarked
package io.github.candle4j.examples.appc;
