package io.github.candle4j.core;

import io.github.candle4j.core.cpu.Philox;
import io.github.candle4j.core.op.Op;
import io.github.candle4j.core.op.Update;

/// Operations that run as one kernel what would take several, each with its own derivative. Layers and losses are built
/// on them; use them when you write your own.
public final class Fused {
  private Fused() {}

  /// `x wᵀ + b`: x `[.., in]`, w `[out, in]`, b `[out]` give `[.., out]`. Floats.
  ///
  /// @throws CandleException if shapes or dtypes do not fit
  public static Tensor linear(Tensor x, Tensor weight, Tensor bias) {
    return overRows(x, weight, rows -> Tensor.apply(new Op.Linear(), rows, weight, bias));
  }

  /// `x wᵀ`: x `[.., in]`, w `[out, in]` give `[.., out]`. Floats.
  ///
  /// @throws CandleException if shapes or dtypes do not fit
  public static Tensor linear(Tensor x, Tensor weight) {
    return overRows(x, weight, rows -> Tensor.apply(new Op.Linear(), rows, weight));
  }

  /// `e^x / Σ e^x` along a dimension, shifted by the maximum so that it does not overflow. Floats. Along another
  /// dimension than the last it allocates a copy of x.
  ///
  /// @throws CandleException if there is no such dimension or the dtype is not accepted
  public static Tensor softmax(Tensor x, int dim) {
    int d = x.axis(dim, "softmax");
    int last = x.rank() - 1;
    return Tensor.apply(new Op.Softmax(), x.transpose(d, last)).transpose(d, last);
  }

  /// `x - log Σ e^x` along a dimension, shifted by the maximum so that it does not overflow. Floats. Along another
  /// dimension than the last it allocates a copy of x.
  ///
  /// @throws CandleException if there is no such dimension or the dtype is not accepted
  public static Tensor logSoftmax(Tensor x, int dim) {
    int d = x.axis(dim, "log_softmax");
    int last = x.rank() - 1;
    return Tensor.apply(new Op.LogSoftmax(), x.transpose(d, last)).transpose(d, last);
  }

  /// The mean of `log Σ e^x - x[target]` over the rows: x `[n, classes]` of floats, target `[n]` of class ids of any
  /// integer dtype; a scalar. Allocates the softmax of x, which is kept for the gradient.
  ///
  /// @throws CandleException if shapes or dtypes do not fit or a class id is not there
  public static Tensor crossEntropy(Tensor x, Tensor target) {
    return Tensor.apply(new Op.CrossEntropy(), x, target);
  }

  /// `(x - mean) / √(variance + eps)` over the last dimension, the variance being that of the whole population; arXiv
  /// 1607.06450. Floats; mean and scale are found in double from sums in F32 (of F64 in F64), so a mean that is large
  /// against the deviation costs no digits.
  ///
  /// @throws CandleException if x is a scalar or of integers, or eps is negative
  public static Tensor layerNorm(Tensor x, double eps) {
    return Tensor.apply(norm(true, eps), x);
  }

  /// `(x - mean) / √(variance + eps) w`; see [#layerNorm(Tensor, double)]. w has the size of the last dimension.
  ///
  /// @throws CandleException if shapes or dtypes do not fit, or eps is negative
  public static Tensor layerNorm(Tensor x, Tensor weight, double eps) {
    return Tensor.apply(norm(true, eps), x, weight);
  }

  /// `(x - mean) / √(variance + eps) w + b`; see [#layerNorm(Tensor, double)]. w and b have the size of the last dimension.
  ///
  /// @throws CandleException if shapes or dtypes do not fit, or eps is negative
  public static Tensor layerNorm(Tensor x, Tensor weight, Tensor bias, double eps) {
    return Tensor.apply(norm(true, eps), x, weight, bias);
  }

  /// `x / √(mean of x² + eps)` over the last dimension; arXiv 1910.07467. Floats.
  ///
  /// @throws CandleException if x is a scalar or of integers, or eps is negative
  public static Tensor rmsNorm(Tensor x, double eps) {
    return Tensor.apply(norm(false, eps), x);
  }

  /// `x / √(mean of x² + eps) w`; w has the size of the last dimension. Floats.
  ///
  /// @throws CandleException if shapes or dtypes do not fit, or eps is negative
  public static Tensor rmsNorm(Tensor x, Tensor weight, double eps) {
    return Tensor.apply(norm(false, eps), x, weight);
  }

  private static Op norm(boolean centred, double eps) {
    Op norm = new Op.Norm(centred, eps);
    if (!(eps >= 0 && eps < Double.POSITIVE_INFINITY)) {
      throw new CandleException(
          CandleException.Kind.ARGUMENT,
          norm.text(),
          norm.text() + ": eps must be 0 or more and finite, got " + eps);
    }
    return norm;
  }

