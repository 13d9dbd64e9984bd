package io.github.candle4j.core;

import io.github.candle4j.core.CandleException.Kind;
import io.github.candle4j.core.file.AtomicFile;
import io.github.candle4j.core.file.Bytes;
import io.github.candle4j.core.file.NpyHeader;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.WritableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32;
import java.util.zip.CheckedOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/// Reads and writes npy and npz files.
final class Npy {
  static final String SUFFIX = ".npy";
  private static final int BLOCK = 1 << 20;
  private static final int LONGEST_NAME = 0xFFFF;

  /// The first moment that an archive knows, which numpy writes, too: files do not depend on the clock.
  private static final LocalDateTime NO_TIME = LocalDateTime.of(1980, 1, 1, 0, 0);

  private Npy() {}

  static Tensor read(Bytes bytes) {
    NpyHeader header = NpyHeader.read(bytes);
    Bytes data = bytes.slice(header.dataStart(), bytes.size() - header.dataStart());
    int rank = header.shape().rank();
    if (!header.fortranOrder() || rank < 2) {
      return RawBytes.read(data, header.type(), header.order(), header.shape(), Device.CPU);
    }
    int[] order = new int[rank];
    Arrays.setAll(order, d -> rank - 1 - d);
    Shape reversed = Shape.of(Arrays.stream(order).map(header.shape()::dim).toArray());
    return RawBytes.read(data, header.type(), header.order(), reversed, Device.CPU).permute(order);
  }

  static void write(Tensor x, Path file) {
    byte[] head = NpyHeader.write(x.dtype(), x.shape());
    AtomicFile.write("write_npy", file, out -> write(x, head, out, block()));
  }

  /// A file in the archive.
  private record Member(String name, byte[] head, Tensor tensor) {
    static Member of(String name, Tensor x) {
      String file = name + SUFFIX;
      if (file.getBytes(StandardCharsets.UTF_8).length > LONGEST_NAME) {
        throw new CandleException(
            Kind.ARGUMENT,
            "write_npz",
            "write_npz: a name has " + name.length() + " characters, an archive cannot hold it");
      }
      return new Member(file, NpyHeader.write(x.dtype(), x.shape()), x);
    }
  }

  static void writeAll(Map<String, ? extends Tensor> tensors, Path file) {
    List<Member> members = new ArrayList<>();
    tensors.forEach((name, x) -> members.add(Member.of(name, x)));
    AtomicFile.write(
        "write_npz",
        file,
        out -> {
          ByteBuffer block = block();
          // Not closed: the file is still to be forced to the disk.
          ZipOutputStream zip = new ZipOutputStream(Channels.newOutputStream(out));
          zip.setMethod(ZipOutputStream.STORED);
          for (Member member : members) {
            write(member, zip, block);
          }
          zip.finish();
        });
  }

  /// Writes an entry. Its checksum stands before its bytes, so they are made twice.
  private static void write(Member member, ZipOutputStream zip, ByteBuffer block)
      throws IOException {
    Tensor x = member.tensor;
    CheckedOutputStream sum = new CheckedOutputStream(OutputStream.nullOutputStream(), new CRC32());
    write(x, member.head, Channels.newChannel(sum), block);
    ZipEntry entry = new ZipEntry(member.name);
    entry.setTimeLocal(NO_TIME);
    entry.setSize(member.head.length + x.elemCount() * x.dtype().sizeInBytes());
    entry.setCrc(sum.getChecksum().getValue());
    zip.putNextEntry(entry);
    write(x, member.head, Channels.newChannel(zip), block);
    zip.closeEntry();
  }

  private static void write(Tensor x, byte[] head, WritableByteChannel out, ByteBuffer block)
      throws IOException {
    RawBytes.write(ByteBuffer.wrap(head), out);
    RawBytes.write(x, out, block);
  }

  private static ByteBuffer block() {
    return ByteBuffer.allocateDirect(BLOCK);
  }
}
