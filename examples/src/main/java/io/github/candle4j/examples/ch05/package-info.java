/// Chapter 5, the first network: which of three species is an iris, by the size of its leaves?
///
/// [io.github.candle4j.examples.ch05.Training] is the program of the chapter; around it, `IrisCsv` reads the flowers,
/// `IrisData` makes tensors of them, `IrisClassifier` is the network, `IrisReport` prints the
/// result, `IrisGraph` shows the graph of one step, and `IrisCommand` is the command line.
@org.jspecify.annotations.NullMarked
package io.github.candle4j.examples.ch05;