  /// Each element is `x / (1 - p)`, or 0 with probability p, which leaves the mean as it is; arXiv 1207.0580. Floats. The
  /// elements are chosen by the random numbers of the device, which the gradient makes again: nothing is kept for it. A
  /// probability of 0 gives x itself and draws nothing.
  ///
  /// @throws CandleException if p is not from `[0, 1)` or the dtype is not accepted
  public static Tensor dropout(Tensor x, double p) {
    if (!(p >= 0 && p < 1)) {
      throw CandleException.withHint(
          CandleException.Kind.ARGUMENT,
          "dropout",
          "dropout probability has to be in [0, 1), got " + p,
          "it is the part of the elements that become 0");
    }
    if (x.dtype().isInt()) {
      throw CandleException.unsupportedDtype(
          "dropout", x.dtype(), "cast first: x.toDtype(DType.F32)");
    }
    if (p == 0) {
      return x;
    }
    long blocks = Math.ceilDiv(x.elemCount(), Philox.BLOCK);
    return Tensor.apply(new Op.Dropout(p, x.device().draw(blocks)), x);
  }

  /// The softmax over the last dimension of what came before: of the first `i + offset + 1` elements of row i, with 0 behind them
  /// and where there are none. x `[.., queries, keys]`, floats.
  ///
  /// @throws CandleException if x has less than two dimensions or the dtype is not accepted
  public static Tensor causalSoftmax(Tensor x, int offset) {
    if (x.rank() < 2) {
      throw Origins.placed(CandleException.unexpectedRank("causal_softmax", 2, x.shape()), x);
    }
    return Tensor.apply(new Op.CausalSoftmax(Math.max(1, x.dim(D.MINUS2)), offset), x);
  }

  /// Scaled dot-product attention, `softmax(scale q kᵀ + mask) v`: q `[batch, heads, queries, size]`,
  /// k `[batch, groups, keys, size]`, v `[batch, groups, keys, size of values]` give `[batch, heads, queries, size of values]`.
  /// Where `groups` is less than `heads`, it divides it, and neighbouring heads share keys and values. Queries that see no key give
  /// zeros. Smaller floats are computed in F32. arXiv 1706.03762.
  ///
  /// @throws CandleException if shapes or dtypes do not fit
  public static Tensor attention(Tensor q, Tensor k, Tensor v, AttentionOptions options) {
    return Origins.placing(() -> ScaledDotProduct.attention(q, k, v, options), q, k, v);
  }

  /// One step of an LSTM: gates `[batch, 4 hidden]` in the order of PyTorch (input, forget, cell, output) before their functions, and
  /// the cell state c `[batch, hidden]`. Gives `[2, batch, hidden]`: the new hidden state, then the new cell state. Allocates the
  /// gates once more, which are kept for the gradient.
  ///
  /// @throws CandleException if shapes or dtypes do not fit
  public static Tensor lstmCell(Tensor gates, Tensor c) {
    return Tensor.apply(new Op.LstmCell(), gates, c);
  }

  /// One step of a GRU: the gates of the input and of the state, both `[batch, 3 hidden]` in the order of PyTorch (reset, update, new)
  /// before their functions, and the state h `[batch, hidden]`. Gives the new state. Allocates the gates once more, which are kept
  /// for the gradient.
  ///
  /// @throws CandleException if shapes or dtypes do not fit
  public static Tensor gruCell(Tensor inputGates, Tensor stateGates, Tensor h) {
    return Tensor.apply(new Op.GruCell(), inputGates, stateGates, h);
  }

  /// Rotary positions, arXiv 2104.09864: element i of the first half of each row and of its second half are turned by angle i of the
  /// position. x `[batch, heads, positions, size]`; cos and sin `[positions or more, size / 2]`, or `[batch, .., ..]` with angles for
  /// each sequence.
  ///
  /// @throws CandleException if shapes or dtypes do not fit
  public static Tensor rope(Tensor x, Tensor cos, Tensor sin) {
    return Tensor.apply(new Op.Rope(false, 2, false), x, cos, sin);
  }

  /// The same as [#rope] for neighbouring elements: 2i and 2i + 1 are turned by angle i.
  ///
  /// @throws CandleException if shapes or dtypes do not fit
  public static Tensor ropeI(Tensor x, Tensor cos, Tensor sin) {
    return Tensor.apply(new Op.Rope(true, 2, false), x, cos, sin);
  }

  /// The same as [#rope] for x `[batch, positions, heads, size]`.
  ///
  /// @throws CandleException if shapes or dtypes do not fit
  public static Tensor ropeThd(Tensor x, Tensor cos, Tensor sin) {
    return Tensor.apply(new Op.Rope(false, 1, false), x, cos, sin);
  }

  /// One step of gradient descent in place: `p -= lr g`.
  ///
  /// @throws CandleException if the shapes or dtypes differ
  public static void sgdStep(Var parameter, Tensor gradient, double lr) {
    optimizerStep(new OptimizerStep.Sgd(lr, 0), parameter, gradient);
  }

