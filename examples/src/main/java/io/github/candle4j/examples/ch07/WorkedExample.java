package io.github.candle4j.examples.ch07;

import io.github.candle4j.core.Device;
import io.github.candle4j.core.GradStore;
import io.github.candle4j.core.Graph;
import io.github.candle4j.core.Tensor;
import io.github.candle4j.core.Trace;
import io.github.candle4j.core.Var;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/// One point through a network 1 -> 2 -> 1, with every number on the way.
final class WorkedExample {
  // @start region="numbers"
  private final Var w1 = Var.of(new double[][] {{0.5}, {-0.4}}, Device.CPU); // [2, 1]
  private final Var b1 = Var.of(new double[] {0.1, 0.2}, Device.CPU); // [2]
  private final Var w2 = Var.of(new double[][] {{0.6, -0.3}}, Device.CPU); // [1, 2]
  private final Var b2 = Var.of(new double[] {0.05}, Device.CPU); // [1]
  private final Tensor x = Tensor.of(new double[][] {{2}}, Device.CPU); // [1, 1]
  private final Tensor target = Tensor.of(new double[][] {{5}}, Device.CPU); // [1, 1]
  // @end

  private final Map<String, Tensor> values = new LinkedHashMap<>();
  private final Map<String, Tensor> gradients = new LinkedHashMap<>();

  WorkedExample() {
    values.put("x", x);
    values.put("target", target);
    values.put("w1", w1);
    values.put("b1", b1);
    values.put("w2", w2);
    values.put("b2", b2);
  }

  // @start region="run"
  /// Forward step by step, then backward: `backward` keeps the gradients of the weights.
  private Tensor run(boolean listen) {
    Tensor z = seen("z", x.matmul(w1.t()).broadcastAdd(b1), listen); // [1, 2]
    Tensor h = seen("h", z.relu(), listen); // [1, 2]
    Tensor y = seen("y", h.matmul(w2.t()).broadcastAdd(b2), listen); // [1, 1]
    Tensor error = seen("error", y.sub(target), listen); // [1, 1]
    Tensor loss = seen("loss", error.sqr().meanAll(), listen); // []
    GradStore grads = loss.backward();
    values.forEach((name, value) -> grads.get(value).ifPresent(g -> gradients.put(name, g)));
    return loss;
  }

  /// The gradients of what is between the weights pass by, and `onGradient` hears of them.
  private Tensor seen(String name, Tensor value, boolean listen) {
    values.put(name, value);
    if (!listen) {
      return value;
    }
    return value.onGradient(gradient -> {
      gradients.put(name, gradient.detach());
      return gradient;
    });
  }

  // @end
  /// A tensor of the computation.
  ///
  /// @param value its number, or two
  /// @param gradient the derivative of the loss by it; none for x and target
  record Line(String name, List<Double> value, List<Double> gradient) {}

  /// Every number, in the order of computation.
  List<Line> lines() {
    run(true);
    return values.entrySet().stream()
        .map(e -> new Line(e.getKey(), numbers(e.getValue()), gradient(e.getKey())))
        .toList();
  }

  /// The loss after a step of this rate.
  double lossAfterStep(double rate) {
    run(false);
    for (Map.Entry<String, Var> weight :
        Map.of("w1", w1, "b1", b1, "w2", w2, "b2", b2).entrySet()) {
      Tensor gradient = Optional.ofNullable(gradients.get(weight.getKey())).orElseThrow();
      weight.getValue().set(weight.getValue().detach().sub(gradient.mul(rate)));
    }
    return ByTensors.number(run(false).detach());
  }

  /// The recorded operations. The names say the values.
  Graph graph() {
    run(true);
    Tensor loss = run(false);
    GradStore all = new GradStore();
    Map<String, Tensor> names = new LinkedHashMap<>();
    values.forEach((name, value) -> {
      names.put(name + " = " + text(numbers(value)), value);
      Optional.ofNullable(gradients.get(name)).ifPresent(g -> all.insert(value, g));
    });
    return Graph.of(loss, all).named(names);
  }

  /// Forward and backward, each operation as it happens.
  List<Trace.Entry> trace() {
    return Trace.run(() -> run(false)).entries();
  }

  static String text(List<Double> numbers) {
    return numbers.stream()
        .map(number -> String.format(Locale.ROOT, "%.4f", number + 0.0)) // -0.0 becomes 0.0
        .collect(Collectors.joining(" "));
  }

  private static List<Double> numbers(Tensor value) {
    return Arrays.stream(value.detach().flattenAll().toVec1F64()).boxed().toList();
  }

  private List<Double> gradient(String name) {
    return Optional.ofNullable(gradients.get(name)).map(WorkedExample::numbers).orElse(List.of());
  }
}
