package io.github.candle4j.core.file;

import io.github.candle4j.core.CandleException;
import io.github.candle4j.core.Shape;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/// The content of deflated entries, and the checksums of all.
final class Inflated {
  /// The most bytes that one deflated byte can become, and some for the last ones.
  private static final long MOST = 1032;

  private static final int BLOCK = 1 << 16;

  private Inflated() {}

  /// Inflates an entry. The array grows with what comes out of it, so a size that is not true costs nothing.
  static Bytes read(Zip zip, Zip.Entry entry, Bytes deflated) {
    if (entry.size() > (entry.compressed() + 1) * MOST || entry.size() > Shape.MAX_ELEMENTS) {
      throw deflated.error(
          zip.operation(),
          0,
          "cannot have " + entry.size() + " bytes, deflated to " + entry.compressed());
    }
    Inflater inflater = new Inflater(true);
    try {
      return Bytes.of(inflate(zip, entry, deflated, inflater), deflated.name());
    } catch (DataFormatException e) {
      throw damaged(zip, deflated, e);
    } finally {
      inflater.end();
    }
  }

  /// Inflates the first bytes of an entry, or all where it has fewer.
  static Bytes first(Zip zip, Zip.Entry entry, Bytes deflated, int most) {
    byte[] result = new byte[(int) Math.min(most, entry.size())];
    Inflater inflater = new Inflater(true);
    Feed feed = new Feed(deflated, inflater);
    try {
      for (int done = 0, n; done < result.length; done += n) {
        n = inflater.inflate(result, done, result.length - done);
        if (n == 0 && (inflater.finished() || !feed.more())) {
          throw tooFew(zip, entry, deflated);
        }
      }
      return Bytes.of(result, deflated.name());
    } catch (DataFormatException e) {
      throw damaged(zip, deflated, e);
    } finally {
      inflater.end();
    }
  }

  private static CandleException damaged(Zip zip, Bytes deflated, DataFormatException e) {
    return deflated.error(zip.operation(), 0, "the deflated bytes are damaged: " + e.getMessage());
  }

  private static CandleException tooFew(Zip zip, Zip.Entry entry, Bytes deflated) {
    return deflated.error(
        zip.operation(),
        deflated.size(),
        "the deflated bytes do not end with the " + entry.size() + " that the archive says");
  }

  private static byte[] inflate(Zip zip, Zip.Entry entry, Bytes deflated, Inflater inflater)
      throws DataFormatException {
    int size = (int) entry.size();
    byte[] result = new byte[(int) Math.min(size, 4 * entry.compressed() + 64)];
    int done = 0;
    Feed feed = new Feed(deflated, inflater);
    while (!inflater.finished()) {
      int n = inflater.inflate(result, done, result.length - done);
      done += n;
      if (done == result.length && done < size) {
        result = Arrays.copyOf(result, (int) Math.min(size, 2L * result.length));
      } else if (n == 0 && !inflater.finished() && !feed.more()) {
        throw tooFew(zip, entry, deflated);
      }
    }
    if (done != size || feed.left() != 0) {
      throw deflated.error(
          zip.operation(),
          deflated.size() - feed.left(),
          "the deflated bytes become " + done + ", the archive says " + size);
    }
    CRC32 crc = new CRC32();
    crc.update(result, 0, size);
    checkSum(zip, entry, deflated, crc);
    return result;
  }

  /// Hands deflated bytes on, block by block.
  private static final class Feed {
    private final Bytes from;
    private final Inflater to;
    private final byte[] block;
    private long at;

    Feed(Bytes from, Inflater to) {
      this.from = from;
      this.to = to;
      this.block = new byte[(int) Math.min(BLOCK, from.size())];
    }

    /// True if there were more and the inflater wants them.
    boolean more() {
      int n = (int) Math.min(block.length, from.size() - at);
      if (n == 0 || !to.needsInput()) {
        return false;
      }
      from.read(at, ByteOrder.LITTLE_ENDIAN, block, 0, n);
      at += n;
      to.setInput(block, 0, n);
      return true;
    }

    long left() {
      return from.size() - at + to.getRemaining();
    }
  }

  /// Compares stored bytes with the checksum of the archive.
  static void checkStored(Zip zip, Zip.Entry entry, Bytes stored) {
    CRC32 crc = new CRC32();
    byte[] block = new byte[(int) Math.min(BLOCK, stored.size())];
    for (long at = 0; at < stored.size(); at += block.length) {
      int n = (int) Math.min(block.length, stored.size() - at);
      stored.read(at, ByteOrder.LITTLE_ENDIAN, block, 0, n);
      crc.update(block, 0, n);
    }
    checkSum(zip, entry, stored, crc);
  }

  private static void checkSum(Zip zip, Zip.Entry entry, Bytes bytes, CRC32 found) {
    if (found.getValue() != entry.crc()) {
      throw bytes.error(
          zip.operation(),
          0,
          "the bytes do not have the checksum %08x of the archive but %08x"
              .formatted(entry.crc(), found.getValue()),
          "the file is damaged; fetch it again");
    }
  }
}
