package io.github.candle4j.nn.train;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.candle4j.core.DType;
import io.github.candle4j.core.Device;
import io.github.candle4j.core.Shape;
import io.github.candle4j.nn.VarBuilder;
import io.github.candle4j.nn.VarMap;
import java.io.BufferedReader;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StopSignalTest {
  @TempDir private Path folder;

  /// A run that would never end.
  static final class Endless {
    private Endless() {}

    /// Argument: the folder for the checkpoint.
    public static void main(String[] args) throws InterruptedException {
      VarMap varmap = new VarMap();
      VarBuilder.fromVarmap(varmap, DType.F32, Device.CPU).get(Shape.of(1), "x");
      long step = 0;
      try (StopSignal stop = StopSignal.listen(Duration.ofMinutes(1))) {
        while (!stop.isRequested()) {
          step++;
          System.out.println("step " + step);
          Thread.sleep(5);
        }
        Thread.sleep(300); // Whoever does not wait ends now.
        Checkpoint.in(Path.of(args[0])).model(varmap).save(step);
      }
      System.out.println("end");
    }
  }

  @Test
  void aRunThatIsAskedToStopSavesFirst() throws Exception {
    Process process =
        OwnJvm.of(List.of(Endless.class.getName(), folder.toString()))
            .redirectErrorStream(true)
            .start();
    try (BufferedReader out = process.inputReader()) {
      String line = out.readLine();
      while (line != null && !line.equals("step 3")) {
        line = out.readLine();
      }
      assertThat(line).isEqualTo("step 3");
      process.toHandle().destroy(); // What Ctrl-C does, too: the JVM runs its hooks.
      process.waitFor();
      String last = out.lines().filter(l -> l.startsWith("step ")).reduce("step 3", (_, l) -> l);
      Checkpoint.Saved saved = Checkpoint.in(folder).saved().getFirst();
      assertThat("step " + saved.step()).isEqualTo(last);
    } finally {
      process.destroyForcibly();
    }
  }

  @Test
  void nobodyIsAskedToStopByItself() {
    try (StopSignal stop = StopSignal.listen(Duration.ofSeconds(1))) {
      assertThat(stop.isRequested()).isFalse();
    }
  }
}
