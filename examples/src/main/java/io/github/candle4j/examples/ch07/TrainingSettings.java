package io.github.candle4j.examples.ch07;

import io.github.candle4j.nn.Init;

/// How to train.
///
/// @param seed where the random numbers start: points, first weights, order
/// @param hidden the number of hidden units
/// @param init what w1 and w2 start with
/// @param learningRate how far a step goes
/// @param batchSize how many points make one step
/// @param backprop the way to find the gradients
/// @param relu whether there is a ReLU between the layers
/// @param replacement whether the points of an epoch are drawn one by one, instead of shuffled
/// @param adamW whether AdamW makes the steps, instead of plain gradient descent
record TrainingSettings(
    long seed,
    int hidden,
    Init init,
    double learningRate,
    int batchSize,
    Backprop backprop,
    boolean relu,
    boolean replacement,
    boolean adamW) {
  TrainingSettings withSeed(long value) {
    return new TrainingSettings(
        value, hidden, init, learningRate, batchSize, backprop, relu, replacement, adamW);
  }
}
