package io.github.candle4j.core.file;

import io.github.candle4j.core.CandleException;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// A zip archive: its entries by name, in the order of its directory. Entries may be stored or deflated, and the archive
/// may be of the kind for large files (zip64).
///
/// An entry may not reach into the next one, so that all of them together are at most as large as the file, or 1032 times
/// as large where they are deflated: more cannot come out of that method. The names are never used as paths.
public final class Zip {
  static final int STORED = 0;
  static final int DEFLATED = 8;

  private static final int END_BYTES = 22;
  private static final int LONGEST_COMMENT = 0xFFFF;
  private static final int LOCATOR_BYTES = 20;
  private static final int END64_BYTES = 56;
  private static final int DIRECTORY_BYTES = 46;
  private static final int LOCAL_BYTES = 30;
  private static final long END = 0x06054b50;
  private static final long LOCATOR = 0x07064b50;
  private static final long END64 = 0x06064b50;
  private static final long DIRECTORY = 0x02014b50;
  private static final long LOCAL = 0x04034b50;
  private static final int SIZES64 = 1;
  private static final int ENCRYPTED = 1;
  private static final int MANY = 0xFFFF;
  private static final long LARGE = 0xFFFF_FFFFL;

  private final Bytes bytes;
  private final String operation;
  private final Map<String, Entry> entries = new LinkedHashMap<>();

  private Zip(Bytes bytes, String operation) {
    this.bytes = bytes;
    this.operation = operation;
  }

  /// An entry of the archive.
  ///
  /// @param crc the checksum of its content
  /// @param compressed its bytes in the archive
  /// @param size its bytes
  /// @param offset where its local header begins
  /// @param limit the byte that it may not reach
  public record Entry(
      String name, int method, long crc, long compressed, long size, long offset, long limit) {
    /// True if it is in the archive as it is.
    public boolean isStored() {
      return method == STORED;
    }

    /// True if [Zip#content] knows its compression.
    public boolean isKnown() {
      return method == STORED || method == DEFLATED;
    }
  }

  /// True if the bytes begin as an archive does.
  public static boolean isZip(Bytes bytes) {
    return bytes.size() >= 4 && (bytes.u32(0) == LOCAL || bytes.u32(0) == END);
  }

  /// Reads and checks the directory.
  ///
  /// @throws CandleException naming the file and the byte if something is wrong with it
  public static Zip read(Bytes bytes, String operation) {
    Zip zip = new Zip(bytes, operation);
    zip.readDirectory(zip.end());
    return zip;
  }

  /// All entries.
  public Map<String, Entry> entries() {
    return Collections.unmodifiableMap(entries);
  }

  /// The content of an entry: that of a stored one is where it is, that of a deflated one is made now, and compared with
  /// its checksum.
  ///
  /// @throws CandleException naming the entry if something is wrong with it
  public Bytes content(Entry entry) {
    long start = start(entry);
    return switch (entry.method) {
      case STORED -> {
        if (entry.compressed != entry.size) {
          throw error(entry.offset, entry, "is stored in another number of bytes than it has");
        }
        yield bytes.part(entry.name, start, entry.size);
      }
      case DEFLATED -> Inflated.read(this, entry, bytes.part(entry.name, start, entry.compressed));
      default -> throw error(entry.offset, entry, "has the unknown compression " + entry.method);
    };
  }

  /// The first bytes of the [#content] of an entry, or all where it has fewer. No more are made, and no checksum is compared.
  ///
  /// @throws CandleException naming the entry if something is wrong with it
  public Bytes first(Entry entry, int most) {
    if (entry.method == DEFLATED) {
      return Inflated.first(
          this, entry, bytes.part(entry.name, start(entry), entry.compressed), most);
    }
    Bytes content = content(entry);
    return content.slice(0, Math.min(most, content.size()));
  }

  /// The [#content] of an entry, after a comparison with its checksum also where it is stored.
  ///
  /// @throws CandleException naming the entry if something is wrong with it
  public Bytes checkedContent(Entry entry) {
    Bytes content = content(entry);
    if (entry.isStored()) {
      Inflated.checkStored(this, entry, content);
    }
    return content;
  }

  private long start(Entry entry) {
    long at = entry.offset;
    if (bytes.u32(at) != LOCAL) {
      throw error(at, entry, "has no local header");
    }
    int nameLength = bytes.u16(at + 26);
    long start = at + LOCAL_BYTES + nameLength + bytes.u16(at + 28);
    if (start > entry.limit - entry.compressed) {
      throw error(at, entry, "reaches into what follows it");
    }
    String name = text(at + LOCAL_BYTES, nameLength);
    if (!name.equals(entry.name) || bytes.u16(at + 8) != entry.method) {
      throw error(at, entry, "is another one in its local header");
    }
    return start;
  }

  /// Where the directory is, and how many entries it has.
  private record Directory(long offset, long size, long count) {}

  private Directory end() {
    long last = bytes.size() - END_BYTES;
    for (long at = last; at >= 0 && at >= last - LONGEST_COMMENT; at--) {
      if (bytes.u8(at) == 'P' && bytes.u32(at) == END && bytes.u16(at + 20) == last - at) {
        return directory(at);
      }
    }
    throw bytes.error(
        operation,
        Math.max(0, last),
        "the archive has no directory at its end",
        "the file is cut off; fetch it again");
  }

