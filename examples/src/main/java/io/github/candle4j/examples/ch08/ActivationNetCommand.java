package io.github.candle4j.examples.ch08;

import io.github.candle4j.examples.common.OptionRange;
import io.github.candle4j.examples.common.Program;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.stream.LongStream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// The command line of chapter 8, the same network with each activation.
@Command(
    name = "activation-net",
    description = "Chapter 8: trains the same network with each activation.",
    showDefaultValues = true,
    sortOptions = false)
public final class ActivationNetCommand extends Program {
  @Option(
      names = "--activation",
      split = ",",
      defaultValue = "none,sigmoid,tanh,relu,leaky_relu,elu,gelu,silu,softplus",
      paramLabel = "NAME",
      description = "One or more names, with commas; none is no activation.")
  private List<String> names = List.of();

  @Option(
      names = "--epochs",
      defaultValue = "500",
      paramLabel = "N",
      converter = OptionRange.Count.class,
      description = "How many steps, each with all points.")
  private int epochs;

  @Option(
      names = "--seeds",
      defaultValue = "5",
      paramLabel = "N",
      converter = OptionRange.Count.class,
      description = "With how many seeds each is trained.")
  private int seeds;

  @Override
  protected void run(PrintWriter out) {
    out.printf(Locale.ROOT, "Loss after %d epochs, %d seeds%n", epochs, seeds);
    out.println("activation     least   median  largest");
    for (String name : names) {
      double[] losses =
          LongStream.range(seed(), seed() + seeds)
              .mapToDouble(seed -> WaveNetwork.loss(name, seed, epochs))
              .sorted()
              .toArray();
      out.printf(
          Locale.ROOT,
          "%-12s %7.5f  %7.5f  %7.5f%n",
          name,
          losses[0],
          losses[losses.length / 2],
          losses[losses.length - 1]);
    }
  }
}
