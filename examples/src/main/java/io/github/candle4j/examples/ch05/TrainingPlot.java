package io.github.candle4j.examples.ch05;

import io.github.candle4j.examples.InputException;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.knowm.xchart.ChartEncoder;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.Styler.ChartTheme;
import org.knowm.xchart.style.Styler.LegendLayout;
import org.knowm.xchart.style.Styler.LegendPosition;
import org.knowm.xchart.style.Styler.YAxisPosition;
import org.knowm.xchart.style.XYStyler;
import org.knowm.xchart.style.markers.SeriesMarkers;

/// Loss and accuracy over the epochs, drawn into a PNG file.
final class TrainingPlot {
  private static final int WIDTH = 900;
  private static final int HEIGHT = 540;
  private static final int TICK_SPACING = 60;
  private static final int LOSS_AXIS = 0;
  private static final int ACCURACY_AXIS = 1;
  static final Color LOSS_COLOR = new Color(0xC2, 0x41, 0x0C);
  static final Color ACCURACY_COLOR = new Color(0x1D, 0x4E, 0xD8);

  private TrainingPlot() {}

  /// Draws the curves.
  ///
  /// @throws InputException if the file cannot be written
  static void write(List<Training.Epoch> epochs, Path file) {
    System.setProperty("java.awt.headless", "true");
    try {
      Files.write(file, ChartEncoder.getBytes(chart(epochs), "png"));
    } catch (IOException e) {
      throw new InputException(file + ": the plot cannot be written (" + e.getMessage() + ")", e);
    }
  }

  private static XYChart chart(List<Training.Epoch> epochs) {
    XYChart chart =
        new XYChartBuilder()
            .width(WIDTH)
            .height(HEIGHT)
            .theme(ChartTheme.XChart)
            .title("Learning to tell irises apart")
            .xAxisTitle("epoch")
            .build();
    style(chart.getStyler());
    chart.setYAxisGroupTitle(LOSS_AXIS, "loss (cross-entropy)");
    chart.setYAxisGroupTitle(ACCURACY_AXIS, "accuracy");
    double[] numbers = values(epochs, Training.Epoch::number);
    XYSeries loss = chart.addSeries("loss", numbers, values(epochs, Training.Epoch::loss));
    XYSeries accuracy =
        chart.addSeries("accuracy", numbers, values(epochs, Training.Epoch::accuracy));
    style(loss, LOSS_AXIS, LOSS_COLOR);
    style(accuracy, ACCURACY_AXIS, ACCURACY_COLOR);
    return chart;
  }

  private static void style(XYStyler styler) {
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
    styler.setXAxisMin(0.0);
    styler.setXAxisDecimalPattern("0");
    styler.setXAxisTickMarkSpacingHint(TICK_SPACING);
    styler.setYAxisDecimalPattern("0.0");
    styler.setYAxisMin(LOSS_AXIS, 0.0);
    styler.setYAxisMin(ACCURACY_AXIS, 0.0);
    styler.setYAxisMax(ACCURACY_AXIS, 1.0);
    styler.setYAxisGroupPosition(ACCURACY_AXIS, YAxisPosition.Right);
    styler.setYAxisGroupTitleColor(LOSS_AXIS, LOSS_COLOR);
    styler.setYAxisGroupTitleColor(ACCURACY_AXIS, ACCURACY_COLOR);
  }

  private static void style(XYSeries series, int axis, Color color) {
    series.setYAxisGroup(axis);
    series.setLineColor(color);
    series.setLineStyle(new BasicStroke(2.5f, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND));
    series.setMarker(SeriesMarkers.NONE);
  }

  private static double[] values(
      List<Training.Epoch> epochs, ToDoubleFunction<Training.Epoch> value) {
    return epochs.stream().mapToDouble(value).toArray();
  }
}
