package io.github.candle4j.examples.ch13;

import java.nio.charset.StandardCharsets;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// A letter that can be seen for each of the 256 bytes, as in GPT-2: letters that can be seen stand for themselves, the 68 others
/// are U+0100 and so on. The space is Ġ, the newline Ċ.
final class ByteSymbols {
  // @start region="symbols"
  /// All letters in the order of their code points, which is the order of ids 0 to 255.
  static final String ALL = all();

  private static final String OF_BYTE = ofBytes();

  private ByteSymbols() {}

  private static boolean isVisible(int b) {
    return b >= '!' && b <= '~' || b >= '¡' && b <= '¬' || b >= '®' && b <= 'ÿ';
  }

  // @end
  private static String ofBytes() {
    StringBuilder symbols = new StringBuilder();
    int next = 256;
    for (int b = 0; b < 256; b++) {
      symbols.append((char) (isVisible(b) ? b : next++));
    }
    return symbols.toString();
  }

  private static String all() {
    return ofBytes().chars().sorted().mapToObj(Character::toString).collect(Collectors.joining());
  }

  /// The bytes of a text in UTF-8, as letters.
  static String of(String text) {
    StringBuilder symbols = new StringBuilder();
    for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
      symbols.append(OF_BYTE.charAt(b & 0xFF));
    }
    return symbols.toString();
  }

  /// The text of which these are the bytes; bytes that are no UTF-8 become U+FFFD.
  static String text(String symbols) {
    byte[] bytes = new byte[symbols.length()];
    IntStream.range(0, bytes.length)
        .forEach(i -> bytes[i] = (byte) OF_BYTE.indexOf(symbols.charAt(i)));
    return new String(bytes, StandardCharsets.UTF_8);
  }
}
