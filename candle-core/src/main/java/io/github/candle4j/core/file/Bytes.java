package io.github.candle4j.core.file;

import io.github.candle4j.core.CandleException;
import io.github.candle4j.core.CandleException.Kind;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/// A stretch of bytes to be read: of a mapped file, or of an array.
///
/// Every access is checked, and this is the one place that touches mapped memory: a file that became shorter since it
/// was mapped is an error that names it. The garbage collector unmaps a file when nothing refers to it any more.
public final class Bytes {
  /// Of which file or buffer, for errors.
  private final String name;

  private final MemorySegment segment;

  /// Where in the file this stretch begins.
  private final long start;

  private final @Nullable Path file;

  private Bytes(String name, MemorySegment segment, long start, @Nullable Path file) {
    this.name = name;
    this.segment = segment;
    this.start = start;
    this.file = file;
  }

  /// The bytes of an array, which is not copied.
  public static Bytes of(byte[] bytes, String name) {
    return new Bytes(name, MemorySegment.ofArray(bytes).asReadOnly(), 0, null);
  }

  /// A whole file, mapped: nothing is read before it is used.
  ///
  /// @throws CandleException if there is no such file or it cannot be read
  public static Bytes map(Path file) {
    if (Files.exists(file) && !Files.isRegularFile(file)) {
      String what = Files.isDirectory(file) ? "a directory" : "no file";
      throw new CandleException(Kind.FILE, "open", file + " is " + what + ", a file is wanted");
    }
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      MemorySegment all =
          channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size(), Arena.ofAuto());
      return new Bytes(file.toString(), all, 0, file);
    } catch (UnsupportedOperationException _) { // A file within an archive, say.
      return readWhole(file);
    } catch (IOException e) {
      throw FileErrors.of("open", file, e);
    }
  }

  private static Bytes readWhole(Path file) {
    try {
      return of(Files.readAllBytes(file), file.toString());
    } catch (IOException e) {
      throw FileErrors.of("open", file, e);
    }
  }

  /// True for a file, false for an array.
  public boolean isMapped() {
    return file != null;
  }

  /// The file or buffer, for errors.
  public String name() {
    return name;
  }

  public long size() {
    return segment.byteSize();
  }

  /// A part, which keeps the whole alive.
  public Bytes slice(long offset, long size) {
    check(offset, size);
    return new Bytes(name, segment.asSlice(offset, size), start + offset, file);
  }

  /// A part that is a file of its own, such as an entry of an archive: errors name it, and count from its first byte.
  public Bytes part(String entry, long offset, long size) {
    check(offset, size);
    return new Bytes(name + ": " + entry, segment.asSlice(offset, size), 0, file);
  }

  /// One byte, 0 to 255.
  public int u8(long offset) {
    check(offset, 1);
    try {
      int result = segment.get(ValueLayout.JAVA_BYTE, offset) & 0xFF;
      awaitFault();
      return result;
    } catch (InternalError e) {
      throw shrunk(e);
    }
  }

  /// Two bytes, the lowest first: 0 to 65535.
  public int u16(long offset) {
    return u8(offset) | u8(offset + 1) << 8;
  }

  /// Four bytes, the lowest first: 0 to 2^32 - 1.
  public long u32(long offset) {
    return u16(offset) | (long) u16(offset + 2) << 16;
  }

  /// Eight bytes, the lowest first.
  public long i64(long offset) {
    long[] one = new long[1];
    read(offset, ByteOrder.LITTLE_ENDIAN, one, 0, 1);
    return one[0];
  }

  /// A copy of some bytes.
  public byte[] copy(long offset, int count) {
    check(offset, count); // Before anything is allocated.
    byte[] result = new byte[count];
    read(offset, ByteOrder.LITTLE_ENDIAN, result, 0, count);
    return result;
  }

  /// Reads `count` elements of an array's type into it, from place `at` on.
  public void read(long offset, ByteOrder order, Object array, int at, int count) {
    try {
      copy(offset, order, array, at, count);
      awaitFault();
    } catch (InternalError e) {
      // How HotSpot reports a page of a mapped file that is not there any more.
      throw shrunk(e);
    }
  }

  private void copy(long offset, ByteOrder order, Object array, int at, int count) {
    switch (array) {
      case byte[] a -> {
        check(offset, count);
        MemorySegment.copy(segment, ValueLayout.JAVA_BYTE, offset, a, at, count);
      }
      case short[] a -> {
        check(offset, 2L * count);
        var layout = ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(order);
        MemorySegment.copy(segment, layout, offset, a, at, count);
      }
      case int[] a -> {
        check(offset, 4L * count);
        var layout = ValueLayout.JAVA_INT_UNALIGNED.withOrder(order);
        MemorySegment.copy(segment, layout, offset, a, at, count);
      }
      case float[] a -> {
        check(offset, 4L * count);
        var layout = ValueLayout.JAVA_FLOAT_UNALIGNED.withOrder(order);
        MemorySegment.copy(segment, layout, offset, a, at, count);
      }
      case long[] a -> {
        check(offset, 8L * count);
        var layout = ValueLayout.JAVA_LONG_UNALIGNED.withOrder(order);
        MemorySegment.copy(segment, layout, offset, a, at, count);
      }
      case double[] a -> {
        check(offset, 8L * count);
        var layout = ValueLayout.JAVA_DOUBLE_UNALIGNED.withOrder(order);
        MemorySegment.copy(segment, layout, offset, a, at, count);
      }
      default -> throw new IllegalStateException("no elements are " + array.getClass());
    }
  }

  /// An error in these bytes: the file, the place in it, and what is wrong there.
  public CandleException error(String operation, long offset, String message) {
    return new CandleException(
        Kind.FILE, operation, name + ": " + message + " (at byte " + (start + offset) + ")");
  }

  /// An error in these bytes with a line that tells what to do.
  public CandleException error(String operation, long offset, String message, String hint) {
    return CandleException.withHint(
        Kind.FILE, operation, name + ": " + message + " (at byte " + (start + offset) + ")", hint);
  }

  /// Compiled code hears of a fault only later, when it returns or comes back from a native method: here is one, so that the
  /// fault arrives while it can still be caught.
  private void awaitFault() {
    if (file != null && Thread.holdsLock(this)) {
      throw new IllegalStateException("nobody locks this");
    }
  }

  private void check(long offset, long count) {
    if (offset < 0 || count < 0 || offset > size() - count) {
      throw error(
          "read",
          offset,
          "wants " + count + " bytes, the file or part ends at " + (start + size()));
    }
  }

  private CandleException shrunk(InternalError fault) {
    return new CandleException(
        Kind.FILE,
        "read",
        name
            + ": the file has become shorter, or its disk failed, since it was mapped"
            + "\nreplace files whole (as save does) while programs use them, and load it again",
        fault);
  }
}
