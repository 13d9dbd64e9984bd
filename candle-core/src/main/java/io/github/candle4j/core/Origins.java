package io.github.candle4j.core;

import java.lang.StackWalker.StackFrame;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.StringJoiner;
import java.util.WeakHashMap;
import java.util.function.Supplier;

/// Where tensors were made: the lines of the user's program. Only those made under a watch are known.
final class Origins {
  private static final StackWalker STACK = StackWalker.getInstance();

  /// The packages of this library, and the JDK, through which a call of the user may go.
  private static final String[] PASSED = {
    "io.github.candle4j.core.",
    "io.github.candle4j.nn.",
    "io.github.candle4j.transformers.",
    "java.",
    "jdk."
  };

  /// Classes of snippets.
  private static final String JSHELL = "REPL.$JShell$";

  private static final String LAMBDA = "lambda$";

  /// By identity, which is the equality of tensors.
  private static final Map<Tensor, String> PLACES =
      Collections.synchronizedMap(new WeakHashMap<>());

  private Origins() {}

  /// Notes that the user's line which is running made `x`.
  static void note(Tensor x) {
    here().ifPresent(place -> PLACES.putIfAbsent(x, place));
  }

  /// The line that made a tensor, such as `Digits.train(Digits.java:42)`.
  static Optional<String> of(Tensor x) {
    return Optional.ofNullable(PLACES.get(x));
  }

  /// An error, with the places where the operands were made, as far as they are known and somebody watches. The method that the
  /// user called comes last, and replaces what those that it calls have said of their operands.
  static CandleException placed(CandleException error, Tensor... operands) {
    if (!Watch.isHere()) {
      return error;
    }
    StringJoiner found = new StringJoiner("; ", "made at: ", "").setEmptyValue("");
    for (Tensor x : operands) {
      of(x).ifPresent(place -> found.add(x.shape() + " " + place));
    }
    return error.withPlaces(found.toString());
  }

  /// What `body` returns; its errors are [#placed].
  static <T> T placing(Supplier<T> body, Tensor... operands) {
    try {
      return body.get();
    } catch (CandleException e) {
      throw placed(e, operands);
    }
  }

  /// The user's line that is running.
  static Optional<String> here() {
    return STACK.walk(frames -> frames.filter(Origins::isUsers).findFirst()).map(Origins::text);
  }

  private static boolean isUsers(StackFrame frame) {
    String name = frame.getClassName();
    for (String passed : PASSED) {
      if (name.startsWith(passed)) {
        return false;
      }
    }
    return true;
  }

  private static String text(StackFrame frame) {
    String type = frame.getClassName();
    if (type.startsWith(JSHELL)) {
      // The number in the name is not the one by which jshell lists a snippet.
      return "jshell";
    }
    String method = frame.getMethodName();
    int end = method.lastIndexOf('$');
    // javac writes lambda$main$0; other compilers lambda$0, which does not say where it stands.
    if (method.startsWith(LAMBDA) && end >= LAMBDA.length()) {
      method = method.substring(LAMBDA.length(), end);
    }
    String file = frame.getFileName() == null ? "unknown source" : frame.getFileName();
    String line = frame.getLineNumber() < 0 ? "" : ":" + frame.getLineNumber();
    String simple = type.substring(type.lastIndexOf('.') + 1).replace('$', '.');
    return simple + "." + method + "(" + file + line + ")";
  }

  /// The size of the elements of a tensor.
  static long bytes(Tensor x) {
    return x.elemCount() * x.dtype().sizeInBytes();
  }
}
