package io.github.candle4j.core.file;

import io.github.candle4j.core.CandleException;
import java.util.Arrays;

/// The Python literal in the head of an npy file: a dict of exactly three keys, in any order. Nothing else is understood,
/// and nothing is evaluated.
final class NpyLiteral {
  private final Bytes bytes;
  private final String text;
  private final int start;
  private int at;

  private String descr = "";
  private long descrAt = -1;
  private boolean fortranOrder;
  private long fortranAt = -1;
  private long[] shape = {};
  private long shapeAt = -1;

  /// @param start where in the file the text begins
  NpyLiteral(Bytes bytes, String text, int start) {
    this.bytes = bytes;
    this.text = text;
    this.start = start;
  }

  String descr() {
    return descr;
  }

  long descrAt() {
    return descrAt;
  }

  boolean fortranOrder() {
    return fortranOrder;
  }

  long[] shape() {
    return shape;
  }

  long shapeAt() {
    return shapeAt;
  }

  NpyLiteral parse() {
    expect('{');
    while (peek() != '}') {
      entry();
      if (peek() == ',') {
        at++;
      } else if (peek() != '}') {
        throw error("wants ',' or '}'");
      }
    }
    at++;
    peek();
    if (at < text.length()) {
      throw error("something follows the closing brace");
    }
    if (descrAt < 0 || fortranAt < 0 || shapeAt < 0) {
      at = text.length();
      throw error("no " + (descrAt < 0 ? "descr" : shapeAt < 0 ? "shape" : "fortran_order"));
    }
    return this;
  }

  private void entry() {
    String key = string();
    expect(':');
    peek();
    switch (key) {
      case "descr" -> {
        descrAt = once(key, descrAt);
        if (peek() == '[') {
          throw error("structured types are not tensors");
        }
        descr = string();
      }
      case "fortran_order" -> {
        fortranAt = once(key, fortranAt);
        fortranOrder = bool();
      }
      case "shape" -> {
        shapeAt = once(key, shapeAt);
        shape = tuple();
      }
      default -> throw error("unknown key '" + key + "'");
    }
  }

  private long once(String key, long before) {
    if (before >= 0) {
      throw error("'" + key + "' is there twice");
    }
    return (long) start + at;
  }

  private String string() {
    char quote = peek();
    if (quote != '\'' && quote != '"') {
      throw error("wants a text in quotes");
    }
    int end = text.indexOf(quote, at + 1);
    String result = end < 0 ? "\\" : text.substring(at + 1, end);
    if (result.indexOf('\\') >= 0 || result.indexOf('\n') >= 0) {
      throw error("wants a text in quotes, without escapes");
    }
    at = end + 1;
    return result;
  }

  private boolean bool() {
    for (String word : new String[] {"True", "False"}) {
      if (text.startsWith(word, at)) {
        at += word.length();
        return word.equals("True");
      }
    }
    throw error("wants True or False");
  }

  /// `()`, `(2,)`, `(2, 3)`, as Python 2 also with an `L` behind each number.
  private long[] tuple() {
    expect('(');
    long[] numbers = new long[Numbers.MOST_DIMS];
    int count = 0;
    boolean comma = false;
    while (peek() != ')') {
      if (count == numbers.length) {
        throw error("a shape of more than " + count + " dimensions is not supported");
      }
      numbers[count++] = number();
      comma = peek() == ',';
      if (comma) {
        at++;
      } else if (peek() != ')') {
        throw error("wants ',' or ')'");
      }
    }
    if (count == 1 && !comma) {
      throw error("wants a tuple, which has a comma behind its one number");
    }
    at++;
    return Arrays.copyOf(numbers, count);
  }

  private long number() {
    int from = at;
    while (at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
      at++;
    }
    String digits = text.substring(from, at);
    // 18 digits always fit a long.
    if (digits.isEmpty() || digits.length() > 18) {
      at = from;
      throw error("wants a size");
    }
    if (at < text.length() && text.charAt(at) == 'L') {
      at++;
    }
    return Long.parseLong(digits);
  }

  private void expect(char c) {
    if (peek() != c) {
      throw error("wants '" + c + "'");
    }
    at++;
  }

  /// The next character that is no space, 0 at the end.
  private char peek() {
    while (at < text.length() && " \t\r\n".indexOf(text.charAt(at)) >= 0) {
      at++;
    }
    return at < text.length() ? text.charAt(at) : 0;
  }

  private CandleException error(String message) {
    return bytes.error(NpyHeader.OPERATION, start + at, "the header is not valid: " + message);
  }
}
