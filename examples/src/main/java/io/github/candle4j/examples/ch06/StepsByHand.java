package io.github.candle4j.examples.ch06;

/// The optimizers of the chapter, written out for one parameter w with gradient g.
final class StepsByHand {
  private static final double MOMENTUM = 0.9;
  private static final double BETA1 = 0.9;
  private static final double BETA2 = 0.999;
  private static final double ALPHA = 0.99;
  private static final double SMALL = 1e-8;
  private static final double DECAY = 0.01;

  private final OptimizerChoice rule;
  private final double rate;
  private double velocity;
  private double mean;
  private double square;
  private int steps;

  StepsByHand(OptimizerChoice rule, double rate) {
    this.rule = rule;
    this.rate = rate;
  }

  // @start region="step"
  /// The parameter after one step.
  double step(double w, double g) {
    steps++;
    return switch (rule) {
      case SGD -> w - rate * g;
      case MOMENTUM -> {
        velocity = MOMENTUM * velocity + g;
        yield w - rate * velocity;
      }
      case NESTEROV -> {
        velocity = MOMENTUM * velocity + g;
        yield w - rate * (g + MOMENTUM * velocity);
      }
      case ADAGRAD -> {
        square += g * g;
        yield w - rate * g / Math.sqrt(square);
      }
      case RMSPROP -> {
        square = ALPHA * square + (1 - ALPHA) * g * g;
        yield w - rate * g / (Math.sqrt(square) + SMALL);
      }
      case ADAM -> adam(w, g);
      case ADAMW -> adam(w * (1 - rate * DECAY), g);
    };
  }

  private double adam(double w, double g) {
    mean = BETA1 * mean + (1 - BETA1) * g;
    square = BETA2 * square + (1 - BETA2) * g * g;
    double meanHat = mean / (1 - Math.pow(BETA1, steps)); // the first means are too small
    double squareHat = square / (1 - Math.pow(BETA2, steps));
    return w - rate * meanHat / (Math.sqrt(squareHat) + SMALL);
  }
  // @end
}
