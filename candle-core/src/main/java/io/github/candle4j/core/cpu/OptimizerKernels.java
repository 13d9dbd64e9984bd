package io.github.candle4j.core.cpu;

/// Loops of the steps that optimizers make, one for each type of numbers; `OptimizerStep` states the formulas.
public final class OptimizerKernels {
  private OptimizerKernels() {}

  /// `p -= lr (g + λ p)`
  public record Sgd(double lr, double decay) implements OptimizerKernel {
    @Override
    public void floats(float[] p, float[] g, float[][] m, Span span) {
      float rate = (float) lr;
      float more = (float) decay;
      for (int i = span.from(); i < span.to(); i++) {
        p[i] -= rate * (g[i] + more * p[i]);
      }
    }

    @Override
    public void doubles(double[] p, double[] g, double[][] m, Span span) {
      double rate = lr;
      double more = decay;
      for (int i = span.from(); i < span.to(); i++) {
        p[i] -= rate * (g[i] + more * p[i]);
      }
    }
  }

  /// `b = keep b + take d` with `d = g + λ p`, then `p -= lr b`.
  public record Momentum(double lr, double keep, double take, double decay)
      implements OptimizerKernel {
    @Override
    public void floats(float[] p, float[] g, float[][] m, Span span) {
      float[] b = m[0];
      float rate = (float) lr;
      float old = (float) keep;
      float part = (float) take;
      float more = (float) decay;
      for (int i = span.from(); i < span.to(); i++) {
        float next = old * b[i] + part * (g[i] + more * p[i]);
        b[i] = next;
        p[i] -= rate * next;
      }
    }

    @Override
    public void doubles(double[] p, double[] g, double[][] m, Span span) {
      double[] b = m[0];
      double rate = lr;
      double old = keep;
      double part = take;
      double more = decay;
      for (int i = span.from(); i < span.to(); i++) {
        double next = old * b[i] + part * (g[i] + more * p[i]);
        b[i] = next;
        p[i] -= rate * next;
      }
    }
  }

  /// `b = keep b + take d` with `d = g + λ p`, then `p -= lr (d + μ b)`.
  public record Nesterov(double lr, double keep, double take, double decay, double momentum)
      implements OptimizerKernel {
    @Override
    public void floats(float[] p, float[] g, float[][] m, Span span) {
      float[] b = m[0];
      float rate = (float) lr;
      float old = (float) keep;
      float part = (float) take;
      float more = (float) decay;
      float ahead = (float) momentum;
      for (int i = span.from(); i < span.to(); i++) {
        float d = g[i] + more * p[i];
        float next = old * b[i] + part * d;
        b[i] = next;
        p[i] -= rate * (d + ahead * next);
      }
    }

    @Override
    public void doubles(double[] p, double[] g, double[][] m, Span span) {
      double[] b = m[0];
      double rate = lr;
      double old = keep;
      double part = take;
      double more = decay;
      double ahead = momentum;
      for (int i = span.from(); i < span.to(); i++) {
        double d = g[i] + more * p[i];
        double next = old * b[i] + part * d;
        b[i] = next;
        p[i] -= rate * (d + ahead * next);
      }
    }
  }

  /// The numbers of a step of Adam.
  ///
  /// @param keep what the parameter is multiplied by first
  /// @param decay how much of the parameter is added to the gradient
  /// @param beta1 how much of the first moment is kept
  /// @param beta2 how much of the second moment is kept
  /// @param rate the learning rate over `1 - β₁ᵗ`
  /// @param scale `1 / (1 - β₂ᵗ)`
  /// @param eps what is added to the root
  public record AdamNumbers(
      double keep,
      double decay,
      double beta1,
      double beta2,
      double rate,
      double scale,
      double eps) {}

  /// Both moments, then `p = keep p - rate m / (√(scale v) + ε)`.
  public record Adam(AdamNumbers s) implements OptimizerKernel {
    @Override
    public void floats(float[] p, float[] g, float[][] m, Span span) {
      float[] first = m[0];
      float[] second = m[1];
      float keep = (float) s.keep();
      float decay = (float) s.decay();
      float beta1 = (float) s.beta1();
      float rest1 = (float) (1 - s.beta1());
      float beta2 = (float) s.beta2();
      float rest2 = (float) (1 - s.beta2());
      float rate = (float) s.rate();
      float scale = (float) s.scale();
      float eps = (float) s.eps();
      for (int i = span.from(); i < span.to(); i++) {
        float d = g[i] + decay * p[i];
        float mean = beta1 * first[i] + rest1 * d;
        float square = beta2 * second[i] + rest2 * (d * d);
        first[i] = mean;
        second[i] = square;
        p[i] = p[i] * keep - rate * mean / ((float) Math.sqrt(square * scale) + eps);
      }
    }

