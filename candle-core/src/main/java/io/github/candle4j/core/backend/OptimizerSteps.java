package io.github.candle4j.core.backend;

import io.github.candle4j.core.CpuStorage;
import io.github.candle4j.core.DType;
import io.github.candle4j.core.OptimizerStep;
import io.github.candle4j.core.cpu.OptimizerKernel;
import io.github.candle4j.core.cpu.OptimizerKernel.Span;
import io.github.candle4j.core.cpu.OptimizerKernels;
import io.github.candle4j.core.cpu.Parallel;
import io.github.candle4j.core.cpu.RmsPropKernels;

/// Steps of optimizers, in place, in one pass over the parameters.
final class OptimizerSteps {
  /// Elements of a task.
  private static final int TASK = 65_536;

  /// Elements that are widened at once.
  private static final int BLOCK = 1024;

  /// A guess for all of them: five arrays go through the memory.
  private static final long NANOS_PER_ELEMENT = 2;

  private OptimizerSteps() {}

  /// Changes a parameter and what is remembered of it.
  ///
  /// @param xs the gradient, then what is remembered
  static void run(OptimizerStep step, CpuStorage p, Operand... xs) {
    OptimizerKernel kernel = kernel(step);
    CpuStorage[] memory = new CpuStorage[xs.length - 1];
    for (int i = 0; i < memory.length; i++) {
      memory[i] = xs[i + 1].data();
    }
    if (p instanceof CpuStorage.F64(double[] x)) {
      double[][] m = new double[memory.length][];
      for (int i = 0; i < m.length; i++) {
        m[i] = (double[]) memory[i].array();
      }
      double[] g = Dense.doubles(xs[0]);
      tasks(x.length, span -> kernel.doubles(x, g, m, span));
      return;
    }
    CpuStorage g =
        xs[0].startsAtZero() && xs[0].count() == p.length()
            ? xs[0].data()
            : new CpuStorage.F32(Dense.floats(xs[0]));
    if (isWide(p) && isWide(g) && isWide(memory)) {
      float[][] m = new float[memory.length][];
      for (int i = 0; i < m.length; i++) {
        m[i] = (float[]) memory[i].array();
      }
      float[] x = (float[]) p.array();
      float[] dx = (float[]) g.array();
      tasks(x.length, span -> kernel.floats(x, dx, m, span));
      return;
    }
    tasks(p.length(), span -> widened(kernel, new CpuStorage[] {p, g}, memory, span));
  }

  private static OptimizerKernel kernel(OptimizerStep step) {
    return switch (step) {
      case OptimizerStep.Sgd s -> new OptimizerKernels.Sgd(s.lr(), s.weightDecay());
      case OptimizerStep.Momentum s -> momentum(s);
      case OptimizerStep.Adam s -> adam(s);
      case OptimizerStep.RmsProp s -> rmsProp(s);
      case OptimizerStep.Adagrad s ->
          new OptimizerKernels.Adagrad(s.lr(), s.eps(), s.weightDecay());
      case OptimizerStep.Lion s ->
          new OptimizerKernels.Lion(s.lr(), 1 - s.lr() * s.weightDecay(), s.beta1(), s.beta2());
    };
  }

  private static OptimizerKernel momentum(OptimizerStep.Momentum s) {
    double keep = s.first() ? 0 : s.momentum();
    double take = s.first() ? 1 : 1 - s.dampening();
    return s.nesterov()
        ? new OptimizerKernels.Nesterov(s.lr(), keep, take, s.weightDecay(), s.momentum())
        : new OptimizerKernels.Momentum(s.lr(), keep, take, s.weightDecay());
  }

  private static OptimizerKernel adam(OptimizerStep.Adam s) {
    OptimizerKernels.AdamNumbers numbers =
        new OptimizerKernels.AdamNumbers(
            s.decoupled() ? 1 - s.lr() * s.weightDecay() : 1,
            s.decoupled() ? 0 : s.weightDecay(),
            s.beta1(),
            s.beta2(),
            s.lr() / (1 - Math.pow(s.beta1(), (double) s.step())),
            1 / (1 - Math.pow(s.beta2(), (double) s.step())),
            s.eps());
    return s.amsgrad() ? new OptimizerKernels.AmsGrad(numbers) : new OptimizerKernels.Adam(numbers);
  }

  private static OptimizerKernel rmsProp(OptimizerStep.RmsProp s) {
    RmsPropKernels.Numbers numbers =
        new RmsPropKernels.Numbers(s.lr(), s.alpha(), s.eps(), s.weightDecay(), s.momentum());
    boolean moving = s.momentum() > 0;
    if (s.centered()) {
      return moving
          ? new RmsPropKernels.CenteredMoving(numbers)
          : new RmsPropKernels.Centered(numbers);
    }
    return moving ? new RmsPropKernels.Moving(numbers) : new RmsPropKernels.Plain(numbers);
  }

  /// A part of the work.
  private interface Body {
    void run(Span span);
  }

  private static void tasks(int n, Body body) {
    int count = Math.ceilDiv(n, TASK);
    Parallel.run(
        count,
        NANOS_PER_ELEMENT * n,
        t -> body.run(new Span(t * TASK, (int) Math.min(n, (t + 1L) * TASK))));
  }

  /// A part, in blocks of F32: what is smaller is widened and rounded once.
  ///
  /// @param both the parameter and its gradient
  private static void widened(
      OptimizerKernel kernel, CpuStorage[] both, CpuStorage[] memory, Span span) {
    Blocks blocks = Blocks.ofThread();
    float[] p = blocks.floats(0, BLOCK);
    float[] g = blocks.floats(1, BLOCK);
    float[][] m = new float[memory.length][];
    for (int i = 0; i < m.length; i++) {
      m[i] = blocks.floats(2 + i, BLOCK);
    }
    for (int from = span.from(); from < span.to(); from += BLOCK) {
      int n = Math.min(BLOCK, span.to() - from);
      Decode.floats(both[0], from, 1, p, 0, n);
      Decode.floats(both[1], from, 1, g, 0, n);
      for (int i = 0; i < m.length; i++) {
        Decode.floats(memory[i], from, 1, m[i], 0, n);
      }
      kernel.floats(p, g, m, new Span(0, n));
      Encode.floats(p, n, both[0], from);
      for (int i = 0; i < m.length; i++) {
        Encode.floats(m[i], n, memory[i], from);
      }
    }
  }

  private static boolean isWide(CpuStorage... xs) {
    for (CpuStorage x : xs) {
      if (x.dtype() != DType.F32) {
        return false;
      }
    }
    return true;
  }
}
