package io.github.candle4j.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A process that is killed while it saves a file of 200 MB leaves the old file or the new one. `-Dcandle.kills=50` kills more
/// of them than the ordinary build does.
class SaveKilledTest {
  private static final int KILLS = Integer.getInteger("candle.kills", 3);

  @TempDir private Path folder;

  @Test
  void aKilledSaveLeavesTheOldFileOrTheNewOne() throws Exception {
    long seed = new Random().nextLong();
    Random random = new Random(seed);
    int unfinished = 0;
    for (int kill = 0; kill < KILLS; kill++) {
      Path file = folder.resolve("model.safetensors");
      int begun = killDuringSave(file, random);
      MmapedSafetensors found = new MmapedSafetensors(file);
      int number = Integer.parseInt(Objects.requireNonNull(found.metadata().get("number")));
      assertThat(number).as("seed %d, kill %d", seed, kill).isBetween(begun - 1, begun);
      Tensor x = found.load("x", Device.CPU);
      assertThat(x.dims()).containsExactly(SaveForever.ELEMENTS);
      assertThat(x.minAll().toScalarF32()).isEqualTo(number);
      assertThat(x.maxAll().toScalarF32()).isEqualTo(number);
      unfinished += removeUnfinished();
      Files.delete(file);
    }
    System.out.println(unfinished + " of " + KILLS + " processes were killed within a save");
  }

  /// Kills a process in its second or third save and tells in which.
  private static int killDuringSave(Path file, Random random) throws Exception {
    Process process =
        OwnJvm.of(
                List.of(
                    "--add-modules=jdk.incubator.vector",
                    SaveForever.class.getName(),
                    file.toString()))
            .redirectErrorStream(true)
            .start();
    try (BufferedReader out = process.inputReader()) {
      await(out, "begin 1");
      long start = System.nanoTime();
      await(out, "end 1");
      long nanos = System.nanoTime() - start;
      int last = 2 + random.nextInt(2);
      await(out, "begin " + last);
      // From the first byte to the rename, and sometimes a little after.
      TimeUnit.NANOSECONDS.sleep((long) (random.nextDouble() * 1.1 * nanos));
      process
          .toHandle()
          .destroyForcibly(); // Unlike that of Process, it leaves the output to be read.
      process.waitFor();
      for (String line = out.readLine(); line != null; line = out.readLine()) {
        last += line.startsWith("begin ") ? 1 : 0;
      }
      return last;
    } finally {
      process.destroyForcibly();
    }
  }

  private static void await(BufferedReader out, String line) throws IOException {
    String read = out.readLine();
    while (read != null && !read.equals(line)) {
      read = out.readLine();
    }
    assertThat(read).isEqualTo(line);
  }

  /// Removes what the killed process left beside the file, at most one unfinished file.
  private int removeUnfinished() throws IOException {
    List<String> left =
        SafetensorsTest.files(folder).stream().filter(n -> n.endsWith(".tmp")).toList();
    assertThat(left).hasSizeLessThan(2);
    for (String name : left) {
      assertThat(name).startsWith(".model.safetensors-");
      Files.delete(folder.resolve(name));
    }
    return left.size();
  }
}
