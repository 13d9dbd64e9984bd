package io.github.candle4j.nn.train;

import java.util.Locale;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/// The part of a line that an axis shows, and round numbers on it: multiples of 1, 2 or 5 times a power of ten.
///
/// @param min the lower end
/// @param max the upper end, above the lower one
/// @param step from one round number to the next
record AxisTicks(double min, double max, double step) {
  private static final int MOST = 10;
  private static final double LARGE = 1e6;
  private static final double SMALL = 1e-4;
  private static final double[] ROUND = {1, 2, 5, 10};

  /// An axis for values, of which there is one or more.
  static AxisTicks of(DoubleStream values) {
    double[] all = values.toArray();
    double min = DoubleStream.of(all).min().orElse(0);
    double max = DoubleStream.of(all).max().orElse(1);
    if (!(max - min > Math.max(Math.abs(min), Math.abs(max)) * 1e-12)) {
      double around = min == 0 ? 1 : Math.abs(min) / 2;
      min -= around;
      max += around;
    }
    double rough = (max - min) / MOST;
    double power = Math.pow(10, Math.floor(Math.log10(rough)));
    double round =
        DoubleStream.of(ROUND).filter(r -> r * power >= rough).findFirst().orElse(ROUND.length);
    return new AxisTicks(min, max, round * power);
  }

  /// The round numbers within the axis.
  double[] ticks() {
    double first = Math.ceil(min / step);
    int count = (int) (Math.floor(max / step) - first) + 1;
    return IntStream.range(0, Math.clamp(count, 0, MOST + 1))
        .mapToDouble(i -> (first + i) * step)
        .toArray();
  }

  /// A round number as text, with the digits that tell it from its neighbours.
  String text(double tick) {
    boolean wide = Math.max(Math.abs(min), Math.abs(max)) >= LARGE || step < SMALL;
    int decimals = Math.max(0, (int) -Math.floor(Math.log10(step) + 1e-9));
    return wide
        ? String.format(Locale.ROOT, "%.2e", tick)
        : String.format(Locale.ROOT, "%." + decimals + "f", tick + 0.0);
  }

  /// Where a value is between the ends, from 0 to 1.
  double place(double value) {
    return (value - min) / (max - min);
  }
}
