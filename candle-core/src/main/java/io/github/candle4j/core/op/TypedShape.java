package io.github.candle4j.core.op;

import io.github.candle4j.core.DType;
import io.github.candle4j.core.Shape;

/// What is known of a tensor before its elements: shape and dtype.
public record TypedShape(Shape shape, DType dtype) {}
