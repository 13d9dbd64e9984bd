package io.github.candle4j.examples.common;

import java.util.Optional;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/// The numbers that options accept; another one is refused with the words that say what is wanted.
public final class OptionRange {
  private OptionRange() {}

  /// Whole numbers from 1.
  public static final class Count implements ITypeConverter<Integer> {
    @Override
    public Integer convert(String text) {
      return whole(text)
          .filter(n -> n >= 1)
          .orElseThrow(() -> unwanted(text, "a whole number from 1 to " + Integer.MAX_VALUE));
    }
  }

  /// Numbers of threads.
  public static final class Threads implements ITypeConverter<Integer> {
    private static final int MOST = 1024;

    @Override
    public Integer convert(String text) {
      return whole(text)
          .filter(n -> n >= 1 && n <= MOST)
          .orElseThrow(() -> unwanted(text, "a whole number from 1 to " + MOST));
    }
  }

  /// Numbers above 0.
  public static final class Positive implements ITypeConverter<Double> {
    @Override
    public Double convert(String text) {
      return real(text)
          .filter(x -> x > 0 && x < Double.POSITIVE_INFINITY)
          .orElseThrow(() -> unwanted(text, "a number above 0"));
    }
  }

  private static Optional<Integer> whole(String text) {
    try {
      return Optional.of(Integer.valueOf(text));
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }

  private static Optional<Double> real(String text) {
    try {
      return Optional.of(Double.valueOf(text));
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }

  private static TypeConversionException unwanted(String text, String wanted) {
    return new TypeConversionException("wanted " + wanted + ", got " + text);
  }
}
