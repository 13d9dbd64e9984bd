package io.github.candle4j.core;

import java.util.function.Supplier;

/// A watch for NaN and infinities: the first operation that makes one throws, instead of a loss that is NaN an hour later.
///
/// {@snippet :
/// Anomaly.detect(() -> optimizer.backwardStep(model.loss(batch)));
/// }
///
/// An operation is at fault if its result holds a NaN and none of its operands does, or if its result holds an infinity
/// and all of its operands are finite. So a mask that is filled with -∞ on purpose passes, and a softmax that makes NaN of
/// a row of nothing but -∞ does not. A number that is given to `add`, `mul`, `affine` or `constSet` counts as an operand. Steps of a derivative are operations, too; the error then names the forward operation
/// that it belongs to. Views, integers and the numbers that a tensor is created from are not looked at; if a NaN among these
/// reaches the loss, `backward` throws, follows it, and names the operation that read it. What `bwd` of an operation of users
/// and the functions of `onGradient` return is looked at, too.
///
/// Threads and nesting are as for [Trace]; the innermost watch decides. Each result is read once more.
/// `-Dcandle.anomaly` watches a whole program, `-Dcandle.anomaly=nan` for NaN alone.
public final class Anomaly {
  private Anomaly() {}

  /// What `body` returns, unless an operation makes a NaN or an infinity.
  ///
  /// @throws CandleException if one does, or `body` is null
  public static <T> T detect(Supplier<T> body) {
    return watched("detect", AnomalyGuard.Rule.NAN_AND_INFINITY, body);
  }

  /// Runs `body`, unless an operation makes a NaN or an infinity.
  ///
  /// @throws CandleException if one does, or `body` is null
  public static void detect(Runnable body) {
    detect(returning("detect", body));
  }

  /// What `body` returns, unless an operation makes a NaN. Infinities are allowed.
  ///
  /// @throws CandleException if one does, or `body` is null
  public static <T> T detectNan(Supplier<T> body) {
    return watched("detect_nan", AnomalyGuard.Rule.NAN, body);
  }

  /// Runs `body`, unless an operation makes a NaN. Infinities are allowed.
  ///
  /// @throws CandleException if one does, or `body` is null
  public static void detectNan(Runnable body) {
    detectNan(returning("detect_nan", body));
  }

  /// What `body` returns; for the parts of a watched program that make NaN or infinities on purpose.
  ///
  /// @throws CandleException if `body` is null
  public static <T> T allow(Supplier<T> body) {
    return watched("allow", AnomalyGuard.Rule.NOTHING, body);
  }

  /// Runs `body`; for the parts of a watched program that make NaN or infinities on purpose.
  ///
  /// @throws CandleException if `body` is null
  public static void allow(Runnable body) {
    allow(returning("allow", body));
  }

  private static <T> T watched(String operation, AnomalyGuard.Rule rule, Supplier<T> body) {
    Nulls.refuse(operation, "the body", body);
    return Watch.during(new AnomalyGuard(rule), body);
  }

  private static Supplier<Boolean> returning(String operation, Runnable body) {
    Nulls.refuse(operation, "the body", body);
    return () -> {
      body.run();
      return Boolean.TRUE;
    };
  }
}
