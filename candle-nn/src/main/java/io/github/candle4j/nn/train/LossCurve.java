package io.github.candle4j.nn.train;

import io.github.candle4j.core.CandleException;
import io.github.candle4j.core.CandleException.Kind;
import io.github.candle4j.nn.optional.Optionals;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Curves over the steps of a training run, drawn into a PNG file by the library XChart, which a program adds to its dependencies:
/// `org.knowm.xchart:xchart`.
///
/// {@snippet :
/// LossCurve curve = new LossCurve("digits");
/// curve.add("train", step, trainLoss);
/// curve.add("test", step, testLoss);
/// curve.write(Path.of("loss.png"));
/// }
///
/// Values that are not finite are gaps.
public final class LossCurve {
  private final String title;
  private final Map<String, List<Point>> series = new LinkedHashMap<>();

  /// A value at a step.
  record Point(double step, double value) {}

  /// No curves yet.
  public LossCurve(String title) {
    this.title = title;
  }

  /// Adds a point to the curve of that name, and returns this.
  public LossCurve add(String curve, double step, double value) {
    series.computeIfAbsent(curve, _ -> new ArrayList<>()).add(new Point(step, value));
    return this;
  }

  /// Draws all curves into a PNG file.
  ///
  /// @throws CandleException if there are no finite points, the file cannot be written, or the library is not there
  public void write(Path file) {
    boolean drawable =
        series.values().stream()
            .flatMap(List::stream)
            .anyMatch(p -> Double.isFinite(p.value()) && Double.isFinite(p.step()));
    if (!drawable) {
      throw new CandleException(
          Kind.ARGUMENT, "loss_curve", "loss_curve: there are no finite points to draw");
    }
    Optionals.check(
        "loss_curve", "org.knowm.xchart.XYChart", "curves", "the library org.knowm.xchart:xchart");
    Optionals.check("loss_curve", "java.awt.Color", "curves", "the module java.desktop of the JDK");
    CurveDrawing.write(title, series, file);
  }
}
