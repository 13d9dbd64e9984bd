package io.github.candle4j.core.cpu;

/// Comparisons of F32 and the choice by a condition, for `from <= i < to`. All of them must exist twice: C2 turns no
/// comparison of floats into vector instructions by itself, and a branch for each element costs ten times as much.
public interface FloatComparisons {
  /// `y[i] = 1` where `a[i] = b[i]`, 0 elsewhere.
  void equal(float[] a, float[] b, float[] y, int from, int to);

  /// `y[i] = 1` where `a[i] ≠ b[i]`, 0 elsewhere.
  void notEqual(float[] a, float[] b, float[] y, int from, int to);

  /// `y[i] = 1` where `a[i] < b[i]`, 0 elsewhere.
  void less(float[] a, float[] b, float[] y, int from, int to);

  /// `y[i] = 1` where `a[i] ≤ b[i]`, 0 elsewhere.
  void lessOrEqual(float[] a, float[] b, float[] y, int from, int to);

  /// `y[i] = a[i]` where `condition[i] ≠ 0`, `b[i]` elsewhere.
  void where(float[] condition, float[] a, float[] b, float[] y, int from, int to);
}
