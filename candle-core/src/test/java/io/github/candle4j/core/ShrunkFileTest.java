package io.github.candle4j.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.candle4j.core.CandleException.Kind;
import io.github.candle4j.core.file.Bytes;
import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Reads of a part that is gone, after so many reads that they are compiled: compiled code reports the fault later than the
/// interpreter does.
class ShrunkFileTest {
  private static final int COMPILED = 30_000;
  private static final int SIZE = 1 << 16;

  @TempDir private Path folder;

  private Bytes cut(String name) throws IOException {
    Path file = Files.write(folder.resolve(name), new byte[SIZE]);
    Bytes bytes = Bytes.map(file);
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      channel.truncate(4096);
    }
    return bytes;
  }

  @Test
  void arrays() throws IOException {
    Bytes whole = Bytes.map(Files.write(folder.resolve("whole"), new byte[SIZE]));
    float[] to = new float[SIZE / Float.BYTES];
    for (int i = 0; i < COMPILED; i++) {
      whole.read(0, ByteOrder.LITTLE_ENDIAN, to, 0, 64);
    }
    for (int i = 0; i < 10; i++) {
      Bytes cut = cut("cut" + i);
      Errors.of(() -> cut.read(0, ByteOrder.LITTLE_ENDIAN, to, 0, to.length)).is(Kind.FILE, "read");
    }
  }

  @Test
  void bytes() throws IOException {
    Bytes whole = Bytes.map(Files.write(folder.resolve("whole"), new byte[SIZE]));
    int sum = 0;
    for (int i = 0; i < COMPILED; i++) {
      sum += whole.u8(i);
    }
    assertThat(sum).isZero();
    for (int i = 0; i < 10; i++) {
      Bytes cut = cut("cut" + i);
      Errors.of(() -> cut.u8(SIZE - 1)).is(Kind.FILE, "read");
    }
  }
}
