package io.github.candle4j.benchmarks;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.NDScope;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import ai.djl.nn.convolutional.Conv2d;
import ai.djl.nn.core.Linear;
import ai.djl.pytorch.jni.JniUtils;
import ai.djl.training.GradientCollector;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;

/// PyTorch through DJL: eager operations, `torch::linear` for the layers, and DJL's native AdamW step, one call per parameter.
final class PyTorchEngine implements Engine {
  private final ai.djl.engine.Engine engine = ai.djl.engine.Engine.getEngine("PyTorch");
  private final NDManager manager = engine.newBaseManager();

  @Override
  public String version() {
    return "PyTorch "
        + engine.getVersion()
        + " through DJL "
        + ai.djl.engine.Engine.getDjlVersion();
  }

  @Override
  public Workload open(Task task) {
    JniUtils.setNumThreads(task.threads());
    return switch (task.kind()) {
      case MATMUL -> {
        NDArray a = square(task.size(), 1);
        NDArray b = square(task.size(), 2);
        yield new Single(() -> a.matMul(b), 1);
      }
      case EXP -> {
        NDArray x = rows();
        yield new Single(x::exp, 1);
      }
      case SOFTMAX -> {
        NDArray x = rows();
        yield new Single(() -> x.softmax(-1), 1);
      }
      case CONV -> {
        NDArray x = images(Task.IMAGES, 1, 8);
        NDArray w = images(Task.KERNEL, 0.1, 9);
        Shape one = new Shape(1, 1);
        yield new Single(() -> Conv2d.conv2d(x, w, null, one, one, one).singletonOrThrow(), 1);
      }
      case DISPATCH -> {
        NDArray x = manager.create(new float[] {1.5f});
        yield new Single(() -> Activation.relu(x), task.units());
      }
      case DISPATCH_GRAPH -> {
        NDArray x = manager.create(new float[] {1.5f});
        x.setRequiresGradient(true);
        yield new Recorded(
            engine.newGradientCollector(), new Single(() -> Activation.relu(x), task.units()));
      }
      case IRIS, MLP -> new Training(task);
    };
  }

  private NDArray square(int n, long seed) {
    return manager.create(Inputs.gaussian(n * n, 1, seed), new Shape(n, n));
  }

  private NDArray images(int[] dims, double scale, long seed) {
    return manager.create(
        Inputs.gaussian(dims, scale, seed), new Shape(dims[0], dims[1], dims[2], dims[3]));
  }

  private NDArray rows() {
    float[] x = Inputs.gaussian(Task.ROWS * Task.COLUMNS, 3, 3);
    return manager.create(x, new Shape(Task.ROWS, Task.COLUMNS));
  }

  /// One operation, some times over; its result is freed at once.
  private record Single(Supplier<NDArray> operation, int times) implements Workload {
    @Override
    public void run() {
      for (int i = 0; i < times; i++) {
        operation.get().close();
      }
    }

    @Override
    public double[] results() {
      try (NDArray y = operation.get()) {
        return Inputs.summary(y.toFloatArray());
      }
    }
  }

  /// Work while gradients are collected.
  private record Recorded(GradientCollector collector, Workload work) implements Workload {
    @Override
    public void run() {
      work.run();
    }

    @Override
    public double[] results() {
      return work.results();
    }

    @Override
    public void close() {
      collector.close();
    }
  }

  /// Steps of training: two layers with ReLU between, cross-entropy, AdamW.
  private final class Training implements Workload {
    private final Task task;
    private final NDArray x;
    private final NDArray labels;
    private NDManager own = manager.newSubManager();
    private List<NDArray> parameters = List.of();
    private List<NDArray> means = List.of();
    private List<NDArray> variances = List.of();
    private int steps;

    Training(Task task) {
      this.task = task;
      int[] sizes = task.layers();
      float[] values = Inputs.gaussian(task.batch() * sizes[0], 1, 5);
      x = manager.create(values, new Shape(task.batch(), sizes[0]));
      long[] ids = Arrays.stream(Inputs.labels(task.batch(), sizes[2])).asLongStream().toArray();
      labels = manager.create(ids, new Shape(task.batch(), 1));
      reset();
    }

    @Override
    public void reset() {
      own.close();
      own = manager.newSubManager();
      int[] sizes = task.layers();
      parameters = new ArrayList<>();
      for (int i = 0; i < 2; i++) {
        int in = sizes[i];
        int out = sizes[i + 1];
        parameters.add(own.create(Inputs.weight(in, out, i), new Shape(out, in)));
        parameters.add(own.create(Inputs.bias(out, i), new Shape(out)));
      }
      means = parameters.stream().map(NDArray::zerosLike).toList();
      variances = parameters.stream().map(NDArray::zerosLike).toList();
      steps = 0;
      parameters.forEach(p -> p.setRequiresGradient(true));
    }

    @Override
    public void run() {
      try (NDScope scope = new NDScope()) {
        scope.suppressNotUsedWarning();
        step();
      }
    }

    private NDArray step() {
      NDArray loss;
      try (GradientCollector collector = engine.newGradientCollector()) {
        NDArray hidden = Activation.relu(linear(x, 0)); // [batch, hidden]
        NDArray logits = linear(hidden, 2); // [batch, classes]
        loss = logits.logSoftmax(-1).gather(labels, 1).mean().neg();
        collector.backward(loss);
      }
      steps++;
      for (int i = 0; i < parameters.size(); i++) {
        adamW(parameters.get(i), means.get(i), variances.get(i));
      }
      return loss;
    }

    /// As DJL's optimizer calls it, with the defaults of PyTorch; clears the gradient too.
    private void adamW(NDArray parameter, NDArray mean, NDArray variance) {
      float lr = (float) task.learningRate();
      double correction = Math.sqrt(1 - Math.pow(0.999, steps)) / (1 - Math.pow(0.9, steps));
      NDList inputs = new NDList(parameter, parameter.getGradient(), mean, variance);
      parameter
          .getNDArrayInternal()
          .adamUpdate(
              inputs,
              new NDList(parameter),
              lr,
              (float) (lr * correction),
              0.01f,
              1,
              -1,
              0.9f,
              0.999f,
              1e-8f,
              true,
              true);
    }

    private NDArray linear(NDArray input, int at) {
      return Linear.linear(input, parameters.get(at), parameters.get(at + 1)).singletonOrThrow();
    }

    @Override
    public double[] results() {
      reset();
      int count = (int) parameters.stream().mapToLong(NDArray::size).sum();
      return TrainingCheck.results(
          count,
          () -> {
            try (NDScope scope = new NDScope()) {
              scope.suppressNotUsedWarning();
              return step().getFloat();
            }
          });
    }

    @Override
    public void close() {
      own.close();
    }
  }
}
