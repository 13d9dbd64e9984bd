package io.github.candle4j.examples.common;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.candle4j.core.DType;
import io.github.candle4j.core.Device;
import io.github.candle4j.examples.CommandRun;
import io.github.candle4j.examples.OtherJvm;
import io.github.candle4j.nn.Linear;
import io.github.candle4j.nn.VarBuilder;
import io.github.candle4j.nn.VarMap;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrainingRunTest {
  @TempDir Path folder;

  private final StringWriter printed = new StringWriter();
  private final VarMap varmap = new VarMap();

  private TrainingRun run(long steps, boolean asked) {
    var _ = Linear.linear(2, 1, VarBuilder.fromVarmap(varmap, DType.F32, Device.CPU));
    return new TrainingRun(
        new TrainingRun.Job("x", steps, "epochs"),
        new TrainingRun.Place(folder.resolve("run"), asked),
        checkpoint -> checkpoint.model(varmap),
        new PrintWriter(printed, true));
  }

  @Test
  void aRunGoesOnWhereItWas() {
    try (TrainingRun run = run(3, true)) {
      while (run.next()) {
        run.done(1);
        run.println("epoch %d %b", run.step(), run.isEvery(2));
      }
    }
    try (TrainingRun run = run(5, true)) {
      while (run.next()) {
        run.done(1);
        run.println("epoch %d %b", run.step(), run.isEvery(2));
      }
    }
    assertThat(printed.toString().lines())
        .containsExactly(
            "epoch 1 false",
            "epoch 2 true",
            "epoch 3 true",
            "Goes on after 3 epochs",
            "epoch 4 true",
            "epoch 5 true");
  }

  @Test
  void nothingIsSavedUnasked() {
    try (TrainingRun run = run(1, false)) {
      assertThat(run.next()).isTrue();
      run.done(1);
    }
    assertThat(folder.resolve("run")).doesNotExist();
  }

  @Test
  void aStepThatFailsIsNotSaved() {
    assertThatThrownBy(
            () -> {
              try (TrainingRun run = run(3, true)) {
                assertThat(run.next()).isTrue();
                run.done(1);
                assertThat(run.next()).isTrue();
                run.done(Double.NaN);
              }
            })
        .isInstanceOf(InputException.class)
        .hasMessage("the loss is NaN in step 2: try a smaller learning rate");
    assertThat(folder.resolve("run")).doesNotExist();
  }

  /// The process is asked to stop as Ctrl-C asks it.
  @Test
  void aProgramThatIsStoppedLeavesACheckpointToGoOnFrom() throws Exception {
    Process process =
        OtherJvm.of(
                folder, List.of("io.github.candle4j.examples.Main", "iris", "--epochs", "1000000"))
            .start();
    String last = "";
    try (BufferedReader out =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      for (String line = out.readLine(); line != null; line = out.readLine()) {
        if (line.startsWith("Epoch  20")) {
          // That of Process closes the streams, too.
          assertThat(process.toHandle().destroy()).isTrue();
        }
        last = line.startsWith("Stopped") ? line : last;
      }
    }
    assertThat(last).matches("Stopped after \\d+ of 1000000 epochs; .* --checkpoint iris-\\S+ .*");
    Path checkpoint = onlyFile(folder);
    long done = Long.parseLong(last.split(" ", -1)[2]);
    CommandRun rest =
        CommandRun.of(
            "iris", "--epochs", Long.toString(done + 10), "--checkpoint", checkpoint.toString());
    CommandRun whole = CommandRun.of("iris", "--epochs", Long.toString(done + 10));
    assertThat(rest.out()).contains("Goes on after " + done + " epochs");
    assertThat(result(rest)).isEqualTo(result(whole));
  }

  private static String result(CommandRun run) {
    return run.out().substring(run.out().indexOf("Confusion"));
  }

  private static Path onlyFile(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.collect(Collectors.collectingAndThen(Collectors.toList(), l -> l.getFirst()));
    }
  }
}
