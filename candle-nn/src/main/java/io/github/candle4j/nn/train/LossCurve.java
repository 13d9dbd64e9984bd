package io.github.candle4j.nn.train;

import io.github.candle4j.core.CandleException;
import io.github.candle4j.core.CandleException.Kind;
import io.github.candle4j.nn.optional.Optionals;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Curves over the steps of a training run, drawn into a PNG file.
///
/// {@snippet :
/// LossCurve curve = new LossCurve("digits");
/// curve.add("train", step, trainLoss);
/// curve.add("test", step, testLoss);
/// curve.write(Path.of("loss.png"));
/// }
///
/// Values that are not finite, or larger than 1e300, are gaps.
public final class LossCurve {
  /// The difference of two such numbers is finite.
  private static final double LARGEST = 1e300;

  private final String title;
  private final String axis;
  private final Map<String, List<Point>> series = new LinkedHashMap<>();

  /// A value at a step.
  record Point(double step, double value) {
    /// False for a gap.
    boolean isDrawn() {
      return Math.abs(step) <= LARGEST && Math.abs(value) <= LARGEST;
    }
  }

  /// No curves yet.
  public LossCurve(String title) {
    this(title, "step");
  }

  /// No curves yet, over an axis of this name, such as `epoch`.
  public LossCurve(String title, String axis) {
    this.title = title;
    this.axis = axis;
  }

  /// Adds a point to the curve of that name, and returns this.
  public LossCurve add(String curve, double step, double value) {
    series.computeIfAbsent(curve, _ -> new ArrayList<>()).add(new Point(step, value));
    return this;
  }

  /// Draws all curves into a PNG file.
  ///
  /// @throws CandleException if there are no finite points, the file cannot be written, or the module `java.desktop` is not there
  public void write(Path file) {
    boolean drawable = series.values().stream().flatMap(List::stream).anyMatch(Point::isDrawn);
    if (!drawable) {
      throw new CandleException(
          Kind.ARGUMENT, "loss_curve", "loss_curve: there are no finite points to draw");
    }
    Optionals.check("loss_curve", "java.awt.Color", "curves", "the module java.desktop of the JDK");
    CurveDrawing.write(new CurveDrawing.Titles(title, axis), series, file);
  }
}
