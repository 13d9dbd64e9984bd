package io.github.candle4j.benchmarks;

import io.github.candle4j.core.DType;
import io.github.candle4j.core.Device;
import io.github.candle4j.core.Shape;
import io.github.candle4j.core.Tensor;
import io.github.candle4j.core.Utils;
import io.github.candle4j.core.Var;
import io.github.candle4j.nn.AdamW;
import io.github.candle4j.nn.Linear;
import io.github.candle4j.nn.Loss;
import io.github.candle4j.nn.Ops;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/// This library, through its public names.
final class CandleEngine implements Engine {
  /// Results are kept here, so that no work can be left out.
  @SuppressWarnings("UnusedVariable")
  private static volatile Object sink = "";

  @Override
  public String version() {
    return "candle4j, " + Utils.kernels() + " kernels";
  }

  @Override
  public Workload open(Task task) {
    Utils.setNumThreads(task.threads());
    return switch (task.kind()) {
      case MATMUL -> {
        Tensor a = square(task.size(), 1);
        Tensor b = square(task.size(), 2);
        yield new Single(() -> a.matmul(b), 1);
      }
      case EXP -> {
        Tensor x = rows();
        yield new Single(x::exp, 1);
      }
      case SOFTMAX -> {
        Tensor x = rows();
        yield new Single(() -> Ops.softmaxLastDim(x), 1);
      }
      case CONV -> {
        Tensor x = tensor(Task.IMAGES, 1, 8);
        Tensor w = tensor(Task.KERNEL, 0.1, 9);
        yield new Single(() -> x.conv2d(w, 1, 1, 1, 1), 1);
      }
      case DISPATCH -> {
        Tensor x = Tensor.of(new float[] {1.5f}, Device.CPU);
        yield new Single(x::relu, task.units());
      }
      case DISPATCH_GRAPH -> {
        Var x = Var.of(new float[] {1.5f}, Device.CPU);
        yield new Single(x::relu, task.units());
      }
      case IRIS, MLP -> new Training(task);
    };
  }

  private static Tensor square(int n, long seed) {
    return Tensor.fromVec(Inputs.gaussian(n * n, 1, seed), Shape.of(n, n), Device.CPU);
  }

  private static Tensor tensor(int[] dims, double scale, long seed) {
    return Tensor.fromVec(Inputs.gaussian(dims, scale, seed), Shape.of(dims), Device.CPU);
  }

  private static Tensor rows() {
    float[] x = Inputs.gaussian(Task.ROWS * Task.COLUMNS, 3, 3);
    return Tensor.fromVec(x, Shape.of(Task.ROWS, Task.COLUMNS), Device.CPU);
  }

  /// One operation, some times over.
  private record Single(Supplier<Tensor> operation, int times) implements Workload {
    @Override
    public void run() {
      for (int i = 0; i < times; i++) {
        sink = operation.get();
      }
    }

    @Override
    public double[] results() {
      return Inputs.summary(operation.get().detach().flattenAll().toVec1F32());
    }
  }

  /// Steps of training: two layers with ReLU between, cross-entropy, AdamW.
  private static final class Training implements Workload {
    private final Task task;
    private final Tensor x;
    private final Tensor labels;
    private Network network;

    /// What a step changes.
    private record Network(Linear first, Linear second, AdamW optimizer, int parameters) {
      static Network of(Task task) {
        int[] sizes = task.layers();
        List<Var> vars = new ArrayList<>();
        List<Linear> layers = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
          int in = sizes[i];
          int out = sizes[i + 1];
          Var weight = Var.fromVec(Inputs.weight(in, out, i), Shape.of(out, in), Device.CPU);
          Var bias = Var.fromVec(Inputs.bias(out, i), Shape.of(out), Device.CPU);
          vars.addAll(List.of(weight, bias));
          layers.add(new Linear(weight, bias));
        }
        int parameters = vars.stream().mapToInt(v -> (int) v.elemCount()).sum();
        AdamW optimizer = AdamW.newLr(vars, task.learningRate());
        return new Network(layers.get(0), layers.get(1), optimizer, parameters);
      }
    }

    Training(Task task) {
      this.task = task;
      int[] sizes = task.layers();
      float[] values = Inputs.gaussian(task.batch() * sizes[0], 1, 5);
      x = Tensor.fromVec(values, Shape.of(task.batch(), sizes[0]), Device.CPU);
      labels = Tensor.of(Inputs.labels(task.batch(), sizes[2]), Device.CPU).toDtype(DType.U32);
      network = Network.of(task);
    }

    @Override
    public void reset() {
      network = Network.of(task);
    }

    @Override
    public void run() {
      sink = step();
    }

    private Tensor step() {
      Tensor hidden = network.first().forward(x).relu(); // [batch, hidden]
      Tensor logits = network.second().forward(hidden); // [batch, classes]
      Tensor loss = Loss.crossEntropy(logits, labels);
      network.optimizer().backwardStep(loss);
      return loss;
    }

    @Override
    public double[] results() {
      reset();
      return TrainingCheck.results(network.parameters(), () -> step().toScalarF32());
    }
  }
}
