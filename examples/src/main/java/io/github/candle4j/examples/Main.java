package io.github.candle4j.examples;

/// Runs the programs of the book's chapters.
public final class Main {
  private Main() {}

  /// Lists what there is to run.
  public static void main(String[] args) {
    System.out.println("candle4j examples");
  }
}
