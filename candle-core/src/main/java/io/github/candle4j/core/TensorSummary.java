package io.github.candle4j.core;

import io.github.candle4j.core.backend.Census;
import java.util.Locale;

/// What the elements of a tensor are like, in a line:
/// `[32, 3] F32: min -2.107, max 3.5, mean 0.1264, std 0.9511, no NaN`.
///
/// Integers are read as doubles, so an I64 beyond 2⁵³ is rounded.
///
/// @param shape the shape
/// @param dtype the dtype
/// @param count the number of elements
/// @param min the least element that is not NaN, infinities included; NaN if there is none
/// @param max the largest element that is not NaN, infinities included; NaN if there is none
/// @param mean the mean of the finite elements; NaN if there is none
/// @param std the deviation `√(Σ (x - mean)² / (n - 1))` of the finite elements; NaN for less than two
/// @param nanCount how many elements are NaN
/// @param infinityCount how many elements are infinite
public record TensorSummary(
    Shape shape,
    DType dtype,
    long count,
    double min,
    double max,
    double mean,
    double std,
    long nanCount,
    long infinityCount) {

  static TensorSummary of(Tensor x, Census c) {
    return new TensorSummary(
        x.shape(),
        x.dtype(),
        c.count(),
        c.min(),
        c.max(),
        c.mean(),
        c.std(),
        c.nans(),
        c.infinities());
  }

  /// One line. Numbers have four digits.
  @Override
  public String toString() {
    StringBuilder out = new StringBuilder(shape + " " + dtype + ": ");
    if (count == 0) {
      return out.append("no elements").toString();
    }
    out.append("min ").append(digits(min)).append(", max ").append(digits(max));
    out.append(", mean ").append(digits(mean));
    if (!Double.isNaN(std)) {
      out.append(", std ").append(digits(std));
    }
    if (dtype.isFloat()) {
      out.append(", ").append(nanCount == 0 ? "no" : Long.toString(nanCount)).append(" NaN");
    }
    if (infinityCount > 0) {
      out.append(", ").append(infinityCount).append(" infinite");
    }
    return out.toString();
  }

  /// A number with four digits, without zeros at its end.
  static String digits(double x) {
    if (x == Math.rint(x) && Math.abs(x) < 1e9) {
      return Long.toString((long) x);
    }
    if (!Double.isFinite(x)) {
      return Double.isNaN(x) ? "NaN" : x > 0 ? "inf" : "-inf";
    }
    double size = Math.abs(x);
    if (size >= 1e6 || size < 1e-4) {
      return String.format(Locale.ROOT, "%.3e", x);
    }
    int before = Math.max(0, (int) Math.floor(Math.log10(size)) + 1);
    int after = size < 1 ? 3 - (int) Math.floor(Math.log10(size)) : Math.max(0, 4 - before);
    String text = String.format(Locale.ROOT, "%." + after + "f", x);
    return text.contains(".") ? text.replaceAll("\\.?0+$", "") : text;
  }
}
