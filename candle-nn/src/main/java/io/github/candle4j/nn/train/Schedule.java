package io.github.candle4j.nn.train;

import io.github.candle4j.core.CandleException;
import java.util.List;

/// How a learning rate changes from step to step: what the base rate is multiplied by. A schedule is a function of the step alone, so it
/// has no state: training that goes on at step 1,000 has the rate of step 1,000. Steps count from 0; they may be batches or epochs.
///
/// {@snippet :
/// Schedule schedule = Schedule.warmup(100, new Schedule.Cosine(900, 0));
/// for (int step = 0; step < 1000; step++) {
///   optimizer.setLearningRate(0.01 * schedule.at(step));
///   optimizer.backwardStep(loss(step));
/// }
/// }
///
/// The numbers are those of `torch.optim.lr_scheduler`. Your own is a lambda.
@FunctionalInterface
public interface Schedule {
  /// The factor of a step, which is 0 or later.
  double at(long step);

  /// This schedule for some steps, then another one, which begins at its own step 0.
  ///
  /// @throws CandleException if the number of steps is below 1
  default Schedule then(long steps, Schedule next) {
    return new Joined(this, steps, next);
  }

  /// From nearly 0 up to 1 in some steps, evenly, then another schedule. The first step has `1 / steps`.
  ///
  /// @throws CandleException if the number of steps is below 1
  static Schedule warmup(long steps, Schedule next) {
    Rule.steps("warmup", "steps", steps);
    return new Linear(1.0 / steps, 1, Math.max(1, steps - 1)).then(steps, next);
  }

  /// One after the other.
  ///
  /// @param first the one that begins
  /// @param steps for how many steps
  /// @param next the one that follows
  record Joined(Schedule first, long steps, Schedule next) implements Schedule {
    /// Checks the number.
    ///
    /// @throws CandleException if the number of steps is below 1
    public Joined {
      Rule.steps("joined", "steps", steps);
    }

    @Override
    public double at(long step) {
      return step < steps ? first.at(step) : next.at(step - steps);
    }
  }

  /// 1 in every step.
  record Constant() implements Schedule {
    @Override
    public double at(long step) {
      return 1;
    }
  }

  /// `gamma^⌊step / every⌋`: a jump at equal distances.
  ///
  /// @param every the number of steps from jump to jump
  /// @param gamma the factor of a jump
  record Step(long every, double gamma) implements Schedule {
    /// Checks the ranges.
    ///
    /// @throws CandleException if a number is outside its range
    public Step {
      Rule.steps("step", "every", every);
      Rule.notNegative("step", "gamma", gamma);
    }

    @Override
    public double at(long step) {
      long jumps = step / every;
      return Math.pow(gamma, (double) jumps);
    }
  }

  /// `gamma^k` after k of the milestones: jumps where one wants them.
  ///
  /// @param milestones the steps of the jumps, in any order
  /// @param gamma the factor of a jump
  record MultiStep(List<Long> milestones, double gamma) implements Schedule {
    /// Checks the range, and copies the list.
    ///
    /// @throws CandleException if gamma is negative or not a finite number
    public MultiStep {
      milestones = List.copyOf(milestones);
      Rule.notNegative("multi_step", "gamma", gamma);
    }

    @Override
    public double at(long step) {
      long jumps = milestones.stream().filter(m -> m <= step).count();
      return Math.pow(gamma, (double) jumps);
    }
  }

  /// `gamma^step`
  ///
  /// @param gamma the factor from step to step
  record Exponential(double gamma) implements Schedule {
    /// Checks the range.
    ///
    /// @throws CandleException if gamma is negative or not a finite number
    public Exponential {
      Rule.notNegative("exponential", "gamma", gamma);
    }

    @Override
    public double at(long step) {
      return Math.pow(gamma, (double) step);
    }
  }

  /// Half a wave of the cosine from 1 down to a floor, where it stays; arXiv 1608.03983.
  ///
  /// @param steps the number of steps down
  /// @param floor what is left of the base rate
  record Cosine(long steps, double floor) implements Schedule {
    /// Checks the ranges.
    ///
    /// @throws CandleException if a number is outside its range
    public Cosine {
      Rule.steps("cosine", "steps", steps);
      Rule.notNegative("cosine", "floor", floor);
    }

    @Override
    public double at(long step) {
      return between(1, floor, Math.min(1, (double) step / steps));
    }

    /// From `start` to `end` along half a wave.
    static double between(double start, double end, double part) {
      return end + (start - end) / 2 * (1 + Math.cos(Math.PI * part));
    }
  }

  /// Half waves of the cosine one after the other, each from 1 to a floor; arXiv 1608.03983.
  ///
  /// @param steps the number of steps of the first wave
  /// @param factor how many times longer each wave is than the one before
  /// @param floor what is left of the base rate at the end of a wave
  record CosineRestarts(long steps, int factor, double floor) implements Schedule {
    /// Checks the ranges.
    ///
    /// @throws CandleException if a number is outside its range
    public CosineRestarts {
      Rule.steps("cosine_restarts", "steps", steps);
      Rule.steps("cosine_restarts", "factor", factor);
      Rule.notNegative("cosine_restarts", "floor", floor);
    }

    @Override
    public double at(long step) {
      long start = 0;
      long length = steps;
      if (factor == 1) {
        start = step - step % steps;
      }
      // A wave that would end beyond the largest number is the last one.
      while (step - start >= length && length <= Long.MAX_VALUE / factor) {
        start += length;
        length *= factor;
      }
      return Cosine.between(1, floor, Math.min(1, (double) (step - start) / length));
    }
  }

  /// Evenly from one factor to another, where it stays.
  ///
  /// @param start the first factor
  /// @param end the last one
  /// @param steps the number of steps from the one to the other
  record Linear(double start, double end, long steps) implements Schedule {
    /// Checks the ranges.
    ///
    /// @throws CandleException if a number is outside its range
    public Linear {
      Rule.notNegative("linear", "start", start);
      Rule.notNegative("linear", "end", end);
      Rule.steps("linear", "steps", steps);
    }

    @Override
    public double at(long step) {
      return start + (end - start) * Math.min(1, (double) step / steps);
    }
  }

  /// `(1 - step / steps)^power`, then 0.
  ///
  /// @param steps the number of steps down to 0
  /// @param power the power; 1 is a straight line
  record Polynomial(long steps, double power) implements Schedule {
    /// Checks the ranges.
    ///
    /// @throws CandleException if a number is outside its range
    public Polynomial {
      Rule.steps("polynomial", "steps", steps);
      Rule.positive("polynomial", "power", power);
    }

    @Override
    public double at(long step) {
      return Math.pow(1 - Math.min(1, (double) step / steps), power);
    }
  }
}
