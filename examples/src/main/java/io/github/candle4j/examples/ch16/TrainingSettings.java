package io.github.candle4j.examples.ch16;

/// How to train.
///
/// @param seed where the random numbers start
/// @param steps how many batches
/// @param batchSize how many windows of the text make a batch
/// @param learningRate the largest learning rate
record TrainingSettings(long seed, int steps, int batchSize, double learningRate) {}
