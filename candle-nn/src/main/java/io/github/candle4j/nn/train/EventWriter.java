package io.github.candle4j.nn.train;

import io.github.candle4j.core.CandleException;
import io.github.candle4j.core.CandleException.Kind;
import io.github.candle4j.core.Tensor;
import io.github.candle4j.nn.data.Images;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.zip.CRC32C;

/// Writes curves, histograms and images for TensorBoard: an event file in a folder, which `tensorboard --logdir` shows while it grows.
///
/// {@snippet :
/// try (EventWriter events = EventWriter.in(Path.of("runs", "first"))) {
///   events.scalar("loss/train", loss, step);
///   events.histogram("layer1.weight", layer1.weight(), step);
///   events.image("samples", image, step); // [3, height, width]
/// }
/// }
///
/// Each record goes to the operating system in one piece when it is written, so a program that ends in any way leaves whole records, and at
/// most a part of the last one, which readers pass over. A writer may be used by several threads.
///
/// Sources: the record format of tensorflow/core/lib/io/record_writer.h, and the messages of tensorflow/core/util/event.proto and
/// tensorflow/core/framework/summary.proto.
public final class EventWriter implements AutoCloseable {
  private static final String OPERATION = "events";
  private static final String VERSION = "brain.Event:2";
  private static final double MILLIS = 1e3;

  /// What is added to a rotated checksum, so that a checksum of data that contains checksums is no special case.
  private static final int MASK = 0xA282EAD8;

  private static final int ROTATION = 15;

  /// Writers that begin within the same second in the same folder.
  private static final int MOST_WRITERS = 1000;

  private final Path file;

  /// Not a channel, which an interrupt of one thread would close for all.
  private final FileOutputStream out;

  private final Clock clock;
  private boolean closed;

  private EventWriter(Path file, FileOutputStream out, Clock clock) {
    this.file = file;
    this.out = out;
    this.clock = clock;
    write(new ProtoBuffer().number(1, seconds()).text(3, VERSION));
  }

  /// A new event file in a folder, which is made if it is not there.
  ///
  /// @throws CandleException if the file cannot be written
  public static EventWriter in(Path folder) {
    return in(folder, Clock.systemUTC());
  }

  static EventWriter in(Path folder, Clock clock) {
    try {
      Files.createDirectories(folder);
      for (int i = 0; i < MOST_WRITERS; i++) {
        Path file =
            folder.resolve(
                "events.out.tfevents." + clock.instant().getEpochSecond() + ".candle4j." + i);
        try {
          Files.createFile(file);
          return new EventWriter(file, new FileOutputStream(file.toFile()), clock);
        } catch (FileAlreadyExistsException _) {
          // Another run: the next number.
        }
      }
      throw new IOException("there are " + MOST_WRITERS + " event files of this second");
    } catch (IOException e) {
      throw failed(folder, e);
    }
  }

  /// A point of a curve. NaN and infinities are shown as such.
  ///
  /// @throws CandleException if it cannot be written
  public void scalar(String tag, double value, long step) {
    summary(step, value(tag).number(2, (float) value));
  }

  /// How the values of a tensor of any shape and dtype are spread. Those that are not finite do not count; if none is, nothing is written.
  ///
  /// @throws CandleException if it cannot be written
  public void histogram(String tag, Tensor values, long step) {
    Histogram histogram = Histogram.of(values);
    if (!histogram.isEmpty()) {
      summary(step, value(tag).message(5, histogram.proto()));
    }
  }

  /// An image, `[1, height, width]` or `[3, height, width]`: U8, or floats from 0 to 1.
  ///
  /// @throws CandleException if it has another shape or dtype, or cannot be written
  public void image(String tag, Tensor image, long step) {
    byte[] png = Images.png(image);
    ProtoBuffer message =
        new ProtoBuffer()
            .whole(1, image.dim(1))
            .whole(2, image.dim(2))
            .whole(3, image.dim(0))
            .bytes(4, png);
    summary(step, value(tag).message(4, message));
  }

  private static ProtoBuffer value(String tag) {
    return new ProtoBuffer().text(1, tag);
  }

  private void summary(long step, ProtoBuffer value) {
    ProtoBuffer summary = new ProtoBuffer().message(1, value);
    write(new ProtoBuffer().number(1, seconds()).whole(2, step).message(5, summary));
  }

  private double seconds() {
    return clock.millis() / MILLIS;
  }

  /// The length and its checksum, the data and theirs.
  private void write(ProtoBuffer event) {
    byte[] data = event.toBytes();
    byte[] length = ProtoBuffer.little(Long.BYTES).putLong(data.length).array();
    byte[] record =
        ProtoBuffer.little(Math.addExact(data.length, Long.BYTES + 2 * Integer.BYTES))
            .put(length)
            .putInt(masked(length))
            .put(data)
            .putInt(masked(data))
            .array();
    try {
      synchronized (out) {
        checkOpen();
        out.write(record);
      }
    } catch (IOException e) {
      throw failed(file, e);
    }
  }

  private void checkOpen() throws IOException {
    if (closed) {
      throw new IOException("the writer is closed");
    }
  }

  private static int masked(byte[] data) {
    CRC32C sum = new CRC32C();
    sum.update(data);
    return Integer.rotateRight((int) sum.getValue(), ROTATION) + MASK;
  }

  private static CandleException failed(Path file, IOException e) {
    return new CandleException(
        Kind.FILE, OPERATION, OPERATION + " " + file + ": " + e.getMessage(), e);
  }

  /// The event file.
  public Path file() {
    return file;
  }

  /// Waits until all that was written is on the disk.
  ///
  /// @throws CandleException if it cannot be written
  public void flush() {
    try {
      synchronized (out) {
        checkOpen();
        out.getFD().sync();
      }
    } catch (IOException e) {
      throw failed(file, e);
    }
  }

  @Override
  public void close() {
    try {
      synchronized (out) {
        closed = true;
        out.close();
      }
    } catch (IOException e) {
      throw failed(file, e);
    }
  }
}
