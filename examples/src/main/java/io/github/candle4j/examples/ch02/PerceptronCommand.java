package io.github.candle4j.examples.ch02;

import io.github.candle4j.examples.common.OptionRange;
import io.github.candle4j.examples.common.Program;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// Rosenblatt's perceptron, and the problem it cannot learn.
@Command(
    name = "perceptron",
    description = "Chapter 2: a perceptron learns AND, and cannot learn XOR.",
    showDefaultValues = true,
    sortOptions = false)
public final class PerceptronCommand extends Program {
  @Option(
      names = "--problem",
      defaultValue = "and",
      paramLabel = "NAME",
      description = "What to learn: ${COMPLETION-CANDIDATES}.")
  private Problem problem = Problem.AND;

  @Option(
      names = "--epochs",
      defaultValue = "100",
      paramLabel = "N",
      converter = OptionRange.Count.class,
      description = "After how many times through the four cases to give up.")
  private int epochs;

  // @start region="training"
  @Override
  protected void run(PrintWriter out) {
    Perceptron perceptron = new Perceptron(0, 0, 0);
    List<Perceptron> before = new ArrayList<>();
    for (int epoch = 1; epoch <= epochs; epoch++) {
      before.add(perceptron);
      int wrong = 0;
      for (int i = 0; i < Problem.INPUTS.length; i++) {
        int[] x = Problem.INPUTS[i];
        wrong += perceptron.answer(x) == problem.target(i) ? 0 : 1;
        perceptron = perceptron.learn(x, problem.target(i));
      }
      print(epoch, perceptron, wrong, out);
      if (wrong == 0) {
        out.println("All four answers are right: it has learned " + problem);
        return;
      }
      int earlier = before.indexOf(perceptron);
      if (earlier >= 0) {
        out.println("These weights were there after epoch " + earlier + ": it goes round for ever");
        return;
      }
    }
    out.println("Not learned in " + epochs + " epochs");
  }

  // @end

  private static void print(int epoch, Perceptron perceptron, int wrong, PrintWriter out) {
    out.println(
        String.format(
            Locale.ROOT,
            "epoch %2d  wrong %d  weights %2d %2d  bias %2d",
            epoch,
            wrong,
            perceptron.w1(),
            perceptron.w2(),
            perceptron.bias()));
  }
}