  private Directory directory(long end) {
    Directory small = new Directory(bytes.u32(end + 16), bytes.u32(end + 12), bytes.u16(end + 10));
    boolean whole =
        bytes.u16(end + 4) == 0
            && bytes.u16(end + 6) == 0
            && bytes.u16(end + 8) == bytes.u16(end + 10);
    boolean large = small.offset == LARGE || small.size == LARGE || small.count == MANY;
    long locator = end - LOCATOR_BYTES;
    if (!large || locator < 0 || bytes.u32(locator) != LOCATOR) {
      return checked(small, end, whole);
    }
    long end64 = bytes.i64(locator + 8);
    if (end64 < 0 || end64 > locator - END64_BYTES || bytes.u32(end64) != END64) {
      throw bytes.error(operation, locator, "the archive's second directory end is not there");
    }
    Directory found =
        new Directory(bytes.i64(end64 + 48), bytes.i64(end64 + 40), bytes.i64(end64 + 32));
    return checked(found, end64, bytes.i64(end64 + 24) == found.count);
  }

  private Directory checked(Directory found, long end, boolean whole) {
    boolean inside =
        found.offset >= 0 && found.size >= 0 && found.offset <= end - Math.min(found.size, end);
    if (!whole || !inside || found.count < 0 || found.count > found.size / DIRECTORY_BYTES) {
      throw bytes.error(
          operation,
          end,
          "the archive's directory cannot be where its end says: "
              + found.count
              + " entries in "
              + found.size
              + " bytes at "
              + found.offset);
    }
    return found;
  }

  private void readDirectory(Directory directory) {
    List<Entry> found = new ArrayList<>();
    long at = directory.offset;
    long end = at + directory.size;
    while (at < end) {
      if (end - at < DIRECTORY_BYTES || bytes.u32(at) != DIRECTORY) {
        throw bytes.error(operation, at, "an entry of the archive's directory is wanted here");
      }
      long next =
          at + DIRECTORY_BYTES + bytes.u16(at + 28) + bytes.u16(at + 30) + bytes.u16(at + 32);
      if (next > end) {
        throw bytes.error(operation, at, "an entry of the archive's directory is cut off");
      }
      found.add(entry(at, directory.offset));
      at = next;
    }
    if (found.size() != directory.count) {
      throw bytes.error(
          operation,
          directory.offset,
          "the archive has " + found.size() + " entries, its end says " + directory.count);
    }
    keep(found);
  }

  private Entry entry(long at, long directory) {
    int nameLength = bytes.u16(at + 28);
    Sizes sizes = sizes(at, at + DIRECTORY_BYTES + nameLength, bytes.u16(at + 30));
    Entry entry =
        new Entry(
            text(at + DIRECTORY_BYTES, nameLength),
            bytes.u16(at + 10),
            bytes.u32(at + 16),
            sizes.compressed,
            sizes.size,
            sizes.offset,
            directory);
    if ((bytes.u16(at + 8) & ENCRYPTED) != 0) {
      throw error(at, entry, "is encrypted");
    }
    boolean inside =
        entry.size >= 0
            && entry.compressed >= 0
            && entry.offset >= 0
            && entry.offset <= directory - LOCAL_BYTES
            && entry.compressed <= directory - LOCAL_BYTES - entry.offset;
    if (!inside) {
      throw error(at, entry, "cannot lie where the directory says");
    }
    return entry;
  }

  private record Sizes(long size, long compressed, long offset) {}

  /// The sizes and the place of an entry; those that need eight bytes are in a field behind the name.
  private Sizes sizes(long entry, long fields, int length) {
    long size = bytes.u32(entry + 24);
    long compressed = bytes.u32(entry + 20);
    long offset = bytes.u32(entry + 42);
    for (long at = fields, next; at + 4 <= fields + length; at = next) {
      next = at + 4 + bytes.u16(at + 2);
      if (bytes.u16(at) == SIZES64 && next <= fields + length) {
        long value = at + 4;
        if (size == LARGE && value + 8 <= next) {
          size = bytes.i64(value);
          value += 8;
        }
        if (compressed == LARGE && value + 8 <= next) {
          compressed = bytes.i64(value);
          value += 8;
        }
        if (offset == LARGE && value + 8 <= next) {
          offset = bytes.i64(value);
        }
      }
    }
    return new Sizes(size, compressed, offset);
  }

  /// Keeps entries that do not share bytes, in the order of the directory.
  private void keep(List<Entry> found) {
    List<Entry> byPlace = new ArrayList<>(found);
    byPlace.sort(Comparator.comparingLong(Entry::offset));
    Map<Long, Long> limits = new LinkedHashMap<>();
    for (int i = 0; i < byPlace.size(); i++) {
      Entry e = byPlace.get(i);
      long limit = i + 1 < byPlace.size() ? byPlace.get(i + 1).offset : e.limit;
      if (e.compressed > limit - LOCAL_BYTES - e.offset) {
        throw error(e.offset, e, "reaches into what follows it");
      }
      limits.put(e.offset, limit);
    }
    for (Entry e : found) {
      long limit = limits.getOrDefault(e.offset, e.offset);
      Entry bounded = new Entry(e.name, e.method, e.crc, e.compressed, e.size, e.offset, limit);
      if (entries.put(e.name, bounded) != null) {
        throw error(e.offset, e, "is there twice");
      }
    }
  }

  private String text(long at, int length) {
    byte[] text = new byte[length];
    bytes.read(at, ByteOrder.LITTLE_ENDIAN, text, 0, length);
    return new String(text, StandardCharsets.UTF_8);
  }

  CandleException error(long at, Entry entry, String what) {
    return bytes.error(operation, at, "entry '" + entry.name + "' of the archive " + what);
  }

  String operation() {
    return operation;
  }
}
