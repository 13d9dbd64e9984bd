package io.github.candle4j.core;

/// One step of an optimizer with its settings: how a parameter p changes by its gradient g and by what the optimizer remembers of it.
/// [Fused#optimizerStep] makes it, in place and in one pass. Each formula is that of PyTorch; λ is the weight decay.
public sealed interface OptimizerStep {
  /// The name of the optimizer, for errors and traces.
  String operation();

  /// How many tensors it remembers for each parameter, all of its shape.
  int memories();

  /// Plain gradient descent: `p ← p - lr (g + λ p)`.
  ///
  /// @param lr the learning rate
  /// @param weightDecay how much of p is added to g
  record Sgd(double lr, double weightDecay) implements OptimizerStep {
    @Override
    public String operation() {
      return "sgd";
    }

    @Override
    public int memories() {
      return 0;
    }
  }

  /// Gradient descent with momentum, which remembers b: `d = g + λ p`, `b ← μ b + (1-τ) d`, or d in the first step,
  /// `p ← p - lr b`, or with Nesterov's `p ← p - lr (d + μ b)`.
  ///
  /// @param lr the learning rate
  /// @param momentum μ, how much of b is kept
  /// @param dampening τ, which part of d does not enter b
  /// @param weightDecay how much of p is added to g
  /// @param nesterov whether to look ahead
  /// @param first whether this is the first step
  record Momentum(
      double lr,
      double momentum,
      double dampening,
      double weightDecay,
      boolean nesterov,
      boolean first)
      implements OptimizerStep {
    @Override
    public String operation() {
      return "sgd";
    }

    @Override
    public int memories() {
      return 1;
    }
  }

  /// Adam, which remembers m and v, and with amsgrad the largest v: `m ← β₁ m + (1-β₁) g`, `v ← β₂ v + (1-β₂) g²`,
  /// `p ← p - lr m̂ / (√v̂ + ε)` with `m̂ = m / (1-β₁ᵗ)`, `v̂ = v / (1-β₂ᵗ)`. Decoupled, `p ← p (1 - lr λ)` comes first, as in
  /// arXiv 1711.05101; else λ p is added to g, as in arXiv 1412.6980. Amsgrad: arXiv 1904.09237.
  ///
  /// @param lr the learning rate
  /// @param beta1 how much of m is kept
  /// @param beta2 how much of v is kept
  /// @param eps what is added to the root
  /// @param weightDecay how much p decays
  /// @param decoupled whether p decays by itself, or through g
  /// @param amsgrad whether the largest v so far is used
  /// @param step the number t of this step, from 1
  record Adam(
      double lr,
      double beta1,
      double beta2,
      double eps,
      double weightDecay,
      boolean decoupled,
      boolean amsgrad,
      long step)
      implements OptimizerStep {
    /// Checks the count.
    ///
    /// @throws CandleException if the step is below 1
    public Adam {
      if (step < 1) {
        String operation = decoupled ? "adamw" : "adam";
        throw new CandleException(
            CandleException.Kind.ARGUMENT,
            operation,
            operation + " counts steps from 1, got " + step);
      }
    }

    @Override
    public String operation() {
      return decoupled ? "adamw" : "adam";
    }

    @Override
    public int memories() {
      return amsgrad ? 3 : 2;
    }
  }

  /// RMSprop, which remembers s, then, if centered, a, then, with momentum, b: `d = g + λ p`, `s ← α s + (1-α) d²`,
  /// `a ← α a + (1-α) d`, `u = d / (√(s - a²) + ε)` where a is 0 unless centered, `b ← μ b + u`, `p ← p - lr b`, or `p - lr u` without
  /// momentum. Hinton's lecture 6e; centered: arXiv 1308.0850.
  ///
  /// @param lr the learning rate
  /// @param alpha how much of s and a is kept
  /// @param eps what is added to the root
  /// @param weightDecay how much of p is added to g
  /// @param momentum μ, how much of b is kept
  /// @param centered whether the root is of the variance
  record RmsProp(
      double lr, double alpha, double eps, double weightDecay, double momentum, boolean centered)
      implements OptimizerStep {
    @Override
    public String operation() {
      return "rmsprop";
    }

    @Override
    public int memories() {
      return 1 + (centered ? 1 : 0) + (momentum > 0 ? 1 : 0);
    }
  }

  /// Adagrad, which remembers the sum s of all squares: `d = g + λ p`, `s ← s + d²`, `p ← p - lr d / (√s + ε)`. Duchi, Hazan and
  /// Singer, JMLR 12 (2011).
  ///
  /// @param lr the learning rate
  /// @param eps what is added to the root
  /// @param weightDecay how much of p is added to g
  record Adagrad(double lr, double eps, double weightDecay) implements OptimizerStep {
    @Override
    public String operation() {
      return "adagrad";
    }

    @Override
    public int memories() {
      return 1;
    }
  }

  /// Lion, which remembers m: `p ← p (1 - lr λ) - lr sign(β₁ m + (1-β₁) g)`, `m ← β₂ m + (1-β₂) g`. arXiv 2302.06675.
  ///
  /// @param lr the learning rate
  /// @param beta1 how much of m is in the direction
  /// @param beta2 how much of m is kept
  /// @param weightDecay how much p decays
  record Lion(double lr, double beta1, double beta2, double weightDecay) implements OptimizerStep {
    @Override
    public String operation() {
      return "lion";
    }

    @Override
    public int memories() {
      return 1;
    }
  }
}
