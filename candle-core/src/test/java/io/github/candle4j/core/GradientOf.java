package io.github.candle4j.core;

import io.github.candle4j.core.op.Op;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/// Which operations a property checks the gradients of.
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
@interface GradientOf {
  /// The operations.
  Class<? extends Op>[] value();
}
