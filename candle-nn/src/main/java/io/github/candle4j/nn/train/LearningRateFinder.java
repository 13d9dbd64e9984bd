package io.github.candle4j.nn.train;

import io.github.candle4j.core.Tensor;
import io.github.candle4j.core.Var;
import io.github.candle4j.nn.Optimizer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.function.DoubleSupplier;

/// Looks for a learning rate: trains for some steps while the rate grows by the same factor from step to step, and sees where the loss falls
/// fastest; arXiv 1506.01186. Afterwards variables and optimizer are as they were.
///
/// {@snippet :
/// LearningRateFinder finder = new LearningRateFinder(varmap.allVars(), optimizer);
/// LearningRateFinder.Found found =
///     finder.run(
///         () -> {
///           Tensor loss = loss(nextBatch());
///           optimizer.backwardStep(loss);
///           return loss.toScalarF32();
///         });
/// double rate = found.suggestion().orElseThrow();
/// }
///
/// The loss is smoothed as `s ← β s + (1-β) loss`, divided by `1 - βᵗ`. The sweep ends early when that is several times the least one
/// so far, or not finite.
public final class LearningRateFinder {
  /// Points at both ends that are never suggested: the first ones are hardly smoothed, the last ones diverge.
  private static final int EDGE = 2;

  /// A fall of the loss that is no more than rounding, as a part of it.
  private static final double NOISE = 1e-9;

  /// One step of the sweep.
  ///
  /// @param rate the learning rate of the step
  /// @param loss the loss
  /// @param smoothed the smoothed loss
  public record Point(double rate, double loss, double smoothed) {}

  /// What a sweep has found.
  ///
  /// @param suggestion the rate at which the smoothed loss falls fastest, by the logarithm of the rate; empty if it falls
  ///     nowhere
  /// @param points all steps, for a plot: rate on a logarithmic axis, smoothed loss
  /// @param diverged whether the sweep ended early
  public record Found(OptionalDouble suggestion, List<Point> points, boolean diverged) {
    /// The points, which are copied.
    public Found {
      points = List.copyOf(points);
    }
  }

  private final List<Var> vars;
  private final Optimizer optimizer;
  private final LearningRateFinderConfig config;

  /// A finder with default settings.
  public LearningRateFinder(List<Var> vars, Optimizer optimizer) {
    this(vars, optimizer, LearningRateFinderConfig.defaults());
  }

  /// A finder for these variables, all that a training step changes, and the optimizer that changes them.
  public LearningRateFinder(List<Var> vars, Optimizer optimizer, LearningRateFinderConfig config) {
    this.vars = List.copyOf(vars);
    this.optimizer = optimizer;
    this.config = config;
  }

  /// Sweeps. The function makes one training step with the optimizer and returns its loss. What it throws is thrown here, when
  /// variables and optimizer are restored.
  public Found run(DoubleSupplier trainingStep) {
    Map<Var, Tensor> before = new LinkedHashMap<>();
    vars.forEach(v -> before.put(v, v.detach().copy()));
    Map<String, Tensor> state = optimizer.state();
    double lr = optimizer.learningRate();
    try {
      return sweep(trainingStep);
    } finally {
      before.forEach(Var::set);
      optimizer.setState(state);
      optimizer.setLearningRate(lr);
    }
  }

  private Found sweep(DoubleSupplier trainingStep) {
    List<Point> points = new ArrayList<>();
    double mean = 0;
    double kept = 1;
    double least = Double.POSITIVE_INFINITY;
    for (int i = 0; i < config.steps(); i++) {
      double rate = rate(i);
      optimizer.setLearningRate(rate);
      double loss = trainingStep.getAsDouble();
      mean = config.smoothing() * mean + (1 - config.smoothing()) * loss;
      kept *= config.smoothing();
      double smoothed = mean / (1 - kept);
      if (!Double.isFinite(smoothed) || (i > 0 && smoothed > limit(least))) {
        return new Found(steepest(points), points, true);
      }
      points.add(new Point(rate, loss, smoothed));
      least = Math.min(least, smoothed);
    }
    return new Found(steepest(points), points, false);
  }

  /// A loss below 0 has no multiples that are worse: it diverges when it rises by as many times its size.
  private double limit(double least) {
    return least + (config.divergence() - 1) * Math.abs(least);
  }

  private double rate(int step) {
    double part = (double) step / (config.steps() - 1);
    return config.from() * Math.pow(config.to() / config.from(), part);
  }

  /// Where the slope between the neighbours of a point is least; the rates are evenly spaced on their logarithmic axis.
  private static OptionalDouble steepest(List<Point> points) {
    double largest = points.stream().mapToDouble(p -> Math.abs(p.smoothed())).max().orElse(0);
    double least = -NOISE * largest;
    OptionalDouble found = OptionalDouble.empty();
    for (int i = EDGE; i < points.size() - EDGE; i++) {
      double slope = points.get(i + 1).smoothed() - points.get(i - 1).smoothed();
      if (slope < least) {
        least = slope;
        found = OptionalDouble.of(points.get(i).rate());
      }
    }
    return found;
  }
}
