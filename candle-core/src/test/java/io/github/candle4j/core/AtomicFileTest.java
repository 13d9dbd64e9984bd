package io.github.candle4j.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.candle4j.core.file.AtomicFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AtomicFileTest {
  @TempDir private Path folder;

  private static void write(Path file, String text) {
    AtomicFile.write(
        "save", file, out -> out.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8))));
  }

  private Path old(String name) throws IOException {
    Path file = Files.writeString(folder.resolve(name), "old");
    Files.setLastModifiedTime(file, FileTime.from(Instant.now().minus(Duration.ofHours(2))));
    return file;
  }

  @Test
  void manyMaySaveOneNameAtATime() throws IOException {
    Path file = folder.resolve("shared");
    IntStream.range(0, 400).parallel().forEach(i -> write(file, "text " + i % 10));
    assertThat(file).content().matches("text \\d");
    assertThat(SafetensorsTest.files(folder)).containsExactly("shared");
  }

  @Test
  void whatAKilledProcessLeftGoesAfterAnHourAndNothingElseDoes() throws IOException {
    old(".model-0abc1.tmp");
    Files.writeString(folder.resolve(".model-0abc2.tmp"), "in use");
    old(".model-notes-1.tmp");
    old(".model-2-0abc3.tmp");
    old("model-0abc1.tmp");
    write(folder.resolve("model"), "new");
    assertThat(SafetensorsTest.files(folder))
        .containsExactly(
            ".model-0abc2.tmp",
            ".model-2-0abc3.tmp",
            ".model-notes-1.tmp",
            "model",
            "model-0abc1.tmp");
  }

  @Test
  void aLinkThatLeadsNowhereGetsItsFile() throws IOException {
    Path link = Files.createSymbolicLink(folder.resolve("link"), Path.of("file"));
    write(link, "text");
    assertThat(link).isSymbolicLink();
    assertThat(folder.resolve("file")).content().isEqualTo("text");
  }

  @Test
  void aSecretFileIsSecretWhileItIsWritten() throws IOException {
    Path file = Files.writeString(folder.resolve("secret"), "old");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    AtomicFile.write(
        "save",
        file,
        out -> {
          List<String> names = SafetensorsTest.files(folder);
          Path unfinished = folder.resolve(names.getFirst());
          assertThat(unfinished.toString()).endsWith(".tmp");
          assertThat(Files.getPosixFilePermissions(unfinished)).hasSize(2);
        });
  }

  @Test
  void whatIsNoFileStays() throws IOException {
    Path directory = Files.createDirectory(folder.resolve("directory"));
    Errors.of(() -> write(directory, "text"))
        .is(CandleException.Kind.FILE, "save")
        .says("save " + directory + ": there is something that is no file, and it stays");
    assertThat(SafetensorsTest.files(folder)).containsExactly("directory");
  }

  @Test
  void longNamesLeaveRoom() {
    Path file = folder.resolve("n".repeat(250));
    write(file, "text");
    assertThat(file).content().isEqualTo("text");
  }

  @Test
  void anInterruptedThreadIsNamed() {
    Path file = folder.resolve("f");
    Thread.currentThread().interrupt();
    try {
      Errors.of(() -> write(file, "text")).says("save " + file + ": the thread was interrupted");
    } finally {
      assertThat(Thread.interrupted()).isTrue();
    }
    assertThat(file).doesNotExist();
  }
}
