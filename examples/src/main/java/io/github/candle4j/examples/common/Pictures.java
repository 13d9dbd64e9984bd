package io.github.candle4j.examples.common;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.knowm.xchart.AnnotationText;
import org.knowm.xchart.ChartEncoder;
import org.knowm.xchart.HeatMapChart;
import org.knowm.xchart.HeatMapChartBuilder;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.internal.chartpart.Chart;
import org.knowm.xchart.style.AxesChartStyler;
import org.knowm.xchart.style.Styler.LegendLayout;
import org.knowm.xchart.style.Styler.LegendPosition;
import org.knowm.xchart.style.markers.SeriesMarkers;

/// PNG files of what a program computed. Curves of a training are drawn by [io.github.candle4j.nn.train.LossCurve].
public final class Pictures {
  private static final int WIDTH = 900;
  private static final int HEIGHT = 540;
  private static final int PADDING = 16;
  private static final int MOST_ROWS_WITH_NUMBERS = 12;
  private static final double DIGITS = 1000;
  private static final Color GRID = new Color(0xDD, 0xDD, 0xDD);
  private static final Color[] COLORS = {
    new Color(0x00, 0x72, 0xB2),
    new Color(0xD5, 0x5E, 0x00),
    new Color(0x00, 0x9E, 0x73),
    new Color(0xCC, 0x79, 0xA7),
    new Color(0xE6, 0x9F, 0x00),
    new Color(0x56, 0xB4, 0xE9),
  };

  static {
    System.setProperty("java.awt.headless", "true");
  }

  private Pictures() {}

  /// What stands above a picture and beside its axes.
  public record Titles(String title, String xAxis, String yAxis) {}

  /// A line through points.
  public record Line(double[] x, double[] y) {}

  /// A table of numbers with the names of its rows and columns.
  public record Grid(List<String> rows, List<String> columns, float[][] values) {}

  /// A point with its name.
  public record Point(String label, double x, double y) {}

  /// Lines over one axis: functions, schedules, losses over rates. `logX` makes the steps of that axis powers of ten.
  ///
  /// @throws InputException if the file cannot be written
  public static void lines(Path file, Titles titles, Map<String, Line> lines, boolean logX) {
    XYChart chart = xyChart(titles);
    chart.getStyler().setXAxisLogarithmic(logX);
    lines.forEach((name, line) -> {
      XYSeries series = chart.addSeries(name, line.x(), line.y());
      series.setMarker(SeriesMarkers.NONE);
      series.setLineStyle(new BasicStroke(2.5f, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND));
    });
    write(file, chart);
  }

  /// Named points on a plane, in groups of one colour each.
  ///
  /// @throws InputException if the file cannot be written
  public static void points(Path file, Titles titles, Map<String, List<Point>> groups) {
    XYChart chart = xyChart(titles);
    chart.getStyler().setDefaultSeriesRenderStyle(XYSeries.XYSeriesRenderStyle.Scatter);
    chart.getStyler().setMarkerSize(8);
    groups.forEach((name, points) -> {
      XYSeries series =
          chart.addSeries(
              name,
              points.stream().mapToDouble(Point::x).toArray(),
              points.stream().mapToDouble(Point::y).toArray());
      series.setMarker(SeriesMarkers.CIRCLE);
    });
    groups.values().stream()
        .flatMap(List::stream)
        .forEach(point ->
            chart.addAnnotation(new AnnotationText(point.label(), point.x(), point.y(), false)));
    write(file, chart);
  }

  /// Numbers as colours, the first row on top.
  ///
  /// @throws InputException if the file cannot be written
  public static void heatMap(Path file, Titles titles, Grid grid) {
    HeatMapChart chart =
        new HeatMapChartBuilder()
            .width(WIDTH)
            .height(HEIGHT + HEIGHT / 3)
            .title(titles.title())
            .xAxisTitle(titles.xAxis())
            .yAxisTitle(titles.yAxis())
            .build();
    style(chart.getStyler());
    chart.getStyler().setLegendPosition(LegendPosition.OutsideE);
    chart.getStyler().setPlotContentSize(1);
    chart.getStyler().setShowValue(grid.rows().size() <= MOST_ROWS_WITH_NUMBERS);
    chart.getStyler().setHeatMapValueDecimalPattern("0.##");
    chart.getStyler().setRangeColors(new Color[] {Color.WHITE, COLORS[0]});
    List<Number[]> cells =
        IntStream.range(0, grid.rows().size() * grid.columns().size())
            .mapToObj(i -> cell(grid, i))
            .toList();
    chart.addSeries("value", grid.columns(), grid.rows().reversed(), cells);
    write(file, chart);
  }

  private static Number[] cell(Grid grid, int i) {
    int row = i / grid.columns().size();
    int column = i % grid.columns().size();
    return new Number[] {column, grid.rows().size() - 1 - row, rounded(grid.values()[row][column])};
  }

  /// The legend prints all digits that a number has.
  private static double rounded(float value) {
    return Math.round(value * DIGITS) / DIGITS;
  }

  private static XYChart xyChart(Titles titles) {
    XYChart chart =
        new XYChartBuilder()
            .width(WIDTH)
            .height(HEIGHT)
            .title(titles.title())
            .xAxisTitle(titles.xAxis())
            .yAxisTitle(titles.yAxis())
            .build();
    style(chart.getStyler());
    chart.getStyler().setLegendPosition(LegendPosition.OutsideS);
    chart.getStyler().setLegendLayout(LegendLayout.Horizontal);
    chart.getStyler().setSeriesColors(COLORS);
    return chart;
  }

  private static void style(AxesChartStyler styler) {
    styler.setChartBackgroundColor(Color.WHITE);
    styler.setChartTitleBoxVisible(false);
    styler.setChartTitleFont(new Font(Font.SANS_SERIF, Font.BOLD, 18));
    styler.setAxisTitleFont(new Font(Font.SANS_SERIF, Font.PLAIN, 15));
    styler.setAxisTickLabelsFont(new Font(Font.SANS_SERIF, Font.PLAIN, 13));
    styler.setAnnotationTextFont(new Font(Font.SANS_SERIF, Font.PLAIN, 13));
    styler.setLegendFont(new Font(Font.SANS_SERIF, Font.PLAIN, 15));
    styler.setLegendBorderColor(Color.WHITE);
    styler.setPlotGridLinesColor(GRID);
    styler.setPlotBorderVisible(false);
    styler.setChartPadding(PADDING);
  }

  private static void write(Path file, Chart<?, ?> chart) {
    OutputFile.writePicture(file, () -> ChartEncoder.getBytes(chart, "png"));
  }
}
