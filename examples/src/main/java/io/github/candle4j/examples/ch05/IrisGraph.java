package io.github.candle4j.examples.ch05;

import io.github.candle4j.core.DType;
import io.github.candle4j.core.Device;
import io.github.candle4j.core.GradStore;
import io.github.candle4j.core.Graph;
import io.github.candle4j.core.Tensor;
import io.github.candle4j.core.Trace;
import io.github.candle4j.nn.AdamW;
import io.github.candle4j.nn.Loss;
import io.github.candle4j.nn.Optimizer;
import io.github.candle4j.nn.VarBuilder;
import io.github.candle4j.nn.VarMap;
import java.util.Locale;
import java.util.Map;

/// The graph of the first training step of chapter 5's network, for `docs/concepts/explaining.md`.
public final class IrisGraph {
  private static final int BATCH = 32;
  private static final double LEARNING_RATE = 0.01;

  private IrisGraph() {}

  /// Prints the graph: `table`, `mermaid`, `dot`, or, without a word, the table and the summary of the trace.
  public static void main(String[] args) {
    Trace<Graph> step = step();
    System.out.println(
        switch (args.length == 0 ? "" : args[0].toLowerCase(Locale.ROOT)) {
          case "table" -> step.value();
          case "mermaid" -> step.value().toMermaid();
          case "dot" -> step.value().toDot();
          default -> step.value() + "\n" + step.summary();
        });
  }

  /// One step on the first flowers. The graph is taken before the optimizer changes the parameters.
  static Trace<Graph> step() {
    Device.CPU.setSeed(42);
    IrisData batch =
        IrisData.of(IrisCsv.embedded(), Device.CPU).normalized().batches(BATCH).getFirst();
    VarMap varmap = new VarMap();
    IrisClassifier model =
        IrisClassifier.create(VarBuilder.fromVarmap(varmap, DType.F32, Device.CPU));
    Optimizer optimizer = AdamW.newLr(varmap.allVars(), LEARNING_RATE);
    return Trace.run(() -> {
      Tensor loss = Loss.crossEntropy(model.forward(batch.features()), batch.labels());
      GradStore grads = loss.backward();
      Graph graph =
          Graph.of(loss, grads)
              .named(varmap.data())
              .named(Map.of("measurements", batch.features(), "species", batch.labels()));
      optimizer.step(grads);
      return graph;
    });
  }
}
