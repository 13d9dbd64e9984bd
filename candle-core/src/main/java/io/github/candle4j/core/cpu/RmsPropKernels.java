package io.github.candle4j.core.cpu;

/// Loops of RMSprop, one for each form and type of numbers; `OptimizerStep` states the formulas.
public final class RmsPropKernels {
  private RmsPropKernels() {}

  /// The numbers of a step.
  ///
  /// @param lr the learning rate
  /// @param alpha how much of means is kept
  /// @param eps what is added to the root
  /// @param decay how much of the parameter is added to the gradient
  /// @param momentum how much of the sum of steps is kept
  public record Numbers(double lr, double alpha, double eps, double decay, double momentum) {}

  /// The mean square, then `p -= lr d / (√s + ε)`.
  public record Plain(Numbers s) implements OptimizerKernel {
    @Override
    public void floats(float[] p, float[] g, float[][] m, Span span) {
      float[] squares = m[0];
      float rate = (float) s.lr();
      float keep = (float) s.alpha();
      float rest = (float) (1 - s.alpha());
      float eps = (float) s.eps();
      float decay = (float) s.decay();
      for (int i = span.from(); i < span.to(); i++) {
        float d = g[i] + decay * p[i];
        float square = keep * squares[i] + rest * (d * d);
        squares[i] = square;
        p[i] -= rate * d / ((float) Math.sqrt(square) + eps);
      }
    }

    @Override
    public void doubles(double[] p, double[] g, double[][] m, Span span) {
      double[] squares = m[0];
      double rate = s.lr();
      double keep = s.alpha();
      double rest = (1 - s.alpha());
      double eps = s.eps();
      double decay = s.decay();
      for (int i = span.from(); i < span.to(); i++) {
        double d = g[i] + decay * p[i];
        double square = keep * squares[i] + rest * (d * d);
        squares[i] = square;
        p[i] -= rate * d / (Math.sqrt(square) + eps);
      }
    }
  }

  /// [Plain] with a sum of steps, the second memory.
  public record Moving(Numbers s) implements OptimizerKernel {
    @Override
    public void floats(float[] p, float[] g, float[][] m, Span span) {
      float[] squares = m[0];
      float[] sums = m[1];
      float rate = (float) s.lr();
      float keep = (float) s.alpha();
      float rest = (float) (1 - s.alpha());
      float eps = (float) s.eps();
      float decay = (float) s.decay();
      float momentum = (float) s.momentum();
      for (int i = span.from(); i < span.to(); i++) {
        float d = g[i] + decay * p[i];
        float square = keep * squares[i] + rest * (d * d);
        squares[i] = square;
        float sum = momentum * sums[i] + d / ((float) Math.sqrt(square) + eps);
        sums[i] = sum;
        p[i] -= rate * sum;
      }
    }

    @Override
    public void doubles(double[] p, double[] g, double[][] m, Span span) {
      double[] squares = m[0];
      double[] sums = m[1];
      double rate = s.lr();
      double keep = s.alpha();
      double rest = (1 - s.alpha());
      double eps = s.eps();
      double decay = s.decay();
      double momentum = s.momentum();
      for (int i = span.from(); i < span.to(); i++) {
        double d = g[i] + decay * p[i];
        double square = keep * squares[i] + rest * (d * d);
        squares[i] = square;
        double sum = momentum * sums[i] + d / (Math.sqrt(square) + eps);
        sums[i] = sum;
        p[i] -= rate * sum;
      }
    }
  }

  /// [Plain] with the mean, the second memory, taken off.
  public record Centered(Numbers s) implements OptimizerKernel {
    @Override
    public void floats(float[] p, float[] g, float[][] m, Span span) {
      float[] squares = m[0];
      float[] means = m[1];
      float rate = (float) s.lr();
      float keep = (float) s.alpha();
      float rest = (float) (1 - s.alpha());
      float eps = (float) s.eps();
      float decay = (float) s.decay();
      for (int i = span.from(); i < span.to(); i++) {
        float d = g[i] + decay * p[i];
        float square = keep * squares[i] + rest * (d * d);
        squares[i] = square;
        float mean = keep * means[i] + rest * d;
        means[i] = mean;
        // Rounding may make the variance negative.
        float most = mean * mean;
        float spread = Math.max(square, most) - most;
        p[i] -= rate * d / ((float) Math.sqrt(spread) + eps);
      }
    }

    @Override
    public void doubles(double[] p, double[] g, double[][] m, Span span) {
      double[] squares = m[0];
      double[] means = m[1];
      double rate = s.lr();
      double keep = s.alpha();
      double rest = (1 - s.alpha());
      double eps = s.eps();
      double decay = s.decay();
      for (int i = span.from(); i < span.to(); i++) {
        double d = g[i] + decay * p[i];
        double square = keep * squares[i] + rest * (d * d);
        squares[i] = square;
        double mean = keep * means[i] + rest * d;
        means[i] = mean;
        // Rounding may make the variance negative.
        double most = mean * mean;
        double spread = Math.max(square, most) - most;
        p[i] -= rate * d / (Math.sqrt(spread) + eps);
      }
    }
  }

  /// [Centered] with a sum of steps, the third memory.
  public record CenteredMoving(Numbers s) implements OptimizerKernel {
    @Override
    public void floats(float[] p, float[] g, float[][] m, Span span) {
      float[] squares = m[0];
      float[] means = m[1];
      float[] sums = m[2];
      float rate = (float) s.lr();
      float keep = (float) s.alpha();
      float rest = (float) (1 - s.alpha());
      float eps = (float) s.eps();
      float decay = (float) s.decay();
      float momentum = (float) s.momentum();
      for (int i = span.from(); i < span.to(); i++) {
        float d = g[i] + decay * p[i];
        float square = keep * squares[i] + rest * (d * d);
        squares[i] = square;
        float mean = keep * means[i] + rest * d;
        means[i] = mean;
        // Rounding may make the variance negative.
        float most = mean * mean;
        float spread = Math.max(square, most) - most;
        float sum = momentum * sums[i] + d / ((float) Math.sqrt(spread) + eps);
        sums[i] = sum;
        p[i] -= rate * sum;
      }
    }

    @Override
    public void doubles(double[] p, double[] g, double[][] m, Span span) {
      double[] squares = m[0];
      double[] means = m[1];
      double[] sums = m[2];
      double rate = s.lr();
      double keep = s.alpha();
      double rest = (1 - s.alpha());
      double eps = s.eps();
      double decay = s.decay();
      double momentum = s.momentum();
      for (int i = span.from(); i < span.to(); i++) {
        double d = g[i] + decay * p[i];
        double square = keep * squares[i] + rest * (d * d);
        squares[i] = square;
        double mean = keep * means[i] + rest * d;
        means[i] = mean;
        // Rounding may make the variance negative.
        double most = mean * mean;
        double spread = Math.max(square, most) - most;
        double sum = momentum * sums[i] + d / (Math.sqrt(spread) + eps);
        sums[i] = sum;
        p[i] -= rate * sum;
      }
    }
  }
}
