package io.github.candle4j.nn;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.candle4j.core.DType;
import io.github.candle4j.core.Device;
import io.github.candle4j.core.GradStore;
import io.github.candle4j.core.Tensor;
import io.github.candle4j.core.Var;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.function.BiFunction;
import java.util.function.Function;

/// Compares a layer in F64 with the module of PyTorch that made an [Oracle]: the names and shapes of its parameters, its result, the gradient
/// of its input and of every parameter, its buffers after the call; and loads what it has saved.
final class LayerCheck {
  private static final double CLOSE = 1e-9;

  private LayerCheck() {}

  /// A layer of one input.
  static <L> void check(
      String oracle, Function<VarBuilder, L> build, BiFunction<L, Tensor, Tensor> forward) {
    Oracle torch = Oracle.of(oracle);
    VarMap vars = new VarMap();
    L layer = build.apply(VarBuilder.fromVarmap(vars, DType.F64, Device.CPU));
    Map<String, Tensor> parameters = torch.under("p.");
    assertThat(vars.data().keySet()).containsExactlyInAnyOrderElementsOf(parameters.keySet());
    vars.set(parameters);

    Var x = Var.fromTensor(torch.get("x"));
    Tensor y = forward.apply(layer, x);
    assertClose("y", y, torch.get("y"));
    GradStore gradients = y.mul(torch.get("dy")).sumAll().backward();
    if (torch.has("g.x")) {
      assertClose("g.x", gradients.get(x).orElseThrow(), torch.get("g.x"));
    }
    for (Map.Entry<String, Var> parameter : vars.data().entrySet()) {
      String name = parameter.getKey();
      if (torch.has("after." + name)) {
        assertClose(name, parameter.getValue(), torch.get("after." + name));
      } else {
        Tensor gradient =
            gradients
                .get(parameter.getValue())
                .orElseThrow(() -> new AssertionError(name + " has no gradient"));
        assertClose("g." + name, gradient, torch.get("g." + name));
      }
    }
    roundTrip(vars, build, forward, x);
  }

  /// A new layer that loads what this one has saved computes the same bits.
  private static <L> void roundTrip(
      VarMap vars, Function<VarBuilder, L> build, BiFunction<L, Tensor, Tensor> forward, Tensor x) {
    try {
      Path file = Files.createTempFile("layer", ".safetensors");
      try {
        vars.save(file);
        VarMap others = new VarMap();
        L other = build.apply(VarBuilder.fromVarmap(others, DType.F64, Device.CPU));
        others.load(file);
        L same = build.apply(VarBuilder.fromVarmap(vars, DType.F64, Device.CPU));
        assertThat(bits(forward.apply(other, x.detach())))
            .isEqualTo(bits(forward.apply(same, x.detach())));
      } finally {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static void assertClose(String what, Tensor ours, Tensor theirs) {
    assertThat(ours.dims()).as(what).containsExactly(theirs.dims());
    double[] a = bits(ours);
    double[] b = bits(theirs);
    for (int i = 0; i < a.length; i++) {
      double allowed = CLOSE * Math.max(1, Math.abs(b[i]));
      if (!(Math.abs(a[i] - b[i]) <= allowed)) {
        throw new AssertionError(what + "[" + i + "]: " + a[i] + ", PyTorch has " + b[i]);
      }
    }
  }

  private static double[] bits(Tensor tensor) {
    return Objects.requireNonNull(tensor.toDtype(DType.F64).flattenAll().toVec1F64());
  }
}
