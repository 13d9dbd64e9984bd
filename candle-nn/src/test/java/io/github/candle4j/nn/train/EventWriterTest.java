package io.github.candle4j.nn.train;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.candle4j.core.CandleException.Kind;
import io.github.candle4j.core.DType;
import io.github.candle4j.core.Device;
import io.github.candle4j.core.Shape;
import io.github.candle4j.core.Tensor;
import io.github.candle4j.nn.data.Errors;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// tools/oracles/nn/tensorboard_check.py reads what [#writesWhatTensorBoardReads] leaves behind, with TensorBoard.
class EventWriterTest {
  private static final Device CPU = Device.CPU;
  private static final Clock CLOCK = Clock.fixed(Instant.ofEpochSecond(2), ZoneOffset.UTC);

  @TempDir private Path folder;

  /// The data of the records of a file, whose lengths and checksums are right.
  private static List<byte[]> records(Path file) throws IOException {
    ByteBuffer in = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
    List<byte[]> records = new ArrayList<>();
    while (in.hasRemaining()) {
      byte[] length = new byte[8];
      in.get(length);
      assertThat(in.getInt()).isEqualTo(masked(length));
      byte[] data = new byte[(int) in.getLong(in.position() - 12)];
      in.get(data);
      assertThat(in.getInt()).isEqualTo(masked(data));
      records.add(data);
    }
    return records;
  }

  /// CRC-32C bit by bit, by its polynomial 0x1EDC6F41, reversed.
  private static int masked(byte[] data) {
    int crc = -1;
    for (byte b : data) {
      crc ^= Byte.toUnsignedInt(b);
      for (int bit = 0; bit < 8; bit++) {
        crc = (crc >>> 1) ^ ((crc & 1) * 0x82F63B78);
      }
    }
    return ((~crc >>> 15) | (~crc << 17)) + 0xA282EAD8;
  }

  private static byte[] hex(String text) {
    return HexFormat.of().parseHex(text.replace(" ", ""));
  }

  private static String ascii(byte[] bytes) {
    return new String(bytes, StandardCharsets.ISO_8859_1);
  }

  /// The twelve bytes that begin every event file of TensorFlow.
  @Test
  void theFileBeginsAsEveryEventFileDoes() throws IOException {
    Path file;
    try (EventWriter events = EventWriter.in(folder, CLOCK)) {
      file = events.file();
    }
    assertThat(file).hasFileName("events.out.tfevents.2.candle4j.0");
    byte[] bytes = Files.readAllBytes(file);
    assertThat(bytes).startsWith(hex("18 00 00 00 00 00 00 00 a3 7f 4b 22"));
    assertThat(records(file))
        .containsExactly(
            hex("09 00 00 00 00 00 00 00 40 1a 0d 62 72 61 69 6e 2e 45 76 65 6e 74 3a 32"));
  }

  /// By hand: 09 wall time, 10 step, 2a summary of 10 bytes, 0a value of 8, 0a tag, 15 the float 1.5.
  @Test
  void aScalarIsAMessageInAMessage() throws IOException {
    try (EventWriter events = EventWriter.in(folder, CLOCK)) {
      events.scalar("a", 1.5, 300);
      events.flush();
      assertThat(records(events.file()).get(1))
          .isEqualTo(
              hex("09 00 00 00 00 00 00 00 40 10 ac 02 2a 0a 0a 08 0a 01 61 15 00 00 c0 3f"));
      events.scalar("b", Double.NaN, -1);
      assertThat(records(events.file())).hasSize(3);
    }
  }

  @Test
  void aHistogramCountsFiniteValues() throws IOException {
    try (EventWriter events = EventWriter.in(folder, CLOCK)) {
      float nan = Float.NaN;
      events.histogram("h", Tensor.of(new float[] {0, 30, 14.5f, nan}, CPU), 1);
      events.histogram("none", Tensor.of(new float[] {nan}, CPU), 1);
      List<byte[]> records = records(events.file());
      assertThat(records).hasSize(2);
      // min 0, max 30, three values, sum 44.5, sum of squares 900 + 210.25
      assertThat(ascii(records.get(1)))
          .contains(
              ascii(
                  hex(
                      "09 0000000000000000 11 0000000000003e40 19 0000000000000840"
                          + " 21 0000000000404640 29 0000000000599140")));
    }
  }