  /// The settings of one step of AdamW.
  ///
  /// @param lr the learning rate
  /// @param beta1 how much of the mean gradient is kept from step to step
  /// @param beta2 how much of the mean squared gradient is kept from step to step
  /// @param eps what is added to the root of the mean squared gradient
  /// @param weightDecay how much of a parameter decays, as a part of lr
  /// @param step the number of this step, from 1
  public record AdamWSettings(
      double lr, double beta1, double beta2, double eps, double weightDecay, long step) {}

  /// One step of AdamW in place, which changes the parameter and both moments: arXiv 1711.05101, algorithm 2.
  ///
  /// @throws CandleException if the shapes or dtypes differ
  public static void adamWStep(
      AdamWSettings settings,
      Var parameter,
      Tensor gradient,
      Tensor firstMoment,
      Tensor secondMoment) {
    OptimizerStep step =
        new OptimizerStep.Adam(
            settings.lr,
            settings.beta1,
            settings.beta2,
            settings.eps,
            settings.weightDecay,
            true,
            false,
            settings.step);
    optimizerStep(step, parameter, gradient, firstMoment, secondMoment);
  }

  /// One step of an optimizer in place, which changes the parameter and what the optimizer remembers of it, in the order that the
  /// step states. What is remembered starts as zeros, of the dtype of the parameter, or F32 for one that is smaller, where it
  /// loses less.
  ///
  /// @throws CandleException if shapes or dtypes differ, a memory is missing, a view of another tensor or given twice
  public static void optimizerStep(
      OptimizerStep step, Var parameter, Tensor gradient, Tensor... memory) {
    String operation = step.operation();
    checkGradient(operation, parameter, gradient);
    if (memory.length != step.memories()) {
      throw new CandleException(
          CandleException.Kind.ARGUMENT,
          operation,
          operation + " remembers " + step.memories() + " tensors, got " + memory.length);
    }
    Tensor[] operands = new Tensor[memory.length + 1];
    operands[0] = gradient;
    for (int i = 0; i < memory.length; i++) {
      checkMemory(operation, parameter, memory[i]);
      for (int j = 0; j <= i; j++) {
        if (memory[i].storage() == operands[j].storage()
            || memory[i].storage() == parameter.storage()) {
          throw new CandleException(
              CandleException.Kind.ARGUMENT,
              operation,
              operation + ": a memory is the same tensor as another operand");
        }
      }
      operands[i + 1] = memory[i];
    }
    parameter.update(new Update.Step(step), operands);
  }

  private static Tensor overRows(Tensor x, Tensor weight, Module rows) {
    if (x.rank() == 2) {
      return rows.forward(x);
    }
    if (x.rank() == 0 || weight.rank() != 2) {
      throw Origins.placed(
          CandleException.shapeMismatch(
              "linear",
              x.shape(),
              weight.shape(),
              "x [.., in] is multiplied by the weight [out, in]"),
          x,
          weight);
    }
    int in = x.dim(-1);
    Shape result = x.shape().with(x.rank() - 1, weight.dim(0));
    int count = in == 0 ? Math.toIntExact(x.shape().without(x.rank() - 1).elemCount()) : -1;
    try {
      return rows.forward(x.reshape(count, in)).reshape(result);
    } catch (CandleException e) {
      throw Origins.placed(e, x, weight);
    }
  }

  /// Memories are changed as whole arrays.
  private static void checkMemory(String operation, Tensor parameter, Tensor memory) {
    if (!isWideMemory(parameter, memory)) {
      checkLike(operation, parameter, memory, "a memory has the shape of its parameter");
    }
    if (!memory.isContiguous() || memory.layout().startOffset() != 0) {
      throw CandleException.withHint(
          CandleException.Kind.ARGUMENT,
          operation,
          operation + ": a memory is a view of another tensor",
          "start from parameter.zerosLike()");
    }
  }

  /// True for a memory in F32 of a parameter that is smaller.
  private static boolean isWideMemory(Tensor parameter, Tensor memory) {
    return memory.dtype() == DType.F32
        && parameter.dtype() != DType.F64
        && memory.shape().equals(parameter.shape());
  }

  private static void checkGradient(String operation, Tensor parameter, Tensor gradient) {
    if (parameter.dtype().isInt()) {
      throw CandleException.unsupportedDtype(
          operation, parameter.dtype(), "only floats are trained: x.toDtype(DType.F32)");
    }
    checkLike(operation, parameter, gradient, "a gradient has the shape of its parameter");
  }

  private static void checkLike(String operation, Tensor parameter, Tensor other, String hint) {
    if (!parameter.shape().equals(other.shape())) {
      throw Origins.placed(
          CandleException.shapeMismatch(operation, parameter.shape(), other.shape(), hint),
          parameter,
          other);
    }
    if (parameter.dtype() != other.dtype()) {
      throw Origins.placed(
          CandleException.dtypeMismatch(operation, parameter.dtype(), other.dtype()),
          parameter,
          other);
    }
  }
}
