package io.github.candle4j.examples.ch03;

import io.github.candle4j.core.Anomaly;
import io.github.candle4j.core.CandleException;
import io.github.candle4j.core.DType;
import io.github.candle4j.core.Device;
import io.github.candle4j.core.MmapedSafetensors;
import io.github.candle4j.core.Module;
import io.github.candle4j.core.Safetensors;
import io.github.candle4j.core.Shape;
import io.github.candle4j.core.Tensor;
import io.github.candle4j.examples.common.Program;
import io.github.candle4j.nn.Linear;
import io.github.candle4j.nn.VarBuilder;
import io.github.candle4j.nn.VarMap;
import io.github.candle4j.nn.train.EventWriter;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.Command;

/// What a program with neural networks needs of Java, each in a few lines that print something.
@Command(
    name = "java",
    description =
        "Chapter 3: exceptions, records, interfaces, lambdas, memory and NaN, in few lines.",
    sortOptions = false)
public final class JavaCommand extends Program {
  @Override
  protected void run(PrintWriter out) {
    exceptions(out);
    references(out);
    records(out);
    lambdas(out);
    streams(out);
    memory(out);
    nan(out);
  }

  // @start region="exceptions"
  static void exceptions(PrintWriter out) {
    Tensor a = Tensor.zeros(Shape.of(2, 3), DType.F32, Device.CPU);
    Tensor b = Tensor.zeros(Shape.of(4, 5), DType.F32, Device.CPU);
    try {
      out.println(a.matmul(b));
    } catch (CandleException e) {
      out.println("caught, kind " + e.kind() + ", in " + e.operation());
      out.println(e.getMessage());
    }
  }

  // @end

  // @start region="references"
  static void references(PrintWriter out) {
    Tensor a = Tensor.of(new float[] {1, 2, 3}, Device.CPU);
    Tensor b = a; // the same tensor, not another one
    Tensor c = a.add(1); // a new one; a stays as it was
    out.println(b == a);
    out.println(List.of(a.toVec1F32()[0], c.toVec1F32()[0]));
  }

  // @end

  // @start region="records"
  /// A layer that is followed by another: both are parts, and `forward` says what they do.
  record Then(Module first, Module second) implements Module {
    @Override
    public Tensor forward(Tensor x) {
      return second.forward(first.forward(x));
    }
  }

  static void records(PrintWriter out) {
    VarBuilder vb = VarBuilder.fromVarmap(new VarMap(), DType.F32, Device.CPU);
    Then network = new Then(Linear.linear(4, 8, vb.pp("a")), Linear.linear(8, 2, vb.pp("b")));
    out.println(network);
    out.println(network.forward(Tensor.ones(Shape.of(5, 4), DType.F32, Device.CPU)).shape());
  }

  // @end

  // @start region="lambdas"
  static void lambdas(PrintWriter out) {
    Module doubled = x -> x.mul(2); // an interface with one method may be a lambda
    UnaryOperator<Tensor> squared = Tensor::sqr;
    Tensor x = Tensor.of(new float[] {1, 2, 3}, Device.CPU);
    out.println(doubled.forward(x));
    out.println(squared.apply(x));
  }

  // @end

  // @start region="streams"
  static void streams(PrintWriter out) {
    VarMap varmap = new VarMap();
    VarBuilder vb = VarBuilder.fromVarmap(varmap, DType.F32, Device.CPU);
    Linear layer = Linear.linear(4, 8, vb.pp("layer"));
    long parameters = varmap.allVars().stream().mapToLong(Tensor::elemCount).sum();
    String names = varmap.data().keySet().stream().collect(Collectors.joining(", "));
    out.println(layer + " has " + parameters + " parameters in " + names);
  }

  // @end

  // @start region="memory"
  static void memory(PrintWriter out) {
    try {
      Path folder = Files.createTempDirectory("chapter3");
      Path weights = folder.resolve("weights.safetensors");
      Tensor w = Tensor.arange(0f, 6f, Device.CPU).reshape(2, 3);
      Safetensors.save(Map.of("w", w), weights);
      // A file that is mapped, not read: its pages come when they are touched.
      out.println(new MmapedSafetensors(weights).load("w", Device.CPU));
      // Things that hold a file open are closed at the end of the block, also when it fails.
      try (EventWriter log = EventWriter.in(folder)) {
        log.scalar("loss", 0.5, 1);
      }
      delete(folder);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  // @end

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }

  // @start region="nan"
  static void nan(PrintWriter out) {
    Tensor x = Tensor.of(new float[] {-1, 4}, Device.CPU);
    out.println(x.sqrt()); // nothing complains
    try {
      Tensor root = Anomaly.detectNan(() -> x.sqrt());
      out.println(root);
    } catch (CandleException e) {
      // Only the first line: the others tell where, down to the line of the program.
      out.println(e.getMessage().lines().findFirst().orElse(""));
    }
  }
  // @end
}
