package io.github.candle4j.examples.ch05;

/// Flowers as they stand in a file.
///
/// @param measurements four numbers a flower in cm, one flower after the other: sepal length, sepal width, petal length,
///     petal width
/// @param species the class id of each flower, as [Species#id] gives it
record IrisTable(float[] measurements, int[] species) {}
