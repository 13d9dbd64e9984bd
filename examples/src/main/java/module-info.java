import org.jspecify.annotations.NullMarked;

/// The programs of the book's chapters, and the command line that runs them.
@NullMarked
module io.github.candle4j.examples {
  requires io.github.candle4j.transformers;
  requires ai.djl.tokenizers;
  requires java.desktop;
  requires java.net.http;
  requires info.picocli;
  requires me.tongfei.progressbar;
  requires xchart;
  requires de.siegmar.fastcsv;

  opens io.github.candle4j.examples to
      info.picocli;
  opens io.github.candle4j.examples.common to
      info.picocli;
  opens io.github.candle4j.examples.appb to
      info.picocli;
  opens io.github.candle4j.examples.appc to
      info.picocli;
  opens io.github.candle4j.examples.ch01 to
      info.picocli;
  opens io.github.candle4j.examples.ch02 to
      info.picocli;
  opens io.github.candle4j.examples.ch03 to
      info.picocli;
  opens io.github.candle4j.examples.ch04 to
      info.picocli;
  opens io.github.candle4j.examples.ch05 to
      info.picocli;
  opens io.github.candle4j.examples.ch06 to
      info.picocli;
  opens io.github.candle4j.examples.ch07 to
      info.picocli;
  opens io.github.candle4j.examples.ch08 to
      info.picocli;
  opens io.github.candle4j.examples.ch09 to
      info.picocli;
  opens io.github.candle4j.examples.ch10 to
      info.picocli;
  opens io.github.candle4j.examples.ch11 to
      info.picocli;
  opens io.github.candle4j.examples.ch12 to
      info.picocli;
  opens io.github.candle4j.examples.ch13 to
      info.picocli;
  opens io.github.candle4j.examples.ch14 to
      info.picocli;
  opens io.github.candle4j.examples.ch15 to
      info.picocli;
  opens io.github.candle4j.examples.ch16 to
      info.picocli;
}
