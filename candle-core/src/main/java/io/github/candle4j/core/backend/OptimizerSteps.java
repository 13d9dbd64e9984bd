package io.github.candle4j.core.backend;

import io.github.candle4j.core.CpuStorage;
import io.github.candle4j.core.DType;
import io.github.candle4j.core.op.Update;

/// Steps of optimizers, in place, in one pass over the parameters.
final class OptimizerSteps {
  private OptimizerSteps() {}

  /// `p -= lr g`
  static void sgd(Update.SgdStep step, CpuStorage p, Operand gradient) {
    int n = p.length();
    if (p instanceof CpuStorage.F64(double[] x)) {
      double[] g = Dense.doubles(gradient);
      for (int i = 0; i < n; i++) {
        x[i] -= step.lr() * g[i];
      }
      return;
    }
    float[] x = widened(p);
    float[] g = Dense.floats(gradient);
    float lr = (float) step.lr();
    for (int i = 0; i < n; i++) {
      x[i] -= lr * g[i];
    }
    narrowed(x, p);
  }

  /// `m = β₁ m + (1-β₁) g`, `v = β₂ v + (1-β₂) g²`, `p = p (1 - lr λ) - lr m̂ / (√v̂ + ε)` with
  /// `m̂ = m / (1-β₁ᵗ)`, `v̂ = v / (1-β₂ᵗ)`.
  static void adamW(
      Update.AdamWStep step, CpuStorage p, Operand gradient, CpuStorage m, CpuStorage v) {
    double keep = 1 - step.lr() * step.weightDecay();
    double scaleM = step.lr() / (1 - Math.pow(step.beta1(), (double) step.step()));
    double scaleV = 1 / (1 - Math.pow(step.beta2(), (double) step.step()));
    if (p instanceof CpuStorage.F64(double[] x)) {
      adamW(
          step,
          x,
          Dense.doubles(gradient),
          (double[]) m.array(),
          (double[]) v.array(),
          keep,
          scaleM,
          scaleV);
      return;
    }
    float[] x = widened(p);
    float[] first = widened(m);
    float[] second = widened(v);
    adamW(
        step,
        x,
        Dense.floats(gradient),
        first,
        second,
        (float) keep,
        (float) scaleM,
        (float) scaleV);
    narrowed(x, p);
    narrowed(first, m);
    narrowed(second, v);
  }

  private static void adamW(
      Update.AdamWStep step,
      float[] p,
      float[] g,
      float[] m,
      float[] v,
      float keep,
      float scaleM,
      float scaleV) {
    float beta1 = (float) step.beta1();
    float beta2 = (float) step.beta2();
    float rest1 = (float) (1 - step.beta1());
    float rest2 = (float) (1 - step.beta2());
    float eps = (float) step.eps();
    for (int i = 0; i < p.length; i++) {
      float first = beta1 * m[i] + rest1 * g[i];
      float second = beta2 * v[i] + rest2 * (g[i] * g[i]);
      m[i] = first;
      v[i] = second;
      p[i] = p[i] * keep - scaleM * first / ((float) Math.sqrt(second * scaleV) + eps);
    }
  }

  private static void adamW(
      Update.AdamWStep step,
      double[] p,
      double[] g,
      double[] m,
      double[] v,
      double keep,
      double scaleM,
      double scaleV) {
    for (int i = 0; i < p.length; i++) {
      m[i] = step.beta1() * m[i] + (1 - step.beta1()) * g[i];
      v[i] = step.beta2() * v[i] + (1 - step.beta2()) * g[i] * g[i];
      p[i] = p[i] * keep - scaleM * m[i] / (Math.sqrt(v[i] * scaleV) + step.eps());
    }
  }

  /// The array of F32 itself; smaller floats widened.
  private static float[] widened(CpuStorage x) {
    if (x instanceof CpuStorage.F32(float[] array)) {
      return array;
    }
    float[] wide = new float[x.length()];
    Decode.floats(x, 0, 1, wide, 0, wide.length);
    return wide;
  }

  private static void narrowed(float[] wide, CpuStorage x) {
    if (x.dtype() != DType.F32) {
      Encode.floats(wide, wide.length, x, 0);
    }
  }
}
