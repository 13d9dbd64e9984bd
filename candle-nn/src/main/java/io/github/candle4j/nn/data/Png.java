package io.github.candle4j.nn.data;

import io.github.candle4j.core.CandleException;
import io.github.candle4j.core.CandleException.Kind;
import io.github.candle4j.core.DType;
import io.github.candle4j.core.Tensor;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;
import java.util.zip.Deflater;

/// Writes PNG files, so that this needs no `java.desktop`: a signature, then chunks of length, name, content and checksum. Rows are not filtered.
/// Source: W3C, "Portable Network Graphics (PNG) specification", third edition, sections 5, 9 and 11.
final class Png {
  private static final byte[] SIGNATURE = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n'};
  private static final byte BITS = 8;
  private static final byte GREY = 0;
  private static final byte RGB = 2;
  private static final int HEADER = 13;
  private static final int CHUNK_EXTRA = 12;
  private static final double LARGEST = 255;

  private Png() {}

  static byte[] encode(Tensor image) {
    int channels = image.dim(0);
    int height = image.dim(1);
    int width = image.dim(2);
    if ((channels != 1 && channels != 3) || height == 0 || width == 0) {
      throw new CandleException(
          Kind.SHAPE,
          "png",
          "png: an image is [1, height, width] or [3, height, width], got " + image.shape());
    }
    byte[] pixels = bytes(image).permute(1, 2, 0).contiguous().flattenAll().toVec1U8();
    int row = channels * width;
    byte[] rows = new byte[Math.multiplyExact(height, row + 1)]; // A 0, for no filter, before each.
    for (int y = 0; y < height; y++) {
      System.arraycopy(pixels, y * row, rows, y * (row + 1) + 1, row);
    }
    ByteBuffer header = ByteBuffer.allocate(HEADER);
    header.putInt(width).putInt(height).put(BITS).put(channels == 1 ? GREY : RGB);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(SIGNATURE);
    out.writeBytes(chunk("IHDR", header.array()));
    out.writeBytes(chunk("IDAT", deflated(rows)));
    out.writeBytes(chunk("IEND", new byte[0]));
    return out.toByteArray();
  }

  private static Tensor bytes(Tensor image) {
    if (image.dtype() == DType.U8) {
      return image;
    }
    if (!image.dtype().isFloat()) {
      throw CandleException.unsupportedDtype(
          "png", image.dtype(), "an image is U8, or floats from 0 to 1");
    }
    return image.toDtype(DType.F32).clamp(0, 1).affine(LARGEST, 0.5).floor().toDtype(DType.U8);
  }

  private static byte[] deflated(byte[] rows) {
    try (Deflater deflater = new Deflater()) {
      deflater.setInput(rows);
      deflater.finish();
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      byte[] block = new byte[1 << 13];
      while (!deflater.finished()) {
        out.write(block, 0, deflater.deflate(block));
      }
      return out.toByteArray();
    }
  }

  private static byte[] chunk(String name, byte[] content) {
    byte[] type = name.getBytes(StandardCharsets.US_ASCII);
    CRC32 sum = new CRC32();
    sum.update(type);
    sum.update(content);
    return ByteBuffer.allocate(content.length + CHUNK_EXTRA)
        .putInt(content.length)
        .put(type)
        .put(content)
        .putInt((int) sum.getValue())
        .array();
  }
}
