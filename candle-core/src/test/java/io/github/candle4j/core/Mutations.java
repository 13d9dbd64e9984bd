package io.github.candle4j.core;

import io.github.candle4j.core.file.Bytes;
import io.github.candle4j.core.file.Zip;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/// Damages files, in general and with some knowledge of what they are made of.
final class Mutations {
  private static final long[] EXTREMES = {
    0,
    1,
    2,
    7,
    8,
    64,
    127,
    128,
    255,
    256,
    65535,
    65536,
    0x7FFF_FFFFL,
    0x8000_0000L,
    0xFFFF_FFFFL,
    1L << 32,
    1L << 40,
    Long.MAX_VALUE / 8,
    Long.MAX_VALUE,
    Long.MIN_VALUE,
    -1
  };

  /// Instructions of pickles, those that are refused among them.
  private static final String OPCODES =
      "().012NQRUTXabcdeghijlqrstu}]BCFGIJKLMPSV"
          + "\u0080\u0081\u0082\u0083\u0084\u0085\u0086\u0087\u0088\u0089\u008a\u008b\u008c\u008d\u008e"
          + "\u008f\u0090\u0091\u0092\u0093\u0094\u0095\u0096\u0097\u0098";

  private final SplittableRandom random;

  Mutations(SplittableRandom random) {
    this.random = random;
  }

  /// One change of any kind.
  byte[] anything(byte[] file) {
    if (file.length == 0) {
      return random(8);
    }
    return switch (random.nextInt(11)) {
      case 0 -> flipped(file);
      case 1 -> Arrays.copyOf(file, random.nextInt(file.length));
      case 2 -> with(file, place(file), place(file), new byte[0]);
      case 3 -> with(file, place(file), 0, part(file));
      case 4 -> with(file, place(file), 0, random(1 + random.nextInt(8)));
      case 5 -> with(file, place(file), 8, part(file));
      case 6 -> with(file, place(file), 1, new byte[] {(byte) extreme()});
      case 7 -> integer(file, Short.BYTES);
      case 8 -> integer(file, Integer.BYTES);
      case 9 -> integer(file, Long.BYTES);
      default -> decimal(file);
    };
  }

  /// One change to a pickle.
  byte[] pickle(byte[] file) {
    return switch (random.nextInt(4)) {
      case 0 -> with(file, place(file), 1, new byte[] {opcode()});
      case 1 -> with(file, place(file), 0, new byte[] {opcode()});
      case 2 -> with(file, place(file), 0, new byte[] {'h', (byte) random.nextInt(32)});
      default -> anything(file);
    };
  }