    @Override
    public void doubles(double[] p, double[] g, double[][] m, Span span) {
      double[] first = m[0];
      double[] second = m[1];
      double keep = s.keep();
      double decay = s.decay();
      double beta1 = s.beta1();
      double rest1 = (1 - s.beta1());
      double beta2 = s.beta2();
      double rest2 = (1 - s.beta2());
      double rate = s.rate();
      double scale = s.scale();
      double eps = s.eps();
      for (int i = span.from(); i < span.to(); i++) {
        double d = g[i] + decay * p[i];
        double mean = beta1 * first[i] + rest1 * d;
        double square = beta2 * second[i] + rest2 * (d * d);
        first[i] = mean;
        second[i] = square;
        p[i] = p[i] * keep - rate * mean / (Math.sqrt(square * scale) + eps);
      }
    }
  }

  /// [Adam] with the largest second moment so far, the third memory.
  public record AmsGrad(AdamNumbers s) implements OptimizerKernel {
    @Override
    public void floats(float[] p, float[] g, float[][] m, Span span) {
      float[] first = m[0];
      float[] second = m[1];
      float[] largest = m[2];
      float keep = (float) s.keep();
      float decay = (float) s.decay();
      float beta1 = (float) s.beta1();
      float rest1 = (float) (1 - s.beta1());
      float beta2 = (float) s.beta2();
      float rest2 = (float) (1 - s.beta2());
      float rate = (float) s.rate();
      float scale = (float) s.scale();
      float eps = (float) s.eps();
      for (int i = span.from(); i < span.to(); i++) {
        float d = g[i] + decay * p[i];
        float mean = beta1 * first[i] + rest1 * d;
        float square = beta2 * second[i] + rest2 * (d * d);
        first[i] = mean;
        second[i] = square;
        float most = Math.max(largest[i], square);
        largest[i] = most;
        p[i] = p[i] * keep - rate * mean / ((float) Math.sqrt(most * scale) + eps);
      }
    }

    @Override
    public void doubles(double[] p, double[] g, double[][] m, Span span) {
      double[] first = m[0];
      double[] second = m[1];
      double[] largest = m[2];
      double keep = s.keep();
      double decay = s.decay();
      double beta1 = s.beta1();
      double rest1 = (1 - s.beta1());
      double beta2 = s.beta2();
      double rest2 = (1 - s.beta2());
      double rate = s.rate();
      double scale = s.scale();
      double eps = s.eps();
      for (int i = span.from(); i < span.to(); i++) {
        double d = g[i] + decay * p[i];
        double mean = beta1 * first[i] + rest1 * d;
        double square = beta2 * second[i] + rest2 * (d * d);
        first[i] = mean;
        second[i] = square;
        double most = Math.max(largest[i], square);
        largest[i] = most;
        p[i] = p[i] * keep - rate * mean / (Math.sqrt(most * scale) + eps);
      }
    }
  }

  /// The sum of squares, then `p -= lr d / (√s + ε)`.
  public record Adagrad(double lr, double eps, double decay) implements OptimizerKernel {
    @Override
    public void floats(float[] p, float[] g, float[][] m, Span span) {
      float[] sums = m[0];
      float rate = (float) lr;
      float small = (float) eps;
      float more = (float) decay;
      for (int i = span.from(); i < span.to(); i++) {
        float d = g[i] + more * p[i];
        float sum = sums[i] + d * d;
        sums[i] = sum;
        p[i] -= rate * d / ((float) Math.sqrt(sum) + small);
      }
    }

    @Override
    public void doubles(double[] p, double[] g, double[][] m, Span span) {
      double[] sums = m[0];
      double rate = lr;
      double small = eps;
      double more = decay;
      for (int i = span.from(); i < span.to(); i++) {
        double d = g[i] + more * p[i];
        double sum = sums[i] + d * d;
        sums[i] = sum;
        p[i] -= rate * d / (Math.sqrt(sum) + small);
      }
    }
  }

  /// `p = keep p - lr sign(β₁ m + (1-β₁) g)`, then `m = β₂ m + (1-β₂) g`.
  public record Lion(double lr, double keep, double beta1, double beta2)
      implements OptimizerKernel {
    @Override
    public void floats(float[] p, float[] g, float[][] m, Span span) {
      float[] means = m[0];
      float rate = (float) lr;
      float old = (float) keep;
      float near = (float) beta1;
      float nearRest = (float) (1 - beta1);
      float far = (float) beta2;
      float farRest = (float) (1 - beta2);
      for (int i = span.from(); i < span.to(); i++) {
        float direction = near * means[i] + nearRest * g[i];
        p[i] = old * p[i] - rate * Math.signum(direction);
        means[i] = far * means[i] + farRest * g[i];
      }
    }

    @Override
    public void doubles(double[] p, double[] g, double[][] m, Span span) {
      double[] means = m[0];
      double rate = lr;
      double old = keep;
      double near = beta1;
      double nearRest = (1 - beta1);
      double far = beta2;
      double farRest = (1 - beta2);
      for (int i = span.from(); i < span.to(); i++) {
        double direction = near * means[i] + nearRest * g[i];
        p[i] = old * p[i] - rate * Math.signum(direction);
        means[i] = far * means[i] + farRest * g[i];
      }
    }
  }
}
