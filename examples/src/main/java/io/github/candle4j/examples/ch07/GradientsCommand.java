package io.github.candle4j.examples.ch07;

import io.github.candle4j.core.DType;
import io.github.candle4j.core.Device;
import io.github.candle4j.core.Shape;
import io.github.candle4j.core.Tensor;
import io.github.candle4j.core.Trace;
import io.github.candle4j.examples.common.OptionRange;
import io.github.candle4j.examples.common.Program;
import io.github.candle4j.nn.Init;
import io.github.candle4j.nn.VarBuilder;
import io.github.candle4j.nn.VarMap;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// The command line of chapter 7's gradients.
@Command(
    name = "gradients",
    description = "Chapter 7: the gradients of a small network, number by number, four ways.",
    showDefaultValues = true,
    sortOptions = false)
public final class GradientsCommand extends Program {
  private static final int POINTS = 8;
  private static final double RATE = 0.01;

  /// What can be shown.
  enum Topic {
    NUMBERS,
    WAYS,
    GRAPH,
    MERMAID,
    TRACE;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  @Parameters(
      arity = "0..1",
      paramLabel = "TOPIC",
      description = "${COMPLETION-CANDIDATES}; without it, numbers and ways.")
  private @Nullable Topic topic;

  @Option(
      names = "--hidden",
      defaultValue = "2",
      paramLabel = "N",
      converter = OptionRange.Count.class,
      description = "The number of hidden units of the network for ways.")
  private int hidden;

  @Override
  protected void run(PrintWriter out) {
    if (topic == null) {
      numbers(out);
      out.println();
      ways(out);
      return;
    }
    switch (topic) {
      case NUMBERS -> numbers(out);
      case WAYS -> ways(out);
      case GRAPH -> out.print(new WorkedExample().graph());
      case MERMAID -> out.print(new WorkedExample().graph().toMermaid());
      case TRACE -> new WorkedExample().trace().forEach(entry -> out.println(line(entry)));
    }
    out.flush();
  }

  private static void numbers(PrintWriter out) {
    WorkedExample example = new WorkedExample();
    out.printf(Locale.ROOT, "%-8s%18s%22s%n", "", "value", "dL/d(value)");
    for (WorkedExample.Line line : example.lines()) {
      String text =
          String.format(
              Locale.ROOT,
              "%-8s%18s%22s",
              line.name(),
              WorkedExample.text(line.value()),
              WorkedExample.text(line.gradient()));
      out.println(text.stripTrailing());
    }
    out.printf(
        Locale.ROOT,
        "%nThe loss after one step with rate %.2f: %.4f%n",
        RATE,
        example.lossAfterStep(RATE));
  }

  // @start region="ways"
  private void ways(PrintWriter out) {
    VarBuilder vb = VarBuilder.fromVarmap(new VarMap(), DType.F64, Device.CPU);
    Weights weights = Weights.create(hidden, Init.DEFAULT_KAIMING_NORMAL, vb);
    LineData data = LineData.random(POINTS, seed(), DType.F64);
    List<Backprop> ways =
        List.of(new ByHand(true), new ByTensors(true), new ByAutograd(true), new Numerically(true));
    List<Weights> gradients =
        ways.stream().map(way -> way.gradients(weights, data.x(), data.y()).gradients()).toList();
    // @end
    out.printf(
        Locale.ROOT,
        "%-8s%15s%15s%15s%15s%n",
        "d",
        "by hand",
        "tensors",
        "autograd",
        "differences");
    for (int i = 0; i < Weights.NAMES.size(); i++) {
      int weight = i;
      List<double[]> columns =
          gradients.stream().map(g -> g.all().get(weight).flattenAll().toVec1F64()).toList();
      for (int k = 0; k < columns.getFirst().length; k++) {
        out.printf("%-8s", Weights.NAMES.get(i) + "[" + k + "]");
        for (double[] column : columns) {
          out.printf(Locale.ROOT, "%15.8f", column[k]);
        }
        out.println();
      }
    }
    out.println();
    out.printf(
        Locale.ROOT, "%s%n", agreement("tensors", gradients.get(1), gradients.getFirst(), 1e-12));
    out.printf(
        Locale.ROOT, "%s%n", agreement("autograd", gradients.get(2), gradients.getFirst(), 1e-12));
    out.printf(
        Locale.ROOT,
        "%s%n",
        agreement("differences", gradients.get(3), gradients.getFirst(), 1e-6));
  }

  /// How far they are apart; the exact distance is rounding, which differs from machine to machine.
  private static String agreement(String name, Weights one, Weights other, double bound) {
    double distance = distance(one, other);
    return String.format(
        Locale.ROOT,
        "%s and by hand are %s apart than %.0e",
        name,
        distance <= bound ? "less" : "more",
        bound);
  }

  /// The largest difference between two gradients.
  static double distance(Weights one, Weights other) {
    double largest = 0;
    for (int i = 0; i < one.all().size(); i++) {
      Tensor difference = one.all().get(i).sub(other.all().get(i)).abs().maxAll();
      largest = Math.max(largest, ByTensors.number(difference));
    }
    return largest;
  }

  private static String line(Trace.Entry entry) {
    StringBuilder text = new StringBuilder(String.format(Locale.ROOT, "%-14s", entry.operation()));
    for (Shape operand : entry.operands()) {
      text.append(' ').append(operand);
    }
    text.append(" -> ").append(entry.result());
    entry.backwardOf().ifPresent(of -> text.append("   backward of ").append(of));
    return text.toString();
  }
}