  /// One change to a safetensors file, mostly with the right length of the head.
  byte[] safetensors(byte[] file) {
    long said =
        file.length < 8 ? -1 : ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN).getLong(0);
    if (random.nextInt(3) == 0 || said < 0 || said > file.length - 8) {
      return anything(file);
    }
    int length = (int) said;
    byte[] head = text(Arrays.copyOfRange(file, 8, 8 + length));
    ByteBuffer result =
        ByteBuffer.allocate(file.length - length + head.length).order(ByteOrder.LITTLE_ENDIAN);
    result.putLong(head.length).put(head).put(file, 8 + length, file.length - 8 - length);
    return result.array();
  }

  /// One change to an npy file, mostly with the right length of the head.
  byte[] npy(byte[] file) {
    if (random.nextInt(3) == 0 || file.length < 10) {
      return anything(file);
    }
    int length = Byte.toUnsignedInt(file[8]) + 256 * Byte.toUnsignedInt(file[9]);
    if (length > file.length - 10) {
      return anything(file);
    }
    int end = 10 + length; // The spaces at the end are not worth a change.
    while (end > 10 && file[end - 1] <= ' ') {
      end--;
    }
    byte[] head = text(Arrays.copyOfRange(file, 10, end));
    byte[] result = with(file, 10, length, head);
    result[8] = (byte) head.length;
    result[9] = (byte) (head.length >> 8);
    return result;
  }

  private byte[] text(byte[] text) {
    return random.nextBoolean() ? decimal(text) : anything(text);
  }

  /// The files of an archive.
  record Part(String name, byte[] content) {}

  static List<Part> unzip(byte[] archive) {
    List<Part> parts = new ArrayList<>();
    try {
      Zip zip = Zip.read(Bytes.of(archive, "archive"), "fuzz");
      for (Zip.Entry entry : zip.entries().values()) {
        Bytes content = zip.content(entry);
        parts.add(new Part(entry.name(), content.copy(0, (int) content.size())));
      }
    } catch (CandleException e) {
      // Of what was damaged before, what can be read is left.
      return parts;
    }
    return parts;
  }

  /// The place of one of the parts, mostly one of those with this ending; -1 if there are none.
  int choose(List<Part> parts, String ending) {
    List<Integer> places = new ArrayList<>();
    for (int i = 0; i < parts.size(); i++) {
      if (parts.get(i).name.endsWith(ending) || random.nextInt(4 * parts.size()) == 0) {
        places.add(i);
      }
    }
    return places.isEmpty() ? -1 : places.get(random.nextInt(places.size()));
  }

  /// An archive with right checksums.
  byte[] zip(List<Part> parts) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    boolean deflate = random.nextInt(4) == 0;
    try (ZipOutputStream zip = new ZipOutputStream(out)) {
      zip.setMethod(deflate ? ZipOutputStream.DEFLATED : ZipOutputStream.STORED);
      Set<String> names = new HashSet<>();
      for (Part part : parts) {
        if (!names.add(part.name)) {
          continue;
        }
        ZipEntry entry = new ZipEntry(part.name);
        CRC32 crc = new CRC32();
        crc.update(part.content);
        entry.setSize(part.content.length);
        entry.setCrc(crc.getValue());
        zip.putNextEntry(entry);
        zip.write(part.content);
        zip.closeEntry();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }

  /// A change to the directory of an archive: what follows the last part.
  byte[] directory(byte[] archive) {
    int start = indexOfDirectory(archive);
    byte[] tail = anything(Arrays.copyOfRange(archive, start, archive.length));
    return with(archive, start, archive.length - start, tail);
  }

  private static int indexOfDirectory(byte[] archive) {
    for (int i = 0; i + 4 <= archive.length; i++) {
      if (archive[i] == 'P'
          && archive[i + 1] == 'K'
          && archive[i + 2] == 1
          && archive[i + 3] == 2) {
        return i;
      }
    }
    return 0;
  }

  private byte[] flipped(byte[] file) {
    byte[] result = file.clone();
    result[random.nextInt(result.length)] ^= (byte) (1 << random.nextInt(8));
    return result;
  }

  private byte[] integer(byte[] file, int bytes) {
    byte[] number =
        ByteBuffer.allocate(Long.BYTES).order(ByteOrder.LITTLE_ENDIAN).putLong(extreme()).array();
    return with(file, place(file), bytes, Arrays.copyOf(number, bytes));
  }

  /// Another number where decimal digits stand.
  private byte[] decimal(byte[] file) {
    int from = place(file);
    while (from < file.length && !isDigit(file[from])) {
      from++;
    }
    int to = from;
    while (to < file.length && isDigit(file[to])) {
      to++;
    }
    String number = random.nextInt(8) == 0 ? "9".repeat(30) : Long.toString(extreme());
    return with(file, from, to - from, number.getBytes(StandardCharsets.US_ASCII));
  }

  private static boolean isDigit(byte b) {
    return b >= '0' && b <= '9';
  }

  private long extreme() {
    return EXTREMES[random.nextInt(EXTREMES.length)];
  }

  private byte opcode() {
    return (byte) OPCODES.charAt(random.nextInt(OPCODES.length()));
  }

  private int place(byte[] file) {
    return random.nextInt(file.length + 1);
  }

  private byte[] part(byte[] file) {
    int from = place(file);
    return Arrays.copyOfRange(file, from, Math.min(file.length, from + 1 + random.nextInt(64)));
  }

  private byte[] random(int count) {
    byte[] result = new byte[count];
    random.nextBytes(result);
    return result;
  }

  /// The file with `count` bytes replaced by others.
  private static byte[] with(byte[] file, int at, int count, byte... by) {
    int end = Math.min(file.length, at + count);
    byte[] result = new byte[at + by.length + file.length - end];
    System.arraycopy(file, 0, result, 0, at);
    System.arraycopy(by, 0, result, at, by.length);
    System.arraycopy(file, end, result, at + by.length, file.length - end);
    return result;
  }
}
