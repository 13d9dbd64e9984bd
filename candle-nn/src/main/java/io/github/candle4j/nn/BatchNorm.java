package io.github.candle4j.nn;

import io.github.candle4j.core.CandleException;
import io.github.candle4j.core.CandleException.Kind;
import io.github.candle4j.core.Fused;
import io.github.candle4j.core.ModuleT;
import io.github.candle4j.core.Shape;
import io.github.candle4j.core.Tensor;
import io.github.candle4j.core.Var;
import java.util.Optional;

/// Batch normalisation: each channel gets mean 0 and variance 1, then its weight and bias, if there are any; arXiv 1502.03167.
///
/// - `x` `[batch, channels, ..]` of two dimensions or more, floats; all parameters `[channels]`
/// - in training, mean and variance are those of the batch, and the running ones move towards them:
///   `r ← (1 - momentum) r + momentum s`, where the variance is that of a sample, `Σ (x - mean)² / (n - 1)`. A single
///   number for each channel has no such variance: the running one stays then
/// - in use, they are the running ones, which are constants
///
/// The running statistics are variables, so that they are saved and loaded with the others. Those of [#batchNorm] are
/// frozen: an optimizer does not get them. They change in place in each training step; two threads must not train one layer
/// at the same time. Under `Recompute` a step moves them twice, since the layer is run twice, and another step between a forward
/// pass and its gradients is an error there.
///
/// {@snippet :
/// BatchNorm norm = BatchNorm.batchNorm(32, BatchNormConfig.defaults(), vb.pp("bn1"));
/// Tensor y = norm.forwardT(x, train); // [64, 32, 14, 14]
/// }
///
/// @param runningMean the mean that is used, `[channels]`
/// @param runningVar the variance that is used, `[channels]`
/// @param weightAndBias what each channel is multiplied by and what is added to it, if there is anything
/// @param removeMean whether the mean is subtracted in training
/// @param eps what is added to the variance
/// @param momentum how much of the running statistics each batch replaces
public record BatchNorm(
    Var runningMean,
    Var runningVar,
    Optional<WeightAndBias> weightAndBias,
    boolean removeMean,
    double eps,
    double momentum)
    implements ModuleT {
  private static final String LAYER = "batch-norm";
  private static final double USUAL_MOMENTUM = 0.1;

  /// Checks shapes and ranges.
  ///
  /// @throws CandleException if a parameter is not `[channels]`, eps negative, or the momentum not from `[0, 1]`
  public BatchNorm {
    checkSettings(eps, momentum);
    Checks.rank(LAYER, runningMean, 1, "a running mean [channels]");
    int channels = runningMean.dim(0);
    Checks.atLeast(LAYER, "channels", channels, 1);
    Checks.size(LAYER, "running variance", runningVar, channels);
    if (weightAndBias.isPresent()) {
      weightAndBias.get().check(LAYER, channels);
    }
  }

  /// A layer with weights and biases; momentum 0.1. A running statistic that is a Var is changed as it is, any other is copied.
  ///
  /// @throws CandleException if a parameter is not `[numFeatures]`, or eps is negative
  public BatchNorm(
      int numFeatures,
      Tensor runningMean,
      Tensor runningVar,
      Tensor weight,
      Tensor bias,
      double eps) {
    this(
        checked("running mean", runningMean, numFeatures),
        checked("running variance", runningVar, numFeatures),
        Optional.of(new WeightAndBias(weight, bias)),
        true,
        eps,
        USUAL_MOMENTUM);
  }

  /// A layer without weights and biases; momentum 0.1.
  ///
  /// @throws CandleException if a parameter is not `[numFeatures]`, or eps is negative
  public static BatchNorm newNoBias(
      int numFeatures, Tensor runningMean, Tensor runningVar, double eps) {
    return newNoBiasWithMomentum(numFeatures, runningMean, runningVar, eps, USUAL_MOMENTUM);
  }

  /// A layer with weights and biases and this momentum.
  ///
  /// @throws CandleException if a parameter is not `[numFeatures]`, eps negative, or the momentum not from `[0, 1]`
  public static BatchNorm newWithMomentum(
      int numFeatures,
      Tensor runningMean,
      Tensor runningVar,
      Tensor weight,
      Tensor bias,
      double eps,
      double momentum) {
    BatchNorm usual = new BatchNorm(numFeatures, runningMean, runningVar, weight, bias, eps);
    return new BatchNorm(
        usual.runningMean, usual.runningVar, usual.weightAndBias, true, eps, momentum);
  }

  /// A layer without weights and biases, with this momentum.
  ///
  /// @throws CandleException if a parameter is not `[numFeatures]`, eps negative, or the momentum not from `[0, 1]`
  public static BatchNorm newNoBiasWithMomentum(
      int numFeatures, Tensor runningMean, Tensor runningVar, double eps, double momentum) {
    Var mean = checked("running mean", runningMean, numFeatures);
    Var variance = checked("running variance", runningVar, numFeatures);
    return new BatchNorm(mean, variance, Optional.empty(), true, eps, momentum);
  }

  /// A new layer with the parameters `running_mean` (0), `running_var` (1) and, if the settings say so, `weight` (1) and
  /// `bias` (0).
  public static BatchNorm batchNorm(int numFeatures, BatchNormConfig config, VarBuilder vb) {
    Checks.atLeast(LAYER, "channels", numFeatures, 1);
    Shape shape = Shape.of(numFeatures);
    Var mean = Var.fromTensor(vb.getWithHints(shape, "running_mean", Init.ZERO));
    Var variance = Var.fromTensor(vb.getWithHints(shape, "running_var", Init.ONE));
    mean.freeze();
    variance.freeze();
    Optional<WeightAndBias> weightAndBias =
        config.affine()
            ? Optional.of(
                new WeightAndBias(
                    vb.getWithHints(shape, "weight", Init.ONE),
                    vb.getWithHints(shape, "bias", Init.ZERO)))
            : Optional.empty();
    return new BatchNorm(
        mean, variance, weightAndBias, config.removeMean(), config.eps(), config.momentum());
  }

  /// A new layer with the usual settings but for eps.
  ///
  /// @throws CandleException if eps is negative
  public static BatchNorm batchNorm(int numFeatures, double eps, VarBuilder vb) {
    return batchNorm(numFeatures, BatchNormConfig.defaults().withEps(eps), vb);
  }

  static void checkSettings(double eps, double momentum) {
    if (!(eps >= 0 && eps < Double.POSITIVE_INFINITY)) {
      String message = "batch-norm eps cannot be negative " + eps;
      throw new CandleException(Kind.ARGUMENT, LAYER, message);
    }
    if (!(momentum >= 0 && momentum <= 1)) {
      String message = "batch-norm momentum must be between 0 and 1, is " + momentum;
      throw new CandleException(Kind.ARGUMENT, LAYER, message);
    }
  }

  private static Var checked(String parameter, Tensor x, int channels) {
    Checks.size(LAYER, parameter, x, channels);
    return Var.fromTensor(x);
  }

  @Override
  public Tensor forwardT(Tensor xs, boolean train) {
    return train ? forwardTrain(xs) : forwardEval(xs);
  }

  /// The output in training, which moves the running statistics.
  ///
  /// @throws CandleException if the shape or dtype of `xs` does not fit, or there is no number for each channel
  public Tensor forwardTrain(Tensor xs) {
    check(xs);
    int channels = xs.dim(1);
    int n = Math.toIntExact(xs.elemCount() / channels);
    if (n == 0) {
      throw CandleException.withHint(
          Kind.SHAPE,
          LAYER,
          "batch-norm of an empty batch has no mean (" + xs.shape() + ")",
          "leave empty batches out in training");
    }
    Tensor turned = Channels.wide(xs).transpose(0, 1);
    Tensor rows = turned.reshape(channels, n);
    Tensor.noGrad(() -> move(rows.detach(), n));
    Tensor normalized = removeMean ? Fused.layerNorm(rows, eps) : Fused.rmsNorm(rows, eps);
    return weighted(normalized.reshape(turned.shape()).transpose(0, 1), xs);
  }

  private void move(Tensor rows, int n) {
    Tensor centred = rows;
    if (removeMean) {
      Tensor mean = rows.meanKeepdim(1);
      move(runningMean, mean);
      centred = rows.broadcastSub(mean);
    }
    if (n > 1) {
      move(runningVar, centred.sqr().sumKeepdim(1).div(n - 1));
    }
  }

  private void move(Var running, Tensor now) {
    Tensor old = running.detach().toDtype(now.dtype());
    Tensor moved = old.mul(1 - momentum).add(now.flattenAll().mul(momentum));
    running.set(moved.toDtype(running.dtype()));
  }

  /// The output in use.
  private Tensor forwardEval(Tensor xs) {
    check(xs);
    Tensor x = Channels.wide(xs);
    // A copy: training may move the running mean before the gradients are asked for.
    Tensor now = runningMean.detach().copy().toDtype(x.dtype());
    Tensor mean = Channels.across(now, xs.rank());
    Tensor scale = scale().toDtype(x.dtype());
    return weighted(x.broadcastSub(mean).broadcastMul(Channels.across(scale, xs.rank())), xs);
  }

  /// `1 / √(running variance + eps)`, in F32 or F64.
  Tensor scale() {
    return Channels.wide(runningVar.detach()).add(eps).sqrt().recip();
  }

  private Tensor weighted(Tensor normalized, Tensor xs) {
    return weightAndBias.isPresent()
        ? weightAndBias.get().apply(normalized, xs.dtype())
        : normalized.toDtype(xs.dtype());
  }

  private void check(Tensor xs) {
    if (xs.dtype().isInt()) {
      throw CandleException.unsupportedDtype(LAYER, xs.dtype(), "cast first: x.toDtype(DType.F32)");
    }
    if (xs.rank() < 2) {
      throw CandleException.withHint(
          Kind.SHAPE,
          LAYER,
          "batch-norm input tensor must have at least two dimensions (" + xs.shape() + ")",
          "x should be [batch, channels, ..]");
    }
    if (xs.dim(1) != runningMean.dim(0)) {
      throw CandleException.withHint(
          Kind.SHAPE,
          LAYER,
          "batch-norm input doesn't have the expected number of features ("
              + xs.shape()
              + " <> "
              + runningMean.dim(0)
              + ")",
          "features are dimension 1 of x");
    }
  }

  @Override
  public String toString() {
    return "BatchNorm("
        + runningMean.dim(0)
        + ", eps "
        + eps
        + ", momentum "
        + momentum
        + (weightAndBias.isPresent() ? ", affine)" : ")");
  }
}
