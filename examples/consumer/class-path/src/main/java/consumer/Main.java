package consumer;

import io.github.candle4j.core.DType;
import io.github.candle4j.core.Device;
import io.github.candle4j.core.Tensor;
import io.github.candle4j.core.Utils;
import io.github.candle4j.nn.Linear;
import io.github.candle4j.nn.Loss;
import io.github.candle4j.nn.Optimizer;
import io.github.candle4j.nn.SGD;
import io.github.candle4j.nn.VarBuilder;
import io.github.candle4j.nn.VarMap;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/// Fits y = 2a - b, and checks which kernels were used and what they wrote to stderr; there is no slf4j provider here.
final class Main {
  private static final String FLAG = "--add-modules jdk.incubator.vector";

  public static void main(String[] args) {
    PrintStream terminal = System.err;
    ByteArrayOutputStream written = new ByteArrayOutputStream();
    System.setErr(new PrintStream(written, true, StandardCharsets.UTF_8));
    float loss = train();
    System.setErr(terminal);

    String errors = written.toString(StandardCharsets.UTF_8);
    long warnings =
        errors.lines().filter(line -> line.contains("WARN") && line.contains(FLAG)).count();
    System.out.println("loss " + loss + ", kernels " + Utils.kernels() + ", warnings " + warnings);
    System.out.print(errors);
    check(loss < 1e-3, "the loss is " + loss);
    check(
        Utils.kernels().startsWith(args[0]),
        "the kernels are " + Utils.kernels() + ", not " + args[0]);
    check(warnings == (args[0].equals("scalar") ? 1 : 0), warnings + " warnings name the flag");
  }

  private static float train() {
    Tensor x = Tensor.of(new float[][] {{0, 0}, {0, 1}, {1, 0}, {1, 1}}, Device.CPU);
    Tensor y = Tensor.of(new float[][] {{0}, {-1}, {2}, {1}}, Device.CPU);
    VarMap varmap = new VarMap();
    Linear layer = Linear.linear(2, 1, VarBuilder.fromVarmap(varmap, DType.F32, Device.CPU));
    Optimizer optimizer = new SGD(varmap.allVars(), 0.3);
    for (int step = 0; step < 200; step++) {
      optimizer.backwardStep(Loss.mse(layer.forward(x), y));
    }
    return Loss.mse(layer.forward(x), y).toScalarF32();
  }

  private static void check(boolean holds, String otherwise) {
    if (!holds) {
      System.err.println("FAILED: " + otherwise);
      System.exit(1);
    }
  }
}
