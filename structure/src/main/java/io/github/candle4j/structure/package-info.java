/// Rules about the sources and classes of all modules; the tests of this module apply them.
@org.jspecify.annotations.NullMarked
package io.github.candle4j.structure;
