import org.jspecify.annotations.NullMarked;

/// Tensors, automatic differentiation and CPU kernels.
@NullMarked
module io.github.candle4j.core {
  requires jdk.incubator.vector;
  requires org.slf4j;
  requires tools.jackson.core;
  requires static transitive org.jspecify;

  exports io.github.candle4j.core;
}
