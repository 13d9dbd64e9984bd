package io.github.candle4j.examples.ch09;

import io.github.candle4j.nn.train.OneCycle;
import io.github.candle4j.nn.train.Schedule;
import java.util.Locale;

/// A schedule by its name: what the learning rate is multiplied by in each epoch.
enum ScheduleChoice {
  CONSTANT,
  STEP,
  EXPONENTIAL,
  WARMUP,
  COSINE,
  ONE_CYCLE;

  private static final double LAST = 0.01;

  // @start region="library"
  Schedule create(int epochs) {
    int third = Math.max(1, 3 * epochs / 10);
    int tenth = Math.max(1, epochs / 10);
    return switch (this) {
      case CONSTANT -> new Schedule.Constant();
      case STEP -> new Schedule.Step(third, 0.1);
      case EXPONENTIAL -> new Schedule.Exponential(Math.pow(LAST, 1.0 / epochs));
      case WARMUP -> Schedule.warmup(tenth, new Schedule.Constant());
      case COSINE -> new Schedule.Cosine(epochs, 0);
      case ONE_CYCLE -> OneCycle.of(epochs);
    };
  }

  // @end

  // @start region="by-hand"
  static double step(long epoch, long every, double gamma) {
    return Math.pow(gamma, (double) Math.floorDiv(epoch, every));
  }

  static double exponential(long epoch, double gamma) {
    return Math.pow(gamma, (double) epoch);
  }

  static double warmup(long epoch, long steps) {
    return Math.min(1, (epoch + 1.0) / steps);
  }

  static double cosine(long epoch, long epochs) {
    return (1 + Math.cos(Math.PI * epoch / epochs)) / 2;
  }

  // @end

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