  @Test
  void bucketsHoldEveryValueOnce() throws IOException {
    try (EventWriter events = EventWriter.in(folder, CLOCK)) {
      // One value; the widest range; a bucket each.
      events.histogram("one", Tensor.of(new int[] {3, 3}, CPU), 1);
      events.histogram("wide", Tensor.of(new double[] {-1e308, 1e308, 0}, CPU), 1);
      events.histogram("each", Tensor.arange(0f, 31f, CPU), 1);
      List<byte[]> records = records(events.file());
      for (int i = 0; i < 3; i++) {
        double[] counts = counts(records.get(i + 1));
        assertThat(counts).hasSize(31);
        assertThat(Arrays.stream(counts).sum()).isEqualTo(new int[] {2, 3, 31}[i]);
      }
      assertThat(counts(records.get(3))[30]).isEqualTo(2); // 29 and 30, the upper end.
      assertThat(counts(records.get(3))[0]).isZero();
    }
  }

  /// The last field: packed doubles.
  private static double[] counts(byte[] record) {
    ByteBuffer in = ByteBuffer.wrap(record).order(ByteOrder.LITTLE_ENDIAN);
    double[] counts = new double[31];
    in.position(record.length - 8 * counts.length);
    in.asDoubleBuffer().get(counts);
    return counts;
  }

  @Test
  void writersOfOneSecondHaveFilesOfTheirOwn() throws IOException {
    try (EventWriter first = EventWriter.in(folder, CLOCK);
        EventWriter second = EventWriter.in(folder, CLOCK)) {
      assertThat(second.file()).isNotEqualTo(first.file());
      assertThat(records(second.file())).hasSize(1);
    }
  }

  @Test
  void whatCannotBeWrittenIsAnError() throws IOException {
    Path file = Files.createFile(folder.resolve("file"));
    assertThat(Errors.of(() -> EventWriter.in(file)).is(Kind.FILE, "events").error())
        .hasMessageStartingWith("events " + file + ": ");
    EventWriter events = EventWriter.in(folder);
    events.close();
    assertThat(Errors.of(() -> events.scalar("x", 1, 1)).is(Kind.FILE, "events").error())
        .hasMessage("events " + events.file() + ": the writer is closed");
    assertThat(Errors.of(events::flush).is(Kind.FILE, "events").error())
        .hasMessage("events " + events.file() + ": the writer is closed");
    Errors.of(() -> events.image("x", Tensor.zeros(Shape.of(2, 1, 1), DType.F32, CPU), 1))
        .is(Kind.SHAPE, "png");
  }

  @Test
  void anInterruptedThreadWritesAndStaysInterrupted() throws IOException {
    try (EventWriter events = EventWriter.in(folder)) {
      Thread.currentThread().interrupt();
      events.scalar("x", 1, 1);
      events.flush();
      assertThat(Thread.interrupted()).isTrue();
      events.scalar("x", 2, 2);
      assertThat(records(events.file())).hasSize(3);
    } finally {
      Thread.interrupted();
    }
  }

  @Test
  void writesWhatTensorBoardReads() throws IOException {
    Path runs = Path.of("target", "events");
    if (Files.isDirectory(runs)) {
      try (var old = Files.walk(runs).sorted(Comparator.reverseOrder())) {
        for (Path p : old.toList()) {
          Files.delete(p);
        }
      }
    }
    try (EventWriter events = EventWriter.in(runs)) {
      for (int step = 0; step < 5; step++) {
        events.scalar("loss/train", 1.0 / (step + 1), 100L * step);
      }
      events.histogram("weights", Tensor.arange(0f, 31f, CPU), 7);
      byte[] pixels = {0, 51, 102, (byte) 255, 9, 8};
      events.image("digits", Tensor.fromVec(pixels, Shape.of(1, 2, 3), CPU), 7);
      events.image("colours", Tensor.rand(0f, 1f, Shape.of(3, 4, 5), CPU), 8);
      assertThat(records(events.file())).hasSize(1 + 5 + 3);
    }
  }
}
