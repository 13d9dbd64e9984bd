package io.github.candle4j.examples.ch05;

import io.github.candle4j.core.Device;
import io.github.candle4j.core.Utils;
import java.util.ArrayList;
import java.util.List;

/// Trains as the book does and prints, for another JVM to read, the kernels that were in use and the loss of the last
/// epoch: `vector512 0.0561...`.
final class FinalLoss {
  private FinalLoss() {}

  public static void main(String[] args) {
    IrisData flowers = IrisData.of(IrisCsv.embedded(), Device.CPU).normalized();
    List<Double> losses = new ArrayList<>();
    new Training(TrainingSettings.defaults(), Device.CPU)
        .train(flowers, epoch -> losses.add(epoch.loss()));
    System.out.println(Utils.kernels() + " " + losses.getLast());
  }
}
