import org.jspecify.annotations.NullMarked;

/// Layers, losses, initialisers and optimizers.
@NullMarked
module io.github.candle4j.nn {
  requires transitive io.github.candle4j.core;
  requires static transitive org.jspecify;

  exports io.github.candle4j.nn;
}
