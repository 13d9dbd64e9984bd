package io.github.candle4j.nn.train;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.candle4j.core.CandleException.Kind;
import io.github.candle4j.nn.data.Errors;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class ProgressTest {
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8);
  private final AtomicLong nanos = new AtomicLong(77);

  private void pass(double seconds) {
    nanos.addAndGet((long) (seconds * 1e9));
  }

  private String printed() {
    return bytes.toString(StandardCharsets.UTF_8);
  }

  @Test
  void withoutATerminalThereIsALineEveryTenSeconds() {
    try (Progress progress = Progress.start("epoch 1", 1000, out, nanos::get)) {
      for (int i = 0; i < 5; i++) {
        pass(4);
        progress.step(100, 0.5 / (i + 1));
      }
      assertThat(printed())
          .isEqualTo(
              "epoch 1: 300 of 1000 (30 %), loss 0.1667, 25 samples/s" + System.lineSeparator());
      assertThat(progress.samplesPerSecond()).isEqualTo(25);
      progress.step(500);
    }
    assertThat(printed())
        .endsWith(
            "epoch 1: 1000 of 1000 (100 %), loss 0.1000, 50 samples/s" + System.lineSeparator());
    assertThat(printed().lines()).hasSize(2);
  }

  @Test
  void aShortJobPrintsNothing() {
    try (Progress progress = Progress.start("x", 10, out, nanos::get)) {
      progress.step(10, 1);
      assertThat(progress).hasToString("x: 10 of 10 (100 %), loss 1.0000, 0 samples/s");
    }
    assertThat(printed()).isEmpty();
    Errors.of(() -> Progress.start("x", -1))
        .is(Kind.ARGUMENT, "progress")
        .says("progress: the number of samples must be 0 or more, got -1");
  }

  @Test
  void slowStepsHaveARateWithADecimal() {
    Progress progress = Progress.start("x", 10, out, nanos::get);
    pass(5);
    progress.step(1);
    assertThat(progress).hasToString("x: 1 of 10 (10 %), 0.2 samples/s");
    progress.close();
  }

  @Test
  void theBarIsDrawnAndTakenAway() throws Exception {
    try (TerminalBar bar = TerminalBar.start("epoch 1", 1000, out)) {
      bar.stepTo(250, "loss 0.5000, 20 samples/s");
      for (int i = 0; i < 200 && !printed().contains("25%"); i++) {
        Thread.sleep(20);
      }
    }
    assertThat(printed())
        .contains("epoch 1")
        .contains("250/1000")
        .contains("loss 0.5000")
        .endsWith("\r\033[K");
  }

  @Test
  void otherThingsArePrintedInThePlaceOfTheBar() {
    try (TerminalBar bar = TerminalBar.start("epoch 1", 1000, out)) {
      bar.aside(() -> out.print("a line"));
      assertThat(printed()).contains("\r\033[Ka line");
    }
    try (Progress progress = Progress.start("x", 10, "epochs")) {
      progress.aside(() -> out.print("another"));
      assertThat(progress).hasToString("x: 0 of 10 (0 %), 0 epochs/s");
    }
    assertThat(printed()).endsWith("another");
  }
}
