package io.github.candle4j.benchmarks;

/// Who is measured.
enum Side {
  VECTOR("vector"),
  SCALAR("scalar"),
  OPENBLAS("OpenBLAS"),
  PYTORCH("PyTorch");

  private final String title;

  Side(String title) {
    this.title = title;
  }

  String title() {
    return title;
  }

  /// What is compiled while it runs takes longer to get warm.
  boolean isJava() {
    return this == VECTOR || this == SCALAR;
  }
}
