package io.github.candle4j.nn.data;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.candle4j.core.CandleException.Kind;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TokenWindowsTest {
  private static final int[] IDS = {5, 6, 7, 8, 9, 10, 11};

  @TempDir private Path folder;

  private static void assertWindow(Example window, int... ids) {
    int n = ids.length - 1;
    assertThat(window.input().toVec1U32()).containsExactly(Arrays.copyOf(ids, n));
    assertThat(window.target().toVec1U32()).containsExactly(Arrays.copyOfRange(ids, 1, n + 1));
  }

  @Test
  void theTargetIsTheInputOneTokenFurtherOn() {
    TokenWindows every = TokenWindows.of(IDS, 3, 1);
    assertThat(every.size()).isEqualTo(4); // The last one is 8 9 10 with the target 9 10 11.
    assertWindow(every.get(0), 5, 6, 7, 8);
    assertWindow(every.get(3), 8, 9, 10, 11);
    TokenWindows apart = TokenWindows.of(IDS, 3, 3);
    assertThat(apart.size()).isEqualTo(2);
    assertWindow(apart.get(1), 8, 9, 10, 11);
    assertThat(TokenWindows.of(IDS, 2, 4).size()).isEqualTo(2);
    assertThat(TokenWindows.of(IDS, 6, 9).size()).isEqualTo(1);
    assertThat(apart).hasToString("TokenWindows(2 of 3, stride 3)");
  }

  @Test
  void windowsComeInBatches() {
    DataLoader<Example> loader =
        DataLoader.of(
            TokenWindows.of(IDS, 3, 1),
            Example::stack,
            DataLoaderConfig.defaults().withBatchSize(4));
    assertThat(loader.iterator().next().target().toVec2U32())
        .isDeepEqualTo(new int[][] {{6, 7, 8}, {7, 8, 9}, {8, 9, 10}, {9, 10, 11}});
  }

  @Test
  void mappedFilesHoldTheLowByteFirst() throws IOException {
    Path small = folder.resolve("u16.bin");
    Path large = folder.resolve("u32.bin");
    ByteBuffer halves = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN);
    halves.putShort((short) 1).putShort((short) 65535).putShort((short) 300).putShort((short) 2);
    ByteBuffer words = ByteBuffer.allocate(16).order(ByteOrder.LITTLE_ENDIAN);
    words.putInt(1).putInt(65535).putInt(1 << 20).putInt(-1);
    Files.write(small, halves.array());
    Files.write(large, words.array());
    assertWindow(TokenWindows.ofU16File(small, 2, 1).get(0), 1, 65535, 300);
    assertWindow(TokenWindows.ofU16File(small, 2, 1).get(1), 65535, 300, 2);
    assertWindow(TokenWindows.ofU32File(large, 2, 1).get(0), 1, 65535, 1 << 20);
    Errors.of(() -> TokenWindows.ofU32File(large, 2, 1).get(1))
        .is(Kind.FILE, "token_windows")
        .says(large + ": token 3 is 4294967295, too large (at byte 12)");
    Files.write(small, new byte[5]);
    Errors.of(() -> TokenWindows.ofU16File(small, 1, 1))
        .says(small + ": a token has 2 bytes, the file has 1 left (at byte 4)");
    Path none = folder.resolve("none");
    Errors.of(() -> TokenWindows.ofU16File(none, 1, 1))
        .is(Kind.FILE, "open")
        .says("open " + none + ": there is no " + none);
  }

  @Test
  void aFileThatBecameShorterIsAnError() throws IOException {
    Path file = folder.resolve("u16.bin");
    Files.write(file, new byte[1 << 16]);
    TokenWindows windows = TokenWindows.ofU16File(file, 8, 8);
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      channel.truncate(4096);
    }
    assertThat(windows.get(0).input().dims()).containsExactly(8);
    Errors.of(() -> windows.get(windows.size() - 1))
        .is(Kind.FILE, "token_windows")
        .says(file + ": the file has become shorter, or its disk failed, since it was mapped");
  }

  @Test
  void windowsThatDoNotFitAreRefused() {
    Errors.of(() -> TokenWindows.of(IDS, 7, 1))
        .is(Kind.ARGUMENT, "token_windows")
        .says(
            "token_windows: there are 7 tokens, a window of 7 wants one more than that",
            "take a shorter window");
    Errors.of(() -> TokenWindows.of(IDS, 0, 1))
        .says("token_windows: window and stride must be 1 or more, got 0 and 1");
    Errors.of(() -> TokenWindows.of(IDS, 3, 1).get(4))
        .is(Kind.INDEX, "get")
        .says("get: there is no sample 4, only 0 to 3");
  }
}
