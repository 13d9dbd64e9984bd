package io.github.candle4j.nn.data;

import io.github.candle4j.core.CandleException;
import io.github.candle4j.core.CandleException.Kind;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/// Token ids in a mapped file, 2 or 4 bytes each, the low byte first. The garbage collector lets the file go.
record MappedIds(Path file, MemorySegment bytes, int width) implements TokenWindows.Ids {
  private static final String OPERATION = "token_windows";
  private static final ValueLayout.OfShort U16 =
      ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  private static final ValueLayout.OfInt U32 =
      ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

  static MappedIds of(Path file, int width) {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      long size = channel.size();
      if (size % width != 0) {
        throw DataErrors.at(
            OPERATION,
            file,
            size - size % width,
            "a token has " + width + " bytes, the file has " + size % width + " left");
      }
      return new MappedIds(file, channel.map(MapMode.READ_ONLY, 0, size, Arena.ofAuto()), width);
    } catch (IOException e) {
      throw DataErrors.of("open", file, e);
    }
  }

  @Override
  public long length() {
    return bytes.byteSize() / width;
  }

  @Override
  public int[] at(long start, int count) {
    int[] ids = new int[count];
    try {
      if (width == Integer.BYTES) {
        MemorySegment.copy(bytes, U32, start * width, ids, 0, count);
      } else {
        short[] halves = new short[count];
        MemorySegment.copy(bytes, U16, start * width, halves, 0, count);
        for (int i = 0; i < count; i++) {
          ids[i] = Short.toUnsignedInt(halves[i]);
        }
      }
      return checked(ids, start);
    } catch (InternalError e) {
      throw new CandleException(
          Kind.FILE,
          OPERATION,
          file + ": the file has become shorter, or its disk failed, since it was mapped",
          e);
    }
  }

  private int[] checked(int[] ids, long start) {
    for (int i = 0; i < ids.length; i++) {
      if (ids[i] < 0) {
        throw DataErrors.at(
            OPERATION,
            file,
            (start + i) * width,
            "token " + (start + i) + " is " + Integer.toUnsignedString(ids[i]) + ", too large");
      }
    }
    return ids;
  }
}
