package io.github.candle4j.nn.train;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A training run that is killed at any moment, and started again, ends with the weights of one that was not, bit for bit.
/// `-Dcandle.kills=50` kills more often than the ordinary build does.
class TrainingKilledTest {
  private static final int KILLS = Integer.getInteger("candle.kills", 3);
  private static final int STEPS = 12 * TrainingRun.EPOCHS;

  @TempDir private Path folder;

  @Test
  void aKilledRunEndsWithTheWeightsOfOneThatWasNot() throws Exception {
    Path whole = folder.resolve("whole.safetensors");
    List<String> lines = new ArrayList<>();
    Process process = start("whole", whole);
    process.inputReader().lines().forEach(lines::add);
    assertThat(lines.stream().filter(line -> line.startsWith("step "))).hasSize(STEPS);
    assertThat(process.waitFor()).isZero();

    Path killed = folder.resolve("killed.safetensors");
    Random random = new Random();
    int kills = 0;
    int round = 0;
    while (kills < KILLS) {
      Files.deleteIfExists(killed);
      String run = "killed" + round++;
      // Up to three kills in one run.
      int most = 1 + random.nextInt(3);
      for (int i = 0; i < most && kills < KILLS; i++) {
        kill(start(run, killed), folder.resolve(run), random);
        kills++;
      }
      Process last = start(run, killed);
      String end = last.inputReader().lines().reduce("", (_, line) -> line);
      assertThat(last.waitFor()).isZero();
      assertThat(end).isEqualTo(lines.getLast());
      assertThat(killed).hasSameBinaryContentAs(whole);
    }
  }

  private Process start(String run, Path weights) throws Exception {
    return OwnJvm.of(
            List.of(
                TrainingRun.class.getName(), folder.resolve(run).toString(), weights.toString()))
        .redirectErrorStream(true)
        .start();
  }

  /// Kills the process some steps after it has resumed, within a step; every checkpoint that is there can be read then.
  private static void kill(Process process, Path run, Random random) throws Exception {
    try (BufferedReader out = process.inputReader()) {
      long from = number(out, "resumed ");
      assertThat(from).as("it goes on from what was saved last").isEqualTo(latest(run));
      long to = from + random.nextInt(STEPS / 4);
      long done = from;
      while (done < to && done < STEPS) {
        done = number(out, "step ");
      }
      TimeUnit.MICROSECONDS.sleep(random.nextInt(8_000));
      process
          .toHandle()
          .destroyForcibly(); // Unlike that of Process, it leaves the output to be read.
      process.waitFor();
      for (String line = out.readLine(); line != null; line = out.readLine()) {
        done = line.startsWith("step ") ? Long.parseLong(line.substring(5)) : done;
      }
      assertThat(latest(run)).isBetween(done, done + 1);
      Checkpoint.in(run).saved();
    } finally {
      process.destroyForcibly();
    }
  }

  private static long number(BufferedReader out, String start) throws IOException {
    String line = out.readLine();
    while (line != null && !line.startsWith(start)) {
      line = out.readLine();
    }
    assertThat(line).as("the process ended early").isNotNull();
    return Long.parseLong(String.valueOf(line).substring(start.length()));
  }

  private static long latest(Path run) {
    List<Checkpoint.Saved> saved = Checkpoint.in(run).saved();
    return saved.isEmpty() ? 0 : saved.getLast().step();
  }
}
