package io.github.candle4j.examples.ch08;

import io.github.candle4j.core.DType;
import io.github.candle4j.core.Device;
import io.github.candle4j.core.Tensor;
import io.github.candle4j.core.Var;
import io.github.candle4j.examples.common.OptionRange;
import io.github.candle4j.examples.common.OutputFile;
import io.github.candle4j.examples.common.Pictures;
import io.github.candle4j.examples.common.Program;
import io.github.candle4j.nn.Activation;
import io.github.candle4j.nn.FanInOut;
import io.github.candle4j.nn.Init;
import io.github.candle4j.nn.NonLinearity;
import io.github.candle4j.nn.NormalOrUniform;
import io.github.candle4j.nn.Ops;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.DoubleUnaryOperator;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// The command line of chapter 8, functions and what they do in deep networks.
@Command(
    name = "activations",
    description = "Chapter 8: activations and their derivatives, and gradients through depth.",
    showDefaultValues = true,
    sortOptions = false)
public final class ActivationsCommand extends Program {
  private static final double[] PLACES = {-2, -0.5, 0.5, 2};

  @Option(
      names = "--depth",
      defaultValue = "10",
      paramLabel = "N",
      converter = OptionRange.Count.class,
      description = "How many layers.")
  private int depth;

  @Option(names = "--plot", paramLabel = "FILE.png", description = "Draws some of the functions.")
  private @Nullable Path plot;

  @Option(
      names = "--plot-derivatives",
      paramLabel = "FILE.png",
      description = "Draws their derivatives.")
  private @Nullable Path plotDerivatives;

  @Override
  protected void run(PrintWriter out) {
    OutputFile.check(plot, "the plot");
    OutputFile.check(plotDerivatives, "the plot");
    functions(out);
    softplus(out);
    chain(out);
    layers(out);
    if (plot != null) {
      draw(plot, "Activations", f -> f::value);
    }
    if (plotDerivatives != null) {
      draw(plotDerivatives, "Derivatives of activations", f -> f::derivative);
    }
  }

  private static void functions(PrintWriter out) {
    out.println("function at -2, -0.5, 0.5 and 2, and its derivative; furthest off the library");
    for (Function f : Function.values()) {
      StringBuilder line = new StringBuilder(String.format(Locale.ROOT, "%-10s", f));
      for (double x : PLACES) {
        line.append(String.format(Locale.ROOT, " %7.4f", f.value(x)));
      }
      line.append("  ");
      for (double x : PLACES) {
        line.append(String.format(Locale.ROOT, " %7.4f", f.derivative(x)));
      }
      line.append(distance(f) < 1e-12 ? "   below 1e-12" : "   " + distance(f));
      out.println(line);
    }
    out.println();
  }

  /// The largest difference to the library's function and to what `backward` finds.
  static double distance(Function f) {
    Var x = Var.fromTensor(Tensor.of(PLACES, DType.F64, Device.CPU));
    Tensor y = f.library().forward(x);
    double[] values = y.toVec1F64();
    double[] gradients = y.sumAll().backward().get(x).orElseThrow().toVec1F64();
    return IntStream.range(0, PLACES.length)
        .mapToDouble(i ->
            Math.max(
                Math.abs(values[i] - f.value(PLACES[i])),
                Math.abs(gradients[i] - f.derivative(PLACES[i]))))
        .max()
        .orElseThrow();
  }

  private static void softplus(PrintWriter out) {
    out.println("softplus at 100, and its derivative");
    softplus(out, "as written", Softplus::plain);
    softplus(out, "selected", Softplus::selected);
    softplus(out, "stable", Softplus::stable);
    softplus(out, "library", Ops::softplus);
    out.println();
  }

  private static void softplus(PrintWriter out, String name, UnaryOperator<Tensor> f) {
    Var x = Var.fromTensor(Tensor.of(100f, Device.CPU));
    Tensor y = f.apply(x);
    float gradient = y.backward().get(x).orElseThrow().toScalarF32();
    out.printf(Locale.ROOT, "%-10s %9s %9s%n", name, y.toScalarF32(), gradient);
  }

  private void chain(PrintWriter out) {
    out.printf(
        Locale.ROOT, "the gradient through %d activations, none of them with weights%n", depth);
    out.printf(Locale.ROOT, "0.25 to that power  %.2e%n", Math.pow(0.25, depth));
    for (Function f : Function.values()) {
      out.printf(Locale.ROOT, "%-10s          %.2e%n", f, Depth.chain(f.library(), 0.5, depth));
    }
    out.println();
  }

  private void layers(PrintWriter out) {
    Init xavier = Init.DEFAULT_XAVIER_NORMAL;
    Init he = Init.DEFAULT_KAIMING_NORMAL;
    Init fanOut = new Init.Kaiming(NormalOrUniform.NORMAL, FanInOut.FAN_OUT, NonLinearity.RELU);
    out.printf(Locale.ROOT, "%d layers with weights  size of the output   gradient%n", depth);
    layers(out, "relu, N(0, 1)", Activation.RELU, new Init.Randn(0, 1));
    layers(out, "relu, N(0, 0.01)", Activation.RELU, new Init.Randn(0, 0.01));
    layers(out, "relu, Xavier", Activation.RELU, xavier);
    layers(out, "relu, He", Activation.RELU, he);
    layers(out, "relu, He by fan out", Activation.RELU, fanOut);
    layers(out, "tanh, Xavier", Activation.TANH, xavier);
    layers(out, "tanh, He", Activation.TANH, he);
    layers(out, "sigmoid, Xavier", Activation.SIGMOID, xavier);
  }

  private void layers(PrintWriter out, String name, Activation f, Init init) {
    Depth.Passed passed = Depth.through(f, init, depth);
    out.printf(Locale.ROOT, "%-22s %18.2e %10.2e%n", name, passed.output(), passed.gradient());
  }

  private static void draw(
      Path file, String title, java.util.function.Function<Function, DoubleUnaryOperator> part) {
    double[] x = IntStream.rangeClosed(-100, 100).mapToDouble(i -> i / 25.0).toArray();
    Map<String, Pictures.Line> lines = new LinkedHashMap<>();
    for (Function f : Function.values()) {
      if (f != Function.LEAKY_RELU) { // It would hide ReLU.
        double[] y = Arrays.stream(x).map(part.apply(f)).toArray();
        lines.put(f.toString(), new Pictures.Line(x, y));
      }
    }
    Pictures.lines(file, new Pictures.Titles(title, "x", "f(x)"), lines, false);
  }
}
