package io.github.candle4j.explaining;

import io.github.candle4j.core.CandleException;
import io.github.candle4j.core.Device;
import io.github.candle4j.core.Tensor;
import io.github.candle4j.core.Var;

/// What [WatchedProgramTest] starts in JVMs of their own.
final class WatchedProgram {
  private WatchedProgram() {}

  public static void main(String[] args) throws InterruptedException {
    Var v = Var.of(new float[] {1, 0}, Device.CPU);
    Tensor loss = v.sqr().mul(v).sumAll();
    System.out.println(loss.backward().get(v).orElseThrow());
    Thread other = Thread.ofPlatform().start(() -> v.exp());
    other.join();
    System.out.println(attempt(() -> v.log()));
    System.out.println(attempt(() -> v.neg().sqrt()));
  }

  private static String attempt(Runnable operation) {
    try {
      operation.run();
      return "passed";
    } catch (CandleException e) {
      return e.kind() + " in " + e.operation();
    }
  }
}
