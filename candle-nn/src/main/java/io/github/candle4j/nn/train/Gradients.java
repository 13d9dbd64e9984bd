package io.github.candle4j.nn.train;

import io.github.candle4j.core.CandleException;
import io.github.candle4j.core.CandleException.Kind;
import io.github.candle4j.core.DType;
import io.github.candle4j.core.GradStore;
import io.github.candle4j.core.Tensor;
import io.github.candle4j.core.TensorId;
import io.github.candle4j.nn.VarMap;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/// What may be done with gradients between `backward` and the step of an optimizer.
///
/// {@snippet :
/// GradStore grads = loss.backward();
/// Gradients.checkFinite(grads, varmap);
/// double norm = Gradients.clipNorm(grads, 1.0);
/// optimizer.step(grads);
/// }
public final class Gradients {
  /// What is added to the norm before it divides, as in PyTorch.
  private static final double SMALL = 1e-6;

  /// Elements that are read at once.
  private static final int BLOCK = 1 << 18;

  private Gradients() {}

  /// The Euclidean norm of all gradients together, `√Σ g²`, summed in F64.
  public static double norm(GradStore grads) {
    double sum = 0;
    for (TensorId id : grads.getIds()) {
      sum += squares(grads.getId(id).orElseThrow().detach().flattenAll());
    }
    return Math.sqrt(sum);
  }

  /// `Σ x²`, block by block: squares in F64 of a whole gradient would take four times its memory.
  private static double squares(Tensor x) {
    int n = x.dim(0);
    double sum = 0;
    for (int from = 0; from < n; from += Math.min(BLOCK, n - from)) {
      Tensor block = x.narrow(0, from, Math.min(BLOCK, n - from));
      sum +=
          x.dtype() == DType.F64
              ? squares(block.toVec1F64())
              : squares(block.toDtype(DType.F32).toVec1F32());
    }
    return sum;
  }

  private static double squares(double[] x) {
    double sum = 0;
    for (double v : x) {
      sum += v * v;
    }
    return sum;
  }

  private static double squares(float[] x) {
    double sum = 0;
    for (double v : x) {
      sum += v * v;
    }
    return sum;
  }

  /// Makes the gradients smaller if their norm is above `maxNorm`: all are multiplied by `maxNorm / (norm + 1e-6)`. Returns the norm before. Pascanu
  /// et al., arXiv 1211.5063.
  ///
  /// @throws CandleException if the norm is not finite, which would make every gradient NaN, or maxNorm not above 0; the
  ///     gradients are as before then
  public static double clipNorm(GradStore grads, double maxNorm) {
    Rule.positive("clip_norm", "maxNorm", maxNorm);
    double norm = norm(grads);
    if (!Double.isFinite(norm)) {
      throw CandleException.withHint(
          Kind.ARGUMENT,
          "clip_norm",
          "clip_norm: the norm of the gradients is " + norm,
          "Gradients.checkFinite(grads, varmap) names the parameter");
    }
    double factor = maxNorm / (norm + SMALL);
    if (factor < 1) {
      change(grads, g -> g.mul(factor));
    }
    return norm;
  }

  /// Cuts every element of the gradients to the interval from `-limit` to `limit`; NaN stays.
  ///
  /// @throws CandleException if the limit is not above 0
  public static void clipValue(GradStore grads, double limit) {
    Rule.positive("clip_value", "limit", limit);
    change(grads, g -> g.clamp(-limit, limit));
  }

  /// The names of the variables whose gradients have a NaN or an infinity.
  public static List<String> nonFinite(GradStore grads, VarMap varmap) {
    List<String> names = new ArrayList<>();
    varmap
        .data()
        .forEach((name, variable) -> {
          if (bad(grads.get(variable)) > 0) {
            names.add(name);
          }
        });
    return names;
  }

  /// Throws if a gradient has a NaN or an infinity.
  ///
  /// @throws CandleException naming the first variable of which it has
  public static void checkFinite(GradStore grads, VarMap varmap) {
    List<String> names = nonFinite(grads, varmap);
    if (names.isEmpty()) {
      return;
    }
    String first = names.getFirst();
    Optional<Tensor> gradient = Optional.ofNullable(varmap.data().get(first)).flatMap(grads::get);
    throw CandleException.withHint(
        Kind.ANOMALY,
        "check_finite",
        "check_finite: the gradient of "
            + first
            + " has "
            + bad(gradient)
            + " elements that are NaN or infinite"
            + (names.size() > 1 ? ", and so have those of " + (names.size() - 1) + " more" : ""),
        "Anomaly.detect(..) around forward and backward finds the operation that made them");
  }

  private static long bad(Optional<Tensor> gradient) {
    return gradient
        .map(g -> g.isFinite().logicalNot().toDtype(DType.I64).sumAll().toScalarI64())
        .orElse(0L);
  }

  private static void change(GradStore grads, UnaryOperator<Tensor> f) {
    for (TensorId id : grads.getIds()) {
      grads.insertId(id, f.apply(grads.getId(id).orElseThrow()));
    }
  }
}
