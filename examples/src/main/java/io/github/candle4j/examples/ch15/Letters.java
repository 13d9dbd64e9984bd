package io.github.candle4j.examples.ch15;

import io.github.candle4j.core.Device;
import io.github.candle4j.core.Shape;
import io.github.candle4j.core.Tensor;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// Letters as numbers from 0 (A) to 25 (Z), and the cipher.
final class Letters {
  static final int COUNT = 26;

  private Letters() {}

  /// Encrypted text and what it means: each letter moved on by so many, and the whole backwards if asked.
  ///
  /// @param input `[texts, letters]` U32
  /// @param target `[texts, letters]` U32
  record Batch(Tensor input, Tensor target) {}

  // @start region="batch"
  /// Random texts: there is nothing to learn but the cipher.
  static Batch batch(int texts, int length, Cipher cipher, Random random) {
    int[] plain = random.ints((long) texts * length, 0, COUNT).toArray();
    int[] secret = new int[plain.length];
    for (int i = 0; i < texts; i++) {
      int[] text = Arrays.copyOfRange(plain, i * length, (i + 1) * length);
      System.arraycopy(cipher.encrypt(text), 0, secret, i * length, length);
    }
    Shape shape = Shape.of(texts, length);
    return new Batch(
        Tensor.fromVec(secret, shape, Device.CPU), Tensor.fromVec(plain, shape, Device.CPU));
  }

  // @end
  // @start region="cipher"
  /// Caesar's cipher.
  ///
  /// @param shift how far each letter is moved on
  /// @param reverse whether the text is written backwards, too
  record Cipher(int shift, boolean reverse) {
    int[] encrypt(int[] plain) {
      int n = plain.length;
      return IntStream.range(0, n)
          .map(i -> Math.floorMod(plain[reverse ? n - 1 - i : i] + shift, COUNT))
          .toArray();
    }
  }

  // @end

  static int[] ids(String text) {
    return text.chars().map(c -> c - 'A').toArray();
  }

  static String text(int[] ids) {
    return Arrays.stream(ids)
        .mapToObj(i -> String.valueOf((char) ('A' + i)))
        .collect(Collectors.joining());
  }
}
