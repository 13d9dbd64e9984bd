package io.github.candle4j.nn.data;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;

/// Data sets that are not part of the project. Tests that need one are skipped where it is not there.
public final class TestData {
  private TestData() {}

  /// A file of the folder that the environment variable `CANDLE_TEST_DATA` names.
  public static Path file(String name) {
    Path file = Path.of(Objects.requireNonNullElse(System.getenv("CANDLE_TEST_DATA"), ""), name);
    assumeTrue(Files.exists(file), () -> "skipped: there is no " + name + " in $CANDLE_TEST_DATA");
    return file;
  }
}
