package io.github.candle4j.nn.train;

import io.github.candle4j.core.CandleException;
import io.github.candle4j.core.CandleException.Kind;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.knowm.xchart.ChartEncoder;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.Styler.ChartTheme;
import org.knowm.xchart.style.Styler.LegendLayout;
import org.knowm.xchart.style.Styler.LegendPosition;
import org.knowm.xchart.style.XYStyler;
import org.knowm.xchart.style.markers.SeriesMarkers;

/// The part of [LossCurve] that needs XChart: a class of its own, so that the rest runs without.
final class CurveDrawing {
  private static final int WIDTH = 900;
  private static final int HEIGHT = 540;

  /// Colours that differ for eyes that see no red or green, too: Okabe and Ito, "Color universal design", 2008.
  private static final Color[] COLORS = {
    new Color(0x00, 0x72, 0xB2),
    new Color(0xD5, 0x5E, 0x00),
    new Color(0x00, 0x9E, 0x73),
    new Color(0xCC, 0x79, 0xA7),
    new Color(0xE6, 0x9F, 0x00),
    new Color(0x56, 0xB4, 0xE9),
  };

  private CurveDrawing() {}

  static void write(String title, Map<String, List<LossCurve.Point>> series, Path file) {
    // Without a screen there is no other way, and with one there is nothing to show on it.
    System.setProperty("java.awt.headless", "true");
    XYChart chart =
        new XYChartBuilder()
            .width(WIDTH)
            .height(HEIGHT)
            .theme(ChartTheme.XChart)
            .title(title)
            .xAxisTitle("step")
            .build();
    style(chart.getStyler());
    series.forEach((name, points) -> add(chart, name, points));
    try {
      Files.write(file, ChartEncoder.getBytes(chart, "png"));
    } catch (IOException e) {
      throw new CandleException(
          Kind.FILE, "loss_curve", "loss_curve " + file + ": " + e.getMessage(), e);
    }
  }

  private static void add(XYChart chart, String name, List<LossCurve.Point> points) {
    List<LossCurve.Point> known = points.stream().filter(p -> Double.isFinite(p.step())).toList();
    if (known.stream().noneMatch(p -> Double.isFinite(p.value()))) {
      return;
    }
    double[] x = known.stream().mapToDouble(LossCurve.Point::step).toArray();
    double[] y =
        known.stream()
            .mapToDouble(p -> Double.isFinite(p.value()) ? p.value() : Double.NaN)
            .toArray();
    XYSeries line = chart.addSeries(name, x, y);
    line.setLineStyle(new BasicStroke(2.5f, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND));
    line.setMarker(SeriesMarkers.NONE);
  }

  private static void style(XYStyler styler) {
    styler.setSeriesColors(COLORS);
    styler.setChartBackgroundColor(Color.WHITE);
    styler.setChartTitleBoxVisible(false);
    styler.setChartTitleFont(new Font(Font.SANS_SERIF, Font.BOLD, 18));
    styler.setAxisTitleFont(new Font(Font.SANS_SERIF, Font.PLAIN, 15));
    styler.setAxisTickLabelsFont(new Font(Font.SANS_SERIF, Font.PLAIN, 13));
    styler.setLegendFont(new Font(Font.SANS_SERIF, Font.PLAIN, 15));
    styler.setLegendPosition(LegendPosition.OutsideS);
    styler.setLegendLayout(LegendLayout.Horizontal);
    styler.setLegendBorderColor(Color.WHITE);
    styler.setPlotGridLinesColor(new Color(0xDD, 0xDD, 0xDD));
    styler.setPlotBorderVisible(false);
    styler.setChartPadding(16);
  }
}
