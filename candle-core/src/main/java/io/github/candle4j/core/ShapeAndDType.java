package io.github.candle4j.core;

/// What is known of a tensor before it is read.
public record ShapeAndDType(Shape shape, DType dtype) {}
