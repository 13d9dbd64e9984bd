import org.jspecify.annotations.NullMarked;

/// Model families and text generation.
@NullMarked
module io.github.candle4j.transformers {
  requires transitive io.github.candle4j.nn;
}
