package io.github.candle4j.examples.ch09;

import io.github.candle4j.examples.common.Pictures;
import io.github.candle4j.nn.train.LearningRateFinder;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.IntStream;

/// The pictures of the chapter.
final class RatePictures {
  private static final double[] RATES = {0.0001, 0.001, 0.01, 0.1};

  private RatePictures() {}

  static void losses(Path file, RateTraining.Settings settings) {
    double[] epochs = IntStream.rangeClosed(1, settings.epochs()).asDoubleStream().toArray();
    Map<String, Pictures.Line> lines = new LinkedHashMap<>();
    for (double rate : RATES) {
      RateTraining training = new RateTraining(settings.withRate(rate));
      double[] losses =
          IntStream.rangeClosed(1, settings.epochs()).mapToDouble(training::epoch).toArray();
      lines.put("rate " + rate, new Pictures.Line(epochs, losses));
    }
    Pictures.lines(
        file, new Pictures.Titles("Four rates", "epoch", "mean squared error"), lines, false);
  }

  static void schedules(Path file, int epochs) {
    double[] steps = IntStream.range(0, epochs).asDoubleStream().toArray();
    Map<String, Pictures.Line> lines = new LinkedHashMap<>();
    for (ScheduleChoice choice : ScheduleChoice.values()) {
      double[] factors =
          IntStream.range(0, epochs).mapToDouble(choice.create(epochs)::at).toArray();
      lines.put(choice.toString(), new Pictures.Line(steps, factors));
    }
    Pictures.lines(
        file,
        new Pictures.Titles("Six schedules", "epoch", "what the rate is multiplied by"),
        lines,
        false);
  }

  static void finder(Path file, LearningRateFinder.Found found) {
    double[] rates = found.points().stream().mapToDouble(LearningRateFinder.Point::rate).toArray();
    double[] losses =
        found.points().stream().mapToDouble(LearningRateFinder.Point::smoothed).toArray();
    Pictures.lines(
        file,
        new Pictures.Titles("Looking for a rate", "learning rate", "smoothed loss"),
        Map.of("loss", new Pictures.Line(rates, losses)),
        true);
  }
}
