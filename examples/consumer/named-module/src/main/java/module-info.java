module consumer {
  requires io.github.candle4j.nn;
}
