import org.jspecify.annotations.NullMarked;

/// Layers, losses, initialisers, optimizers, data and training.
@NullMarked
module io.github.candle4j.nn {
  requires transitive io.github.candle4j.core;
  requires static transitive org.jspecify;
  requires static java.desktop;
  requires static de.siegmar.fastcsv;
  requires static me.tongfei.progressbar;

  exports io.github.candle4j.nn;
  exports io.github.candle4j.nn.data;
  exports io.github.candle4j.nn.train;
}
