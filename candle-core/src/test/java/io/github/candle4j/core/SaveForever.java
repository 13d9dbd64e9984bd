package io.github.candle4j.core;

import java.nio.file.Path;
import java.util.Map;

/// Saves a file again and again until the process is killed: save number `n` holds a tensor full of `n`, and `n` as text.
final class SaveForever {
  static final int ELEMENTS = 50_000_000;

  private SaveForever() {}

  /// Arguments: the file. A line is printed before and after each save.
  public static void main(String[] args) {
    Path file = Path.of(args[0]);
    for (int n = 1; ; n++) {
      Tensor x = Tensor.full((float) n, Shape.of(ELEMENTS), Device.CPU);
      System.out.println("begin " + n);
      Safetensors.save(Map.of("x", x), Map.of("number", Integer.toString(n)), file);
      System.out.println("end " + n);
    }
  }
}
