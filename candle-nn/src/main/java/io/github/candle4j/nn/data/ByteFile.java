package io.github.candle4j.nn.data;

import io.github.candle4j.core.CandleException;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;

/// A file that is read from its begin to its end, and unpacked if it is gzip. Places in it count unpacked bytes.
final class ByteFile implements AutoCloseable {
  private static final int BUFFER = 1 << 16;
  private static final int GZIP_FIRST = 0x1F;
  private static final int GZIP_SECOND = 0x8B;

  private final String operation;
  private final Path file;
  private final InputStream in;
  private long place;

  private ByteFile(String operation, Path file, InputStream in) {
    this.operation = operation;
    this.file = file;
    this.in = in;
  }

  /// Opens a file.
  ///
  /// @throws CandleException naming the file if it cannot be read
  static ByteFile open(String operation, Path file) {
    try {
      InputStream plain = new BufferedInputStream(Files.newInputStream(file), BUFFER);
      try {
        plain.mark(2);
        boolean gzip = plain.read() == GZIP_FIRST && plain.read() == GZIP_SECOND;
        plain.reset();
        return new ByteFile(operation, file, gzip ? new GZIPInputStream(plain, BUFFER) : plain);
      } catch (IOException e) {
        plain.close();
        throw e;
      }
    } catch (IOException e) {
      throw DataErrors.of("open", file, e);
    }
  }

  /// The next bytes.
  ///
  /// @throws CandleException naming the file and the byte if it has fewer
  byte[] bytes(int count, String what) {
    try {
      byte[] bytes = in.readNBytes(count);
      if (bytes.length < count) {
        throw at(
            place,
            "wants "
                + count
                + " bytes of "
                + what
                + ", the file ends at "
                + (place + bytes.length));
      }
      place += count;
      return bytes;
    } catch (IOException e) {
      throw DataErrors.of(operation, file, e);
    }
  }

  /// The next four bytes as a number, the highest first.
  int number(String what) {
    return ByteBuffer.wrap(bytes(Integer.BYTES, what)).getInt();
  }

  /// Checks that the file is at its end.
  void end() {
    try {
      if (in.read() >= 0) {
        throw at(place, "the file goes on after its data");
      }
    } catch (IOException e) {
      throw DataErrors.of(operation, file, e);
    }
  }

  long place() {
    return place;
  }

  CandleException at(long where, String message) {
    return DataErrors.at(operation, file, where, message);
  }

  @Override
  public void close() {
    try {
      in.close();
    } catch (IOException e) {
      throw DataErrors.of(operation, file, e);
    }
  }
}
