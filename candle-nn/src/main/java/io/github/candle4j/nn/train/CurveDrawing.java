package io.github.candle4j.nn.train;

import io.github.candle4j.core.CandleException;
import io.github.candle4j.core.CandleException.Kind;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Line2D;
import java.awt.geom.Path2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import javax.imageio.ImageIO;

/// The part of [LossCurve] that needs `java.desktop`: a class of its own, so that the rest runs without.
final class CurveDrawing {
  private static final int WIDTH = 900;
  private static final int HEIGHT = 540;
  private static final int LEFT = 80;
  private static final int RIGHT = WIDTH - 30;
  private static final int TOP = 60;
  private static final int BOTTOM = HEIGHT - 100;
  private static final int GAP = 8;
  private static final int SAMPLE = 28;
  private static final double DOT = 3.5;

  /// Colours that differ for eyes that see no red or green, too: Okabe and Ito, "Color universal design", 2008.
  private static final Color[] COLORS = {
    new Color(0x00, 0x72, 0xB2),
    new Color(0xD5, 0x5E, 0x00),
    new Color(0x00, 0x9E, 0x73),
    new Color(0xCC, 0x79, 0xA7),
    new Color(0xE6, 0x9F, 0x00),
    new Color(0x56, 0xB4, 0xE9),
  };

  private static final Color GRID = new Color(0xDD, 0xDD, 0xDD);
  private static final Color TEXT = new Color(0x33, 0x33, 0x33);
  private static final Font TITLE = new Font(Font.SANS_SERIF, Font.BOLD, 18);
  private static final Font LABEL = new Font(Font.SANS_SERIF, Font.PLAIN, 13);
  private static final BasicStroke THIN = new BasicStroke(1);
  private static final BasicStroke LINE =
      new BasicStroke(2.5f, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND);

  private final Graphics2D g;
  private final AxisTicks steps;
  private final AxisTicks values;

  private CurveDrawing(Graphics2D g, AxisTicks steps, AxisTicks values) {
    this.g = g;
    this.steps = steps;
    this.values = values;
  }

  /// What stands above the curves and below the axis of the steps.
  record Titles(String above, String below) {}

  static void write(Titles titles, Map<String, List<LossCurve.Point>> series, Path file) {
    List<LossCurve.Point> all =
        series.values().stream().flatMap(List::stream).filter(LossCurve.Point::isDrawn).toList();
    BufferedImage image = new BufferedImage(WIDTH, HEIGHT, BufferedImage.TYPE_INT_RGB);
    Graphics2D g = image.createGraphics();
    try {
      g.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
      g.setRenderingHint(
          RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
      g.setRenderingHint(RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
      g.setColor(Color.WHITE);
      g.fillRect(0, 0, WIDTH, HEIGHT);
      CurveDrawing drawing =
          new CurveDrawing(
              g,
              AxisTicks.of(all.stream().mapToDouble(LossCurve.Point::step)),
              AxisTicks.of(all.stream().mapToDouble(LossCurve.Point::value)));
      drawing.frame(titles);
      drawing.curves(series);
      drawing.legend(series.keySet().stream().toList());
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      ImageIO.write(image, "png", bytes);
      Files.write(file, bytes.toByteArray());
    } catch (IOException e) {
      throw new CandleException(
          Kind.FILE, "loss_curve", "loss_curve " + file + ": " + e.getMessage(), e);
    } finally {
      g.dispose();
    }
  }

  private double x(double step) {
    return LEFT + (RIGHT - LEFT) * steps.place(step);
  }

  private double y(double value) {
    return BOTTOM - (BOTTOM - TOP) * values.place(value);
  }

  private void frame(Titles titles) {
    g.setColor(TEXT);
    g.setFont(TITLE);
    centered(titles.above(), WIDTH / 2.0, TOP / 2.0 + GAP);
    g.setFont(LABEL);
    g.setStroke(THIN);
    int height = g.getFontMetrics().getAscent();
    for (double tick : steps.ticks()) {
      line(GRID, new Line2D.Double(x(tick), TOP, x(tick), BOTTOM));
      centered(steps.text(tick), x(tick), BOTTOM + GAP + height);
    }
    for (double tick : values.ticks()) {
      line(GRID, new Line2D.Double(LEFT, y(tick), RIGHT, y(tick)));
      String text = values.text(tick);
      int width = g.getFontMetrics().stringWidth(text);
      g.drawString(text, LEFT - GAP - width, (float) y(tick) + height / 2f - 1);
    }
    line(TEXT, new Line2D.Double(LEFT, BOTTOM, RIGHT, BOTTOM));
    centered(titles.below(), (LEFT + RIGHT) / 2.0, BOTTOM + 2 * (GAP + height));
  }

  private void line(Color color, Line2D line) {
    g.setColor(color);
    g.draw(line);
    g.setColor(TEXT);
  }

  private void centered(String text, double x, double y) {
    g.drawString(text, (float) x - g.getFontMetrics().stringWidth(text) / 2f, (float) y);
  }

  private void curves(Map<String, List<LossCurve.Point>> series) {
    g.setStroke(LINE);
    int number = 0;
    for (List<LossCurve.Point> points : series.values()) {
      g.setColor(COLORS[number++ % COLORS.length]);
      curve(points);
    }
  }

  /// Lines between neighbours, none across a gap; a point between two gaps is a dot.
  private void curve(List<LossCurve.Point> points) {
    Path2D path = new Path2D.Double();
    for (int i = 0; i < points.size(); i++) {
      LossCurve.Point point = points.get(i);
      boolean before = i > 0 && points.get(i - 1).isDrawn();
      boolean after = i + 1 < points.size() && points.get(i + 1).isDrawn();
      if (point.isDrawn() && before) {
        path.lineTo(x(point.step()), y(point.value()));
      } else if (point.isDrawn() && after) {
        path.moveTo(x(point.step()), y(point.value()));
      } else if (point.isDrawn()) {
        g.fill(
            new Ellipse2D.Double(x(point.step()) - DOT, y(point.value()) - DOT, 2 * DOT, 2 * DOT));
      }
    }
    g.draw(path);
  }

  private void legend(List<String> names) {
    g.setFont(LABEL);
    int width =
        names.stream().mapToInt(n -> g.getFontMetrics().stringWidth(n) + SAMPLE + 3 * GAP).sum();
    double x = (WIDTH - width) / 2.0;
    double y = HEIGHT - 2.5 * GAP;
    for (int i = 0; i < names.size(); i++) {
      g.setColor(COLORS[i % COLORS.length]);
      g.draw(new Line2D.Double(x, y, x + SAMPLE, y));
      g.setColor(TEXT);
      g.drawString(
          names.get(i), (float) x + SAMPLE + GAP, (float) y + g.getFontMetrics().getAscent() / 2f);
      x += g.getFontMetrics().stringWidth(names.get(i)) + SAMPLE + 3 * GAP;
    }
  }
}
